import CKernels

/// What each thread needs for itself, `apart` bytes from what the next one needs: threads that
/// write to one cache line wait for each other.
struct TreeWorkspaces: ~Copyable {
  private let memory: Buffer<UInt8>
  private let layout: Layout
  private let workers: Int

  private static let apart = 128

  /// Where everything is, in bytes from where the memory of a thread begins.
  fileprivate struct Layout {
    private(set) var bytes = 0
    let k: Int
    private(set) var sketches = 0
    private(set) var norms = 0
    private(set) var reaches = 0
    private(set) var centre = 0
    private(set) var rows = 0
    private(set) var sources = 0
    private(set) var numbers = 0
    private(set) var distances = 0
    private(set) var neighbors = 0
    private(set) var homes = 0
    private(set) var homeCount = 0
    private(set) var steps = 0
    private(set) var tile = 0
    private(set) var lanes = 0
    private(set) var limits = 0
    private(set) var survivors = 0
    private(set) var effort = 0

    /// - Parameters:
    ///   - rows: numbers of the rows of queries that are not among the references.
    ///   - points: of a leaf, at most.
    init(columns: Int, rows: Int, points: Int, k: Int) {
      let block = TreeBlock.step
      self.k = k
      sketches = place(block * columns, Float.self)
      norms = place(block, Float.self)
      reaches = place(block, Float.self)
      centre = place(columns, Float.self)
      self.rows = place(rows, Double.self)
      sources = place(block, Int32.self)
      numbers = place(block, Int64.self)
      distances = place(block * k, Double.self)
      neighbors = place(block * k, Int64.self)
      homes = place(block, TreeSearch.Step.self)
      homeCount = place(1, Int.self)
      steps = place(TreeSearch.depth, TreeSearch.Step.self)
      tile = place(TreeSearch.tile * columns, Float.self)
      lanes = place(TreeSearch.tile, Int.self)
      limits = place(1, SIMD4<Float>.self)
      survivors = place(TreeSearch.tile * points, kernel_narrow_hit.self)
      effort = place(1, TreeSearch.Effort.self)
      bytes += TreeWorkspaces.apart
    }

    private mutating func place<Element>(_ count: Int, _ type: Element.Type) -> Int {
      let start = bytes
      bytes += pieces(count * MemoryLayout<Element>.stride, of: 64) * 64
      return start
    }
  }

  init(columns: Int, rows: Int, points: Int, k: Int, workers: Int) throws(Failure) {
    layout = Layout(columns: columns, rows: rows, points: points, k: k)
    memory = try Buffer<UInt8>(try elements(workers, by: layout.bytes), repeating: 0)
    self.workers = workers
    for worker in 0..<workers {
      parts[worker].effort.pointee = TreeSearch.Effort()
    }
  }

  /// What all threads together did so far.
  func effort() -> TreeSearch.Effort {
    var sum = TreeSearch.Effort()
    for worker in 0..<workers {
      let effort = parts[worker].effort.pointee
      sum.pairs += effort.pairs
      sum.distances += effort.distances
    }
    return sum
  }

  var parts: Parts { Parts(memory: UnsafeMutableRawPointer(memory.base), layout: layout) }

  struct Parts {
    fileprivate let memory: UnsafeMutableRawPointer
    fileprivate let layout: Layout

    subscript(worker: Int) -> TreeSearch.Workspace {
      let start = memory + worker &* layout.bytes
      func part<Element>(_ place: Int) -> UnsafeMutablePointer<Element> {
        (start + place).assumingMemoryBound(to: Element.self)
      }
      return TreeSearch.Workspace(
        sketches: part(layout.sketches), norms: part(layout.norms),
        reaches: part(layout.reaches), centre: part(layout.centre), rows: part(layout.rows),
        sources: part(layout.sources), numbers: part(layout.numbers),
        lists: NeighborLists.Places(
          k: layout.k, distances: part(layout.distances), numbers: part(layout.neighbors)),
        homes: part(layout.homes), homeCount: part(layout.homeCount), steps: part(layout.steps),
        tile: part(layout.tile), lanes: part(layout.lanes), limits: part(layout.limits),
        survivors: part(layout.survivors), effort: part(layout.effort))
    }
  }
}
