import CSmote
import Testing

@testable import Smote

@Suite struct NamesTests {
  @Test(arguments: Options.Method.allCases)
  func methodsAreNamedAsInTheCInterface(method: Options.Method) {
    let name = String(cString: smote_method_name(method.cValue))
    #expect(inSwiftNames(name + "_") == "\(method)")
  }

  @Test(arguments: [
    ("out_step = 2, but it must be from 0 to 1", "outStep = 2, but it must be from 0 to 1"),
    ("few_rows = CLIP makes do", "fewRows = .clip makes do"),
    (
      "class_probabilities is NULL, but INSTANCE_HARDNESS goes by them",
      "classProbabilities is nil, but .instanceHardness goes by them"
    ),
    ("SMOTE of 3 rows: NaN, k-NN, \u{e9}", "SMOTE of 3 rows: NaN, k-NN, \u{e9}"),
    ("", ""),
  ])
  func sentencesUseTheNamesOfSwift(sentence: String, expected: String) {
    #expect(inSwiftNames(sentence) == expected)
  }

  @Test func whatIsMissingIsNamed() {
    var options = Options()
    options.method = .instanceHardness
    let table = Table(values: [0.0, 1, 2, 3], labels: [0, 0, 1, 1], columns: 1)
    let error = #expect(throws: SmoteError.self) { try Plan(table, options) }
    #expect(error?.message.hasPrefix("classProbabilities is nil") == true)
    #expect(error.map(String.init(describing:)) == error?.message)
  }
}
