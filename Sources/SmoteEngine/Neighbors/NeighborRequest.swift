import CSmote

/// A search as `smote_neighbors()` offers it; the fields are those of `smote_search`,
/// checked.
package struct NeighborRequest {
  package let queries: Table
  package let references: Table
  package let k: Int
  let firstQuery: Int64
  let firstReference: Int64
  let oneTable: Bool
  package let resume: Bool
  package let threads: Int32
  let scale: smote_scale
  let columnWeights: UnsafePointer<Double>?

  package init(
    queries: Table, references: Table, k: Int, firstQuery: Int64, firstReference: Int64,
    oneTable: Bool, resume: Bool, threads: Int32, scale: smote_scale,
    columnWeights: UnsafePointer<Double>?
  ) {
    self.queries = queries
    self.references = references
    self.k = k
    self.firstQuery = firstQuery
    self.firstReference = firstReference
    self.oneTable = oneTable
    self.resume = resume
    self.threads = threads
    self.scale = scale
    self.columnWeights = columnWeights
  }
}
