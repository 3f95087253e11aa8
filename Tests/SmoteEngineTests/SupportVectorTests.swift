import Testing

@testable import SmoteEngine

@Suite struct SupportVectorTests {
  /// The problem of the classes 0 and 1 of a table, solved; and what defines its solution: the
  /// gradient pushes no variable that could follow it by more than the tolerance.
  private func check(
    _ values: [Double], _ labels: [Int32], columns: Int, gamma: Double
  ) throws -> [Bool] {
    try withTable(values, columns: columns) { table in
      var crew = Crew(threads: 1, progress: .none)
      let classes = try Classes(labels, rows: labels.count, &crew)
      let members = try Buffer<Int>(labels.count)
      let signs = try Buffer<Int8>(labels.count)
      let order = Array(classes.rows(0)) + Array(classes.rows(1))
      for (place, row) in order.enumerated() {
        members[place] = row
        signs[place] = labels[row] == 0 ? 1 : -1
      }
      let kernel = try KernelRows(table, members, signs: signs.base, gamma: gamma, &crew)
      var solver = try Solver(kernel, signs: signs.base, bound: 1)
      try solver.solve(&crew)
      let alpha = (0..<order.count).map { solver.alpha[$0] }
      var balance = 0.0
      var up = -Double.infinity
      var down = Double.infinity
      for i in order.indices {
        balance += Double(signs[i]) * alpha[i]
        #expect(alpha[i] >= 0 && alpha[i] <= 1)
        var gradient = -1.0
        for j in order.indices where alpha[j] > 0 {
          var distance = 0.0
          for column in 0..<columns {
            let difference =
              values[order[i] * columns + column] - values[order[j] * columns + column]
            distance += difference * difference
          }
          gradient += Double(signs[i] * signs[j]) * exponential(-gamma * distance) * alpha[j]
        }
        let pull = -Double(signs[i]) * gradient
        if signs[i] > 0 ? alpha[i] < 1 : alpha[i] > 0 { up = max(up, pull) }
        if signs[i] > 0 ? alpha[i] > 0 : alpha[i] < 1 { down = min(down, pull) }
      }
      #expect(abs(balance) < 1e-9)
      #expect(up - down < 1.01e-3)
      return order.indices.map { solver.isSupport($0) }
    }
  }

  @Test(arguments: [(40, 1), (200, 3), (1500, 2)])
  func solutionsAreOptimal(rows: Int, columns: Int) throws {
    var generator = TestGenerator(seed: UInt32(rows))
    let labels = (0..<rows).map { Int32($0 % 4 == 0 ? 1 : 0) }
    let values = (0..<rows * columns).map {
      Double.random(in: 0...2, using: &generator) + (labels[$0 / columns] == 1 ? 0.7 : 0)
    }
    let support = try check(values, labels, columns: columns, gamma: 1.5)
    #expect(support.contains(true) && support.contains(false))
  }

  /// `SVC(gamma=0.5).fit(X, y).support_` of scikit-learn for these values.
  @Test func asScikitLearn() throws {
    let values = [0, 0.2, 0.4, 0.6, 2, 2.4, 3, 5, 5.2, 5.4, 5.6]
    let support = try check(
      values, values.map { $0 < 3 ? 0 : 1 }, columns: 1, gamma: 0.5)
    #expect(support.indices.filter { support[$0] } == [0, 4, 5, 6, 7, 10])
  }

  /// Identical points of both classes: the kernel matrix is singular.
  @Test func duplicates() throws {
    let values = (0..<60).map { Double($0 / 6 % 3) }
    _ = try check(values, (0..<60).map { Int32($0 % 2) }, columns: 1, gamma: 1)
  }
}
