import CKernels

/// A search through a sieve: distances in float32 tell which points may be near, and only of
/// these are the canonical distances computed.
///
/// That no neighbour slips through follows from the bound of `Sketch`, whose numbers are here
/// those of the row. With the largest norm of a slice of points it is the limit that the slice
/// is asked for. It is worth nothing where the columns are so different in scale that the norms
/// are 2^24 times as large as the distances looked for: then too many points pass, and the chunk
/// of queries goes back to the kernels of float64.
struct Prefilter {
  let queries: Points
  let references: Points
  let metric: Metric.Form
  let sketch: Sketch.View
  let kernels: kernel_table
  let oneTable: Bool
  let shape: Shape

  /// Sizes of the blocks.
  struct Shape {
    let lanes: Int
    let tile: Int
    let columns: Int
    /// Points that are packed at a time, and that a chunk of queries meets at a time.
    let panelPoints: Int
    let sliceGroups: Int
    /// Queries that a thread takes at a time.
    let chunkQueries: Int

    init(columns: Int, lanes: Int, queries: Int, references: Int) {
      tile = Int(KERNEL_QUERIES)
      self.lanes = lanes
      self.columns = columns
      let groups = (references + lanes - 1) / lanes
      panelPoints = lanes * min(max((16 << 20) / (8 * columns * lanes), 1), groups)
      sliceGroups = min(max((64 << 10) / (4 * columns * lanes), 1), panelPoints / lanes)
      let tiles = min(max((256 << 10) / (8 * columns * tile), 1), 16)
      chunkQueries = min(tiles * tile, (queries + tile - 1) / tile * tile)
    }

    var groupElements: Int { columns * lanes }
    var panelGroups: Int { panelPoints / lanes }
    /// Hits that one call of the kernel can find.
    var hits: Int { tile * sliceGroups * lanes }
  }

  /// Packed references of a panel.
  struct Panel: ~Copyable {
    /// For the kernel: centred, rounded.
    let narrow: Buffer<Float>
    /// Row by row, as the canonical distance takes them.
    let exact: Buffer<Double>
    /// The largest norm of each group.
    let norms: Buffer<Double>

    init(_ shape: Shape) throws(Failure) {
      let narrow = try Buffer<Float>(shape.panelGroups * shape.groupElements)
      let exact = try Buffer<Double>(shape.panelPoints * shape.columns)
      let norms = try Buffer<Double>(shape.panelGroups)
      self.narrow = consume narrow
      self.exact = consume exact
      self.norms = consume norms
    }

    var view: View { View(narrow: narrow.base, exact: exact.base, norms: norms.base) }

    struct View {
      let narrow: UnsafeMutablePointer<Float>
      let exact: UnsafeMutablePointer<Double>
      let norms: UnsafeMutablePointer<Double>
    }
  }

  // MARK: Packing

  /// Packs one group of references.
  func pack(group: Int, first: Int, into panel: Panel.View) {
    let lanes = shape.lanes
    let start = first &+ group &* lanes
    let points = start..<min(start &+ lanes, references.count)
    let exact = panel.exact + group &* lanes &* shape.columns
    references.read(points, metric, into: exact)
    panel.norms[group] = narrow(
      points.count, exact, lanes: lanes, into: panel.narrow + group &* shape.groupElements)
  }

  /// Draws the sketches of rows, `lanes` side by side; what remains of the lanes is NaN.
  ///
  /// - Returns: the largest distance from the centre.
  func narrow(
    _ count: Int, _ rows: UnsafePointer<Double>, lanes: Int,
    into target: UnsafeMutablePointer<Float>
  ) -> Double {
    var largest = 0.0
    for lane in 0..<lanes {
      guard lane < count else {
        for column in 0..<shape.columns {
          target[column &* lanes &+ lane] = .nan
        }
        continue
      }
      let norm = sketch.draw(rows + lane &* shape.columns, into: target + lane, step: lanes)
      largest = max(largest, norm)
    }
    return largest
  }

  // MARK: Meeting

