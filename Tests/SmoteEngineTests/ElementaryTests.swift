import Glibc
import Testing

@testable import SmoteEngine

@Suite struct ElementaryTests {
  @Test func logarithmIsThatOfTheCLibrary() {
    var generator = TestGenerator(seed: 2)
    for _ in 0..<20_000 {
      let x =
        Double.random(in: 0..<1, using: &generator)
        * Double(
          sign: .plus, exponent: Int.random(in: -300...300, using: &generator), significand: 1)
      guard x > 0 else { continue }
      let expected = log(x)
      #expect(abs(logarithm(x) - expected) <= 2 * max(expected.ulp, 1e-300.ulp))
    }
    #expect(logarithm(1) == 0)
  }

  @Test func exponentialIsThatOfTheCLibrary() {
    var generator = TestGenerator(seed: 3)
    for _ in 0..<20_000 {
      let x = Double.random(in: -600...600, using: &generator)
      #expect(abs(exponential(x) - exp(x)) <= 2 * exp(x).ulp)
    }
    #expect(exponential(0) == 1)
  }

  /// Percentage points as tables have them.
  @Test(arguments: [
    (0.5, 0.0), (0.975, 1.959963984540054), (0.025, -1.959963984540054),
    (0.999, 3.090232306167813), (1e-10, -6.361340902404056), (1e-300, -37.0470962993612),
  ])
  func quantiles(probability: Double, expected: Double) {
    #expect(abs(normalQuantile(probability) - expected) <= 1e-14 * max(1, abs(expected)))
  }

  /// The distribution function of the quantile is the probability again.
  @Test func quantileInvertsTheDistribution() {
    for step in 1..<2000 {
      let probability = Double(step) / 2000
      let quantile = normalQuantile(probability)
      #expect(abs(0.5 * erfc(-quantile / 2.0.squareRoot()) - probability) < 4e-16)
    }
  }
}

@Suite struct LegacyNormalTests {
  /// `numpy.random.RandomState(42).standard_normal(5)`.
  @Test func normalsOfNumpy() {
    var twister = MersenneTwister(seed: 42)
    let expected = [
      0.4967141530112327, -0.13826430117118466, 0.6476885381006925, 1.5230298564080254,
      -0.23415337472333597,
    ]
    #expect(expected.allSatisfy { $0 == twister.normal() })
  }

  /// `RandomState(3).beta(10, 10)`, three times.
  @Test func betasOfNumpy() {
    var twister = MersenneTwister(seed: 3)
    #expect(twister.beta(10, 10) == 0.596062711803819)
    #expect(twister.beta(10, 10) == 0.5064391592455814)
    #expect(twister.beta(10, 10) == 0.535795807517737)
  }
}
