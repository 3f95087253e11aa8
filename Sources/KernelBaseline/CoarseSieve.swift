// The sieve of whole numbers, for CPUs with an instruction for it. Like Kernel.swift, this file is
// compiled once per CPU level, with a vector type of its own.

import CKernels

#if arch(x86_64)
  #if KERNEL_V4
    private typealias Vector = SIMD16<Int32>
    private typealias Pairs = SIMD8<UInt64>
  #elseif KERNEL_V3
    private typealias Vector = SIMD8<Int32>
    private typealias Pairs = SIMD4<UInt64>
  #else
    private typealias Vector = SIMD4<Int32>
    private typealias Pairs = SIMD2<UInt64>
  #endif

  /// Two vectors of points against four queries, as in Sieve.swift.
  private var lanes: Int { 2 * Vector.scalarCount }

  func fillCoarseSieve(_ kernels: UnsafeMutablePointer<kernel_table>) {
    kernels.pointee.coarse_mutual = {
      queries, panel, pairs, queryCount, points, queryTerms, pointTerms, hits in
      guard let queries, let panel, let hits else { return 0 }
      return Int64(
        mutual(
          queries: queries, panel: panel, pairs: Int(pairs), queryCount: Int(queryCount),
          points: Int(points), Terms(queryTerms), Terms(pointTerms), hits: hits))
    }
  }

  private struct Terms {
    let squares: UnsafePointer<Int32>
    let allowances: UnsafePointer<Int32>

    @inline(__always)
    init(_ terms: kernel_coarse_terms) {
      squares = terms.squares
      allowances = terms.allowances
    }

    /// Those of one query, for all lanes.
    @inline(__always)
    func repeated(_ query: Int) -> Vectors {
      Vectors(
        squares: Vector(repeating: squares[query]), allowances: Vector(repeating: allowances[query])
      )
    }

    /// Those of the points from one on.
    @inline(__always)
    func vectors(_ point: Int) -> Vectors {
      Vectors(squares: load(squares + point), allowances: load(allowances + point))
    }
  }

  private struct Vectors {
    let squares: Vector
    let allowances: Vector
  }

  /// See `kernel_table.coarse_mutual`.
  @inline(__always)
  private func mutual(
    queries: UnsafePointer<Int32>, panel: UnsafePointer<Int32>, pairs: Int, queryCount: Int,
    points: Int, _ queryTerms: Terms, _ pointTerms: Terms,
    hits: UnsafeMutablePointer<kernel_narrow_hit>
  ) -> Int {
    let query0 = queryTerms.repeated(0)
    let query1 = queryTerms.repeated(1)
    let query2 = queryTerms.repeated(2)
    let query3 = queryTerms.repeated(3)
    var found = 0
    var group = panel
    for first in stride(from: 0, to: points, by: lanes) {
      var sums = tile()
      add(pairs, queries, group, &sums)
      group += pairs &* lanes
      let low = pointTerms.vectors(first)
      let high = pointTerms.vectors(first &+ Vector.scalarCount)
      let rest0 = (rest(sums.0.0, query0, low), rest(sums.0.1, query0, high))
      let rest1 = (rest(sums.1.0, query1, low), rest(sums.1.1, query1, high))
      let rest2 = (rest(sums.2.0, query2, low), rest(sums.2.1, query2, high))
      let rest3 = (rest(sums.3.0, query3, low), rest(sums.3.1, query3, high))
      // Most groups hold nothing near.
      let signs =
        rest0.0 & rest0.1 & rest1.0 & rest1.1 & rest2.0 & rest2.1 & rest3.0 & rest3.1
      guard !areNegative(signs) else { continue }
      let valid = min(points &- first, lanes)
      report(rest0, 0, first, valid, hits, &found)
      if queryCount > 1 { report(rest1, 1, first, valid, hits, &found) }
      if queryCount > 2 { report(rest2, 2, first, valid, hits, &found) }
      if queryCount > 3 { report(rest3, 3, first, valid, hits, &found) }
    }
    return found
  }

  private typealias Sums = (Vector, Vector)
  private typealias Tile = (Sums, Sums, Sums, Sums)

  @inline(__always)
  private func tile() -> Tile {
    let none = (Vector.zero, Vector.zero)
    return (none, none, none, none)
  }

  @inline(__always)
  private func load(_ pointer: UnsafePointer<Int32>) -> Vector {
    UnsafeRawPointer(pointer).loadUnaligned(as: Vector.self)
  }

  /// Adds the products of all pairs to the sums.
  @inline(__always)
  private func add(
    _ pairs: Int, _ queries: UnsafePointer<Int32>, _ group: UnsafePointer<Int32>,
    _ sums: inout Tile
  ) {
    var query = queries
    var points = group
    for _ in 0..<pairs {
      let low = load(points)
      let high = load(points + Vector.scalarCount)
      add(&sums.0, low, high, query[0])
      add(&sums.1, low, high, query[1])
      add(&sums.2, low, high, query[2])
      add(&sums.3, low, high, query[3])
      points += lanes
      query += Int(KERNEL_QUERIES)
    }
  }

  @inline(__always)
  private func add(_ sums: inout Sums, _ low: Vector, _ high: Vector, _ query: Int32) {
    var value = Vector(repeating: query)
    var low = low
    var high = high
    kernel_add_products(&sums.0, &low, &value)
    kernel_add_products(&sums.1, &high, &value)
  }

  /// 2 x.y - min(a(x) + s(y), s(x) + a(y)): by how much the pairs are within their limits.
  @inline(__always)
  private func rest(_ products: Vector, _ query: Vectors, _ points: Vectors) -> Vector {
    let one = query.allowances &+ points.squares
    let other = query.squares &+ points.allowances
    return products &+ products &- one.replacing(with: other, where: other .< one)
  }

  @inline(__always)
  private func report(
    _ rest: Sums, _ query: Int32, _ first: Int, _ valid: Int,
    _ hits: UnsafeMutablePointer<kernel_narrow_hit>, _ found: inout Int
  ) {
    guard !areNegative(rest.0 & rest.1) else { return }
    var numbers = rest
    withUnsafePointer(to: &numbers) { numbers in
      let numbers = UnsafeRawPointer(numbers).assumingMemoryBound(to: Int32.self)
      for lane in 0..<valid where numbers[lane] >= 0 {
        hits[found] = kernel_narrow_hit(
          bound: 0, query: query, point: Int32(truncatingIfNeeded: first &+ lane))
        found &+= 1
      }
    }
  }

  // Questions to all lanes, as in Sieve.swift.

  /// Whether all numbers have a minus sign.
  @inline(__always)
  private func areNegative(_ numbers: Vector) -> Bool {
    let signs: UInt64 = 0x8000_0000_8000_0000
    return common(unsafeBitCast(numbers, to: Pairs.self)) & signs == signs
  }
#endif
