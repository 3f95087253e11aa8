extension TreeSearch {
  /// The first queries of some chunks, from all over the tree.
  struct Trial {
    let chunks: Int
    private let stride: Int
    private let some: Int
    private let prices: Prices
    /// For each query: what it may cost.
    private let most: Double

    init(chunks all: Int, queries: Int, prices: Prices, most: Double) {
      chunks = min(all, 8)
      stride = all / chunks
      some = min(32, queries)
      self.prices = prices
      self.most = most
    }

    var queries: Int { chunks * some }

    /// The chunk that one of the trial is.
    func chunk(_ number: Int) -> Int { number &* stride }

    /// How many queries of a chunk are in the trial.
    func queries(of chunk: Int) -> Int {
      chunk % stride == 0 && chunk / stride < chunks ? some : 0
    }

    /// Whether the whole trial may cost what it took one thread so far, or less.
    func isWorthwhile(_ effort: Effort) -> Bool {
      prices.cost(of: effort) <= most * Double(queries)
    }
  }

  /// What it took so far.
  struct Effort: BitwiseCopyable {
    /// Pairs of a query and a point of a leaf.
    var pairs = 0
    /// Canonical distances.
    var distances = 0
  }

  /// What it costs.
  struct Prices {
    let pair: Double
    let distance: Double

    func cost(of effort: Effort) -> Double {
      Double(effort.pairs) * pair + Double(effort.distances) * distance
    }
  }
}
