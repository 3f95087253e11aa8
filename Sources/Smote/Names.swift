/// A sentence of the C interface in the names of this one: `out_step` is `outStep`, `CLIP` is
/// `.clip`, and NULL is `nil`.
func inSwiftNames(_ sentence: String) -> String {
  var result = ""
  var word = ""
  for character in sentence {
    if character.isASCII && (character.isLetter || character.isNumber || character == "_") {
      word.append(character)
    } else {
      result += swiftName(word)
      word = ""
      result.append(character)
    }
  }
  return result + swiftName(word)
}

private func swiftName(_ word: String) -> String {
  if let name = otherNames[word] { return name }
  guard word.contains("_") else { return word }
  let isEnumerator = word == word.uppercased()
  return (isEnumerator ? "." : "") + camelCase(word.lowercased())
}

private func camelCase(_ word: String) -> String {
  let parts = word.split(separator: "_")
  return parts.dropFirst().reduce(parts.first.map(String.init) ?? "") { name, part in
    name + part.prefix(1).uppercased() + part.dropFirst()
  }
}

/// Names that are not the same in camel case.
private let otherNames = [
  "NULL": "nil",
  "CLIP": ".clip",
  "TARGETS": ".targets",
  "cleaning_neighbors": "cleaningOptions.neighbors",
  "cleaning_threshold": "cleaningOptions.threshold",
  "candidate_neighbors": "cleaningOptions.candidateNeighbors",
  "numpy_state": "state",
  "numpy_normal": "normal",
]
