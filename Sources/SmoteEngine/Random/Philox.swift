/// Philox4x32-10, a counter-based generator: any draw can be made anywhere, in any
/// order, by any thread (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as
/// easy as 1, 2, 3", SC 2011).
package struct Philox {
  private let key: (UInt32, UInt32)

  package init(seed: UInt64) {
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
  }

  /// What a draw is for. Draws for different purposes never share a counter.
  package enum Purpose: UInt32 {
    /// Which neighbour, and the gap.
    case interpolation = 0
    /// Which row to interpolate from.
    case base = 1
    /// Normal numbers, two columns at a time.
    case noise = 2
    /// Which of equally frequent categories, a column each.
    case vote = 3
    /// Which row becomes the centre of a cluster; without a label.
    case centre = 4
    /// Which rows of a class stay.
    case selection = 5
  }

  /// The 128 random bits that belong to one number of one class.
  ///
  /// - Parameters:
  ///   - number: below 2^56, as all numbers of rows are.
  ///   - part: for purposes that take more bits; below 2^31.
  package func draw(_ purpose: Purpose, label: Int32, number: Int, part: Int = 0) -> Draw {
    let number = UInt64(bitPattern: Int64(number))
    let counter = SIMD4<UInt32>(
      UInt32(truncatingIfNeeded: number),
      UInt32(truncatingIfNeeded: number >> 32) | UInt32(truncatingIfNeeded: part >> 24) << 24,
      UInt32(bitPattern: label),
      purpose.rawValue | UInt32(truncatingIfNeeded: part) << 8)
    return Draw(words: block(counter))
  }

  /// One block of the generator: ten rounds of multiplication and exchange. (By numbers rather
  /// than a vector, which each round would take apart and put together.)
  package func block(_ counter: SIMD4<UInt32>) -> SIMD4<UInt32> {
    var (x, y, z, w) = (counter.x, counter.y, counter.z, counter.w)
    var key = key
    for round in 0..<10 {
      if round > 0 {
        key.0 &+= 0x9E37_79B9
        key.1 &+= 0xBB67_AE85
      }
      let left = UInt64(0xD251_1F53) &* UInt64(x)
      let right = UInt64(0xCD9E_8D57) &* UInt64(z)
      x = UInt32(truncatingIfNeeded: right >> 32) ^ y ^ key.0
      y = UInt32(truncatingIfNeeded: right)
      z = UInt32(truncatingIfNeeded: left >> 32) ^ w ^ key.1
      w = UInt32(truncatingIfNeeded: left)
    }
    return SIMD4(x, y, z, w)
  }

  /// Two independent numbers of 64 bits.
  package struct Draw {
    fileprivate let words: SIMD4<UInt32>

    private var first: UInt64 { UInt64(words.y) << 32 | UInt64(words.x) }
    private var second: UInt64 { UInt64(words.w) << 32 | UInt64(words.z) }

    /// Two independent normal numbers.
    package var normals: (Double, Double) { (normal(first), normal(second)) }

    /// From the middle of one of 2^52 equal parts of (0, 1), none of which is 0 or 1.
    private func normal(_ bits: UInt64) -> Double {
      normalQuantile((Double(bits >> 12) + 0.5) * 0x1p-52)
    }

    /// A number in `0 ..< count`, from the first 64 bits: the high half of a product.
    /// No number is more than `count / 2^64` likelier than another.
    package func index(below count: Int) -> Int {
      Int(truncatingIfNeeded: first.multipliedFullWidth(by: UInt64(count)).high)
    }

    /// A number in [0, 1) with 53 bits, from the second 64 bits.
    package var fraction: Double { Double(second >> 11) * 0x1p-53 }
  }
}
