import Testing

@testable import SmoteEngine

@Suite struct PhiloxTests {
  /// Known answers published with the generator (Random123, kat_vectors).
  @Test(arguments: [
    (
      SIMD4<UInt32>(0, 0, 0, 0), UInt64(0),
      SIMD4<UInt32>(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
    ),
    (
      SIMD4(repeating: UInt32.max), UInt64.max,
      SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
    ),
    (
      SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), 0x299f_31d0_a409_3822,
      SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
    ),
  ])
  func knownAnswers(counter: SIMD4<UInt32>, seed: UInt64, expected: SIMD4<UInt32>) {
    #expect(Philox(seed: seed).block(counter) == expected)
  }

  @Test func indicesAndFractionsAreUniform() {
    let philox = Philox(seed: 1)
    var counts = [Int](repeating: 0, count: 7)
    var sum = 0.0
    for number in 0..<70_000 {
      let draw = philox.draw(.interpolation, label: 3, number: number)
      counts[draw.index(below: 7)] += 1
      #expect(draw.fraction >= 0 && draw.fraction < 1)
      sum += draw.fraction
    }
    // Five standard deviations of a binomial count and of a mean.
    #expect(counts.allSatisfy { abs($0 - 10_000) < 463 })
    #expect(abs(sum / 70_000 - 0.5) < 0.0055)
  }

  @Test func everyPartOfTheCounterMatters() {
    let philox = Philox(seed: 9)
    let draw = philox.draw(.interpolation, label: 1, number: 5).fraction
    #expect(philox.draw(.base, label: 1, number: 5).fraction != draw)
    #expect(philox.draw(.interpolation, label: -1, number: 5).fraction != draw)
    #expect(philox.draw(.interpolation, label: 1, number: 5 + 1 << 32).fraction != draw)
    for bit in 0..<31 {
      let part = philox.draw(.interpolation, label: 1, number: 5, part: 1 << bit)
      #expect(part.fraction != draw)
    }
    #expect(Philox(seed: 9 + 1 << 32).draw(.interpolation, label: 1, number: 5).fraction != draw)
  }
}

@Suite struct MersenneTwisterTests {
  /// The reference implementation's seed; its 10,000th number is in the C++ standard.
  @Test func tenThousandthNumber() {
    var twister = MersenneTwister(seed: 5489)
    for _ in 1..<10_000 { _ = twister.next32() }
    #expect(twister.next32() == 4_123_659_995)
  }

  /// `numpy.random.RandomState(42).random_sample(3)`.
  @Test func fractionsOfNumpy() {
    var twister = MersenneTwister(seed: 42)
    #expect(twister.fraction() == 0.3745401188473625)
    #expect(twister.fraction() == 0.9507143064099162)
    #expect(twister.fraction() == 0.7319939418114051)
  }

  /// `numpy.random.RandomState(0).randint(0, 10, 8)`, and one value takes no draw.
  @Test func integersOfNumpy() {
    var twister = MersenneTwister(seed: 0)
    #expect(twister.index(below: 1) == 0)
    #expect((0..<8).map { _ in twister.index(below: 10) } == [5, 0, 3, 3, 7, 9, 3, 5])
  }

  @Test(arguments: [625, UInt32.max])
  func positionsBeyondTheWords(position: UInt32) {
    var state = [UInt32](repeating: 1, count: MersenneTwister.stateCount)
    state[MersenneTwister.wordCount] = position
    #expect(throws: Failure.self) { try MersenneTwister(state: state) }
  }

  @Test func stateComesBackAdvanced() throws {
    var twister = MersenneTwister(seed: 7)
    for _ in 0..<1000 { _ = twister.next32() }
    var state = [UInt32](repeating: 0, count: MersenneTwister.stateCount)
    twister.write(to: &state)
    var copy = try MersenneTwister(state: state)
    #expect((0..<2000).allSatisfy { _ in copy.next32() == twister.next32() })
  }

  /// Many at a time are those that come one by one, and leave the stream where these do: from
  /// any place in the words, over any number of refills.
  @Test(arguments: [1, 2, 3, 10, 100_000, 1 << 31, 1 << 32, 1 << 32 + 1, 1 << 40])
  func indicesManyAtATime(count: Int) {
    for (used, wanted) in [(0, 0), (0, 1), (1, 623), (623, 1), (623, 2), (300, 3000)] {
      var one = MersenneTwister(seed: UInt32(used))
      for _ in 0..<used { _ = one.next32() }
      var many = one
      var found = [Int64](repeating: -1, count: wanted)
      many.indices(below: count, wanted, into: &found)
      #expect(found == (0..<wanted).map { _ in Int64(one.index(below: count)) })
      #expect(many.next32() == one.next32())
    }
  }

  @Test(arguments: [0, 1, 2, 622, 623, 624])
  func fractionsManyAtATime(used: Int) {
    for wanted in [0, 1, 2, 311, 312, 313, 2000] {
      var one = MersenneTwister(seed: 5)
      for _ in 0..<used { _ = one.next32() }
      var many = one
      var found = [Double](repeating: -1, count: wanted)
      many.fractions(wanted, into: &found)
      #expect(found == (0..<wanted).map { _ in one.fraction() })
      #expect(many.next32() == one.next32())
    }
  }
}
