// The sieve of whole numbers, for CPUs with an instruction for it. Like Kernel.swift, this file is
// compiled once per CPU level, with a vector type of its own.

import CKernels

#if arch(x86_64)
  #if KERNEL_V4
    private typealias Vector = SIMD16<Int32>
  #elseif KERNEL_V3
    private typealias Vector = SIMD8<Int32>
  #else
    private typealias Vector = SIMD4<Int32>
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
    let a: UnsafePointer<Int32>
    let b: UnsafePointer<Int32>

    @inline(__always)
    init(_ terms: kernel_coarse_terms) {
      a = terms.a
      b = terms.b
    }

    /// Those of one query, for all lanes.
    @inline(__always)
    func repeated(_ query: Int) -> Vectors {
      Vectors(a: Vector(repeating: a[query]), b: Vector(repeating: b[query]))
    }

    /// Those of the points from one on.
    @inline(__always)
    func vectors(_ point: Int) -> Vectors {
      Vectors(a: load(a + point), b: load(b + point))
    }
  }

  private struct Vectors {
    let a: Vector
    let b: Vector
  }

  /// See `kernel_table.coarse_mutual`.
  @inline(__always)
  private func mutual(
    queries: UnsafePointer<Int32>, panel: UnsafePointer<Int32>, pairs: Int, queryCount: Int,
    points: Int, _ queryTerms: Terms, _ pointTerms: Terms,
    hits: UnsafeMutablePointer<kernel_coarse_hit>
  ) -> Int {
    let query0 = queryTerms.repeated(0)
    let query1 = queryTerms.repeated(1)
    let query2 = queryTerms.repeated(2)
    let query3 = queryTerms.repeated(3)
    var found = 0
    var group = panel
    for first in stride(from: 0, to: points, by: lanes) {
      let low = pointTerms.vectors(first)
      let high = pointTerms.vectors(first &+ Vector.scalarCount)
      let start0 = (start(query0, low), start(query0, high))
      let start1 = (start(query1, low), start(query1, high))
      let start2 = (start(query2, low), start(query2, high))
      let start3 = (start(query3, low), start(query3, high))
      var sums = (start0, start1, start2, start3)
      add(pairs, queries, group, &sums)
      group += pairs &* lanes
      // Most groups hold nothing near.
      let signs =
        sums.0.0 & sums.0.1 & sums.1.0 & sums.1.1 & sums.2.0 & sums.2.1 & sums.3.0 & sums.3.1
      guard negatives(signs) != all else { continue }
      let valid = min(points &- first, lanes)
      report(0, sums.0, start0, first, valid, hits, &found)
      guard queryCount > 1 else { continue }
      report(1, sums.1, start1, first, valid, hits, &found)
      guard queryCount > 2 else { continue }
      report(2, sums.2, start2, first, valid, hits, &found)
      guard queryCount > 3 else { continue }
      report(3, sums.3, start3, first, valid, hits, &found)
    }
    return found
  }

  private typealias Sums = (Vector, Vector)
  private typealias Tile = (Sums, Sums, Sums, Sums)

  /// max(a(x) + b(y), b(x) + a(y)).
  @inline(__always)
  private func start(_ query: Vectors, _ points: Vectors) -> Vector {
    let one = query.a &+ points.b
    let other = query.b &+ points.a
    return one.replacing(with: other, where: one .< other)
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

  @inline(__always)
  private func report(
    _ query: Int32, _ sums: Sums, _ start: Sums, _ first: Int, _ valid: Int,
    _ hits: UnsafeMutablePointer<kernel_coarse_hit>, _ found: inout Int
  ) {
    let signs = UInt64(negatives(sums.0)) | UInt64(negatives(sums.1)) &<< Vector.scalarCount
    var near = ~signs & (1 &<< UInt64(valid) &- 1)
    guard near != 0 else { return }
    var products = (sums.0 &- start.0, sums.1 &- start.1)
    withUnsafePointer(to: &products) { products in
      let products = UnsafeRawPointer(products).assumingMemoryBound(to: Int32.self)
      while near != 0 {
        let lane = near.trailingZeroBitCount
        hits[found] = kernel_coarse_hit(
          product: products[lane], query: query, point: Int32(truncatingIfNeeded: first &+ lane))
        found &+= 1
        near &= near &- 1
      }
    }
  }

  private var all: UInt32 { 1 &<< UInt32(Vector.scalarCount) &- 1 }

  @inline(__always)
  private func negatives(_ numbers: Vector) -> UInt32 {
    var numbers = numbers
    return kernel_negatives(&numbers)
  }
#endif
