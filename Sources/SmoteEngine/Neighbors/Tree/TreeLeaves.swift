/// The sketches of the leaves, packed for the kernels: group after group.
struct TreeLeaves: ~Copyable {
  private let packed: Buffer<Float>
  private let starts: Buffer<Int>
  private let mostPoints: Int
  private let lanes: Int
  private let columns: Int

  init(
    _ sketches: UnsafePointer<Float>, _ width: Int, _ tree: KDTree.View, lanes: Int,
    _ crew: inout Crew
  ) throws(Failure) {
    let starts = try Buffer<Int>(tree.leaves + 1)
    starts[0] = 0
    var mostGroups = 0
    for leaf in 0..<tree.leaves {
      let count = tree.nodes[tree.innerNodes + leaf].count
      let groups = pieces(count, of: lanes)
      mostGroups = max(mostGroups, groups)
      starts[leaf + 1] = starts[leaf] + groups
    }
    let packed = try Buffer<Float>(starts[tree.leaves] * lanes * (width - 1))
    let workers = crew.workers(
      chunks: tree.leaves, nanoseconds: Double(packed.count) * 2)
    try crew.share(
      tree.leaves, workers: workers,
      Packing(
        sketches: sketches, width: width, tree: tree, lanes: lanes, starts: starts.base,
        packed: packed.base))
    mostPoints = mostGroups * lanes
    self.lanes = lanes
    columns = width - 1
    self.packed = consume packed
    self.starts = consume starts
  }

  private struct Packing: Work {
    let sketches: UnsafePointer<Float>
    let width: Int
    let tree: KDTree.View
    let lanes: Int
    let starts: UnsafePointer<Int>
    let packed: UnsafeMutablePointer<Float>

    static var threadEntry: ThreadEntry { { Job<Packing>.enter($0) } }

    func run(worker: Int, chunk leaf: Int) {
      let node = tree.nodes[tree.innerNodes &+ leaf]
      let columns = width &- 1
      for group in starts[leaf]..<starts[leaf &+ 1] {
        let first = node.start &+ (group &- starts[leaf]) &* lanes
        let target = packed + group &* lanes &* columns
        for lane in 0..<lanes {
          guard first &+ lane < node.end else {
            for column in 0..<columns {
              target[column &* lanes &+ lane] = .nan
            }
            continue
          }
          let sketch = sketches + tree.order[first &+ lane] &* width
          for column in 0..<columns {
            target[column &* lanes &+ lane] = sketch[column]
          }
        }
      }
    }
  }

  /// For as long as the leaves last.
  var view: View {
    View(
      packed: packed.base, starts: starts.base, mostPoints: mostPoints, lanes: lanes,
      columns: columns)
  }

  struct View {
    fileprivate let packed: UnsafePointer<Float>
    /// The first group of each leaf.
    fileprivate let starts: UnsafePointer<Int>
    /// Of a leaf, places that are not filled included.
    let mostPoints: Int
    /// Points of a group.
    let lanes: Int
    fileprivate let columns: Int

    @inline(__always)
    subscript(leaf: Int) -> Leaf {
      Leaf(
        points: packed + starts[leaf] &* lanes &* columns,
        groups: starts[leaf &+ 1] &- starts[leaf])
    }
  }

  struct Leaf {
    let points: UnsafePointer<Float>
    let groups: Int
  }
}