  /// One chunk of queries against a panel.
  ///
  /// - Returns: whether the sieve was worth it; if not, the chunk is not done.
  func meet(
    chunk: Int, first: Int, groups: Int, _ panel: Panel.View, _ lists: NeighborLists.Places,
    _ workspace: Workspace
  ) -> Bool {
    let start = chunk &* shape.chunkQueries
    let range = start..<min(start &+ shape.chunkQueries, queries.count)
    let tiles = (range.count &+ shape.tile &- 1) / shape.tile
    queries.read(range, metric, into: workspace.exact)
    for tile in 0..<tiles {
      let place = tile &* shape.tile
      workspace.norms[tile] = narrow(
        min(shape.tile, range.count &- place), workspace.exact + place &* shape.columns,
        lanes: shape.tile, into: workspace.narrow + place &* shape.columns)
      guard workspace.norms[tile] < Sketch.largestNorm else { return false }
    }
    var survivors = 0
    var met = 0
    var slice = 0
    // As in Search: short slices first, until the lists are full.
    var length = 1 + lists.k / shape.lanes
    while slice < groups {
      let end = min(slice &+ min(length, shape.sliceGroups), groups)
      length = min(2 &* length, shape.sliceGroups)
      var norm = 0.0
      for group in slice..<end {
        norm = max(norm, panel.norms[group])
      }
      guard norm < Sketch.largestNorm else { return false }
      for tile in 0..<tiles {
        let place = tile &* shape.tile
        survivors &+= sift(
          queries: range.lowerBound
            &+ place..<min(
              range.lowerBound &+ place &+ shape.tile, range.upperBound),
          tile, slice..<end, first: first, norm, panel, lists, workspace)
      }
      met &+= range.count &* (end &- slice) &* shape.lanes
      // Lists that are still filling up let much through.
      if slice > 64 && survivors > met / 8 { return false }
      slice = end
    }
    return true
  }

  /// One tile of queries against one slice of the panel.
  private func sift(
    queries range: Range<Int>, _ tile: Int, _ groups: Range<Int>, first: Int, _ norm: Double,
    _ panel: Panel.View, _ lists: NeighborLists.Places, _ workspace: Workspace
  ) -> Int {
    let firstPoint = first &+ groups.lowerBound &* shape.lanes
    let firstNumber = references.number(firstPoint)
    // Tiles that are not full meet limits that nothing is within.
    var reaches = SIMD4<Double>(repeating: .nan)
    for index in 0..<range.count {
      reaches[index] = lists.limit(range.lowerBound &+ index, forNumbersFrom: firstNumber)
    }
    let norms = SIMD4(repeating: Float(workspace.norms[tile]))
    var limits = sketch.limits(sketch.reaches(reaches, norms: norms), norm: Float(norm))
    let found = withUnsafePointer(to: &limits) { limits in
      limits.withMemoryRebound(to: Float.self, capacity: 4) { limits in
        kernels.narrow_within(
          workspace.narrow + tile &* shape.tile &* shape.columns,
          panel.narrow + groups.lowerBound &* shape.groupElements, Int64(shape.columns),
          Int64(groups.count), limits, workspace.hits)
      }
    }
    let survivors = Survivors(
      hits: workspace.hits, count: Int(found),
      queries: workspace.exact + tile &* shape.tile &* shape.columns,
      points: panel.exact + groups.lowerBound &* shape.lanes &* shape.columns)
    var index = 0
    while index < survivors.count {
      let distances = survivors.distances(from: index, metric)
      for lane in 0..<min(4, survivors.count &- index) {
        let hit = workspace.hits[index &+ lane]
        let query = range.lowerBound &+ Int(hit.query)
        let number = references.number(firstPoint &+ Int(hit.point))
        if oneTable && number == queries.number(query) { continue }
        lists.insert(number, at: distances[lane], query: query)
      }
      index &+= 4
    }
    return survivors.count
  }

  /// What a thread needs for itself.
  struct Workspace {
    let exact: UnsafeMutablePointer<Double>
    let narrow: UnsafeMutablePointer<Float>
    let norms: UnsafeMutablePointer<Double>
    let hits: UnsafeMutablePointer<kernel_narrow_hit>
  }
}
