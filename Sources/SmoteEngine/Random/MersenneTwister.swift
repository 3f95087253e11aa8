import CSmote
import CSupport

/// MT19937 as numpy's legacy `RandomState` uses it, draw for draw (Matsumoto and
/// Nishimura, ACM TOMACS 8(1), 1998; numpy froze this stream by its NEP 19).
package struct MersenneTwister: BitwiseCopyable {
  package static let wordCount = 624
  /// The words, and the position of the next one to use.
  package static let stateCount = wordCount + 1

  private var words = InlineArray<624, UInt32>(repeating: 0)
  private var position = 0
  /// Normal numbers come in pairs; the second one waits here.
  package var nextNormal: Double?

  /// The stream of `RandomState(seed)`.
  package init(seed: UInt32) {
    var word = seed
    words[0] = word
    for index in 1..<MersenneTwister.wordCount {
      word = 1_812_433_253 &* (word ^ (word >> 30)) &+ UInt32(index)
      words[index] = word
    }
    position = MersenneTwister.wordCount
  }

  /// The stream of `RandomState` with this state: words, and the position of the next one.
  ///
  /// It is copied before it is checked, so that nobody changes what has been checked.
  package init(state: UnsafePointer<UInt32>) throws(Failure) {
    for index in 0..<MersenneTwister.wordCount {
      words[index] = state[index]
    }
    position = Int(state[MersenneTwister.wordCount])
    guard position <= MersenneTwister.wordCount else {
      throw .invalidArgument(
        "the position in numpy_state is \(position), but it must be from 0 to \(MersenneTwister.wordCount)"
      )
    }
    guard hasSetBits else {
      throw .invalidArgument("numpy_state is all zeros, which is no state of numpy's generator")
    }
  }

  /// Whether some bit is set of those that count: from zeros the generator makes zeros for ever.
  private var hasSetBits: Bool {
    var bits = words[0] & 0x8000_0000
    for index in 1..<MersenneTwister.wordCount {
      bits |= words[index]
    }
    return bits != 0
  }

  package func write(to state: UnsafeMutablePointer<UInt32>) {
    for index in 0..<MersenneTwister.wordCount {
      state[index] = words[index]
    }
    state[MersenneTwister.wordCount] = UInt32(position)
  }

  package mutating func next32() -> UInt32 {
    refillIfUsedUp()
    let word = words[position]
    position &+= 1
    return MersenneTwister.tempered(word)
  }

  @inline(__always)
  private static func tempered(_ word: UInt32) -> UInt32 {
    var word = word
    word ^= word >> 11
    word ^= (word << 7) & 0x9D2C_5680
    word ^= (word << 15) & 0xEFC6_0000
    return word ^ (word >> 18)
  }

  @inline(__always)
  private mutating func refillIfUsedUp() {
    guard position == MersenneTwister.wordCount else { return }
    refill()
    position = 0
  }

  private mutating func refill() {
    let last = MersenneTwister.wordCount - 1
    let ahead = 397
    let behind = MersenneTwister.wordCount - ahead
    // No index wraps around within a loop: so the compiler makes vectors of them.
    for index in 0..<behind {
      words[index] = MersenneTwister.next(
        words[index], words[index + 1], words[index + ahead])
    }
    for index in behind..<last {
      words[index] = MersenneTwister.next(
        words[index], words[index + 1], words[index - behind])
    }
    words[last] = MersenneTwister.next(words[last], words[0], words[last - behind])
  }

  @inline(__always)
  private static func next(_ word: UInt32, _ following: UInt32, _ far: UInt32) -> UInt32 {
    let joined = (word & 0x8000_0000) | (following & 0x7FFF_FFFF)
    let isOdd = 0 &- (joined & 1)
    return far ^ (joined >> 1) ^ (isOdd & 0x9908_B0DF)
  }

  private mutating func next64() -> UInt64 {
    let high = UInt64(next32())
    return high << 32 | UInt64(next32())
  }

  /// `randint(0, count)`: masked rejection. One possible value takes no draw.
  package mutating func index(below count: Int) -> Int {
    let last = UInt64(count - 1)
    guard last > 0 else { return 0 }
    let mask = UInt64.max >> UInt64(last.leadingZeroBitCount)
    var value: UInt64
    repeat {
      value = (last <= 0xFFFF_FFFF ? UInt64(next32()) : next64()) & mask
    } while value > last
    return Int(value)
  }

  /// `randint(0, count, wanted)`: as many, without a branch for those that are rejected.
  package mutating func indices<Index: FixedWidthInteger>(
    below count: Int, _ wanted: Int, into target: UnsafeMutablePointer<Index>
  ) {
    guard count > 1, let last = UInt32(exactly: count - 1) else {
      for place in 0..<wanted {
        target[place] = Index(truncatingIfNeeded: index(below: count))
      }
      return
    }
    let mask = UInt32.max >> UInt32(last.leadingZeroBitCount)
    var found = 0
    while found < wanted {
      // Each word is an index at most: so none is taken too many.
      for word in take(wanted &- found) {
        let value = MersenneTwister.tempered(words[unchecked: word]) & mask
        target[found] = Index(truncatingIfNeeded: value)
        // 1 up to the last one, 0 beyond it.
        found &+= 1 &+ (Int(last) &- Int(value)) >> 63
      }
    }
  }

  /// `random_sample(wanted)`.
  package mutating func fractions(_ wanted: Int, into target: UnsafeMutablePointer<Double>) {
    var found = 0
    while found < wanted {
      let pairs = min(wanted &- found, (MersenneTwister.wordCount &- position) / 2)
      let first = position
      for pair in 0..<pairs {
        target[found &+ pair] = MersenneTwister.fraction(
          MersenneTwister.tempered(words[first &+ 2 &* pair]),
          MersenneTwister.tempered(words[first &+ 2 &* pair &+ 1]))
      }
      position &+= 2 &* pairs
      found &+= pairs
      // The next one needs new words.
      if found < wanted {
        target[found] = fraction()
        found &+= 1
      }
    }
  }

  /// The places of the next words, up to so many, which count as used.
  private mutating func take(_ most: Int) -> Range<Int> {
    refillIfUsedUp()
    let first = position
    position = min(MersenneTwister.wordCount, first &+ most)
    return first..<position
  }

  /// `random_sample()`: a number in [0, 1) with 53 bits.
  package mutating func fraction() -> Double {
    let first = next32()
    return MersenneTwister.fraction(first, next32())
  }

  @inline(__always)
  private static func fraction(_ first: UInt32, _ second: UInt32) -> Double {
    (Double(first >> 5) * 67_108_864 + Double(second >> 6)) * 0x1p-53
  }

  /// `standard_normal()`: the polar method (Marsaglia and Bray, SIAM Review 6(3), 1964).
  package mutating func normal() -> Double {
    if let normal = nextNormal {
      nextNormal = nil
      return normal
    }
    var first: Double
    var second: Double
    var square: Double
    repeat {
      first = 2 * fraction() - 1
      second = 2 * fraction() - 1
      square = first * first + second * second
    } while square >= 1 || square == 0
    let factor = (-2 * support_log(square) / square).squareRoot()
    nextNormal = factor * first
    return factor * second
  }

  /// `beta(a, b)` for a and b above 1: from two gamma numbers.
  package mutating func beta(_ a: Double, _ b: Double) -> Double {
    let first = gamma(a)
    return first / (first + gamma(b))
  }

  /// `standard_gamma(shape)` for a shape above 1 (Marsaglia and Tsang, ACM TOMS 26(3), 2000).
  private mutating func gamma(_ shape: Double) -> Double {
    let b = shape - 1.0 / 3
    let c = 1 / (9 * b).squareRoot()
    while true {
      var x: Double
      var v: Double
      repeat {
        x = normal()
        v = 1 + c * x
      } while v <= 0
      v = v * v * v
      let u = fraction()
      if u < 1 - 0.0331 * (x * x) * (x * x) { return b * v }
      if support_log(u) < 0.5 * x * x + b * (1 - v + support_log(v)) { return b * v }
    }
  }
}
