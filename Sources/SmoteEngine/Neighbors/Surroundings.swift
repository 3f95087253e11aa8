/// What is around a row: of how many neighbours, how many have another label.
struct Surroundings {
  let others: Int
  let all: Int

  var isNoise: Bool { others == all }

  /// Half of them or more, but not all (Han, Wang and Mao, ICIC 2005, section 3).
  var isInDanger: Bool { 2 * others >= all && !isNoise }
}
