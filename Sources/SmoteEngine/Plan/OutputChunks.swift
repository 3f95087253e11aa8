/// How the rows of an output are cut, for threads to write.
///
/// Memory that is new has to be filled with 0 by the system, page by page, when a thread first
/// writes to it. Many systems give large arrays large pages, of 2 MiB, and two threads that write
/// to one of these at a time both fill it. So where an output is one block of memory that has
/// several large pages for each thread, a chunk is what begins in one.
struct OutputChunks {
  let count: Int
  private let rows: Int
  /// What a row takes, what a chunk takes, and what is before the first row in its chunk: all of
  /// them in bytes, or in rows.
  private let row: Int
  private let chunk: Int
  private let offset: Int

  static let largePage = 2 << 20

  /// Chunks of so many rows.
  init(_ rows: Int, by chunkRows: Int) {
    self.init(rows, row: 1, chunk: chunkRows, offset: 0)
  }

  /// Chunks that each begin in a large page of their own.
  init(_ rows: Int, from base: UnsafeMutableRawPointer, rowBytes: Int) {
    self.init(
      rows, row: rowBytes, chunk: OutputChunks.largePage,
      offset: Int(bitPattern: base) & (OutputChunks.largePage - 1))
  }

  private init(_ rows: Int, row: Int, chunk: Int, offset: Int) {
    self.rows = rows
    self.row = row
    self.chunk = chunk
    self.offset = offset
    count = rows > 0 ? (offset + (rows - 1) * row) / chunk + 1 : 0
  }

  /// The rows of a chunk, of which there may be none.
  subscript(number: Int) -> Range<Int> { first(number)..<first(number &+ 1) }

  private func first(_ number: Int) -> Int {
    max(0, min(rows, (number &* chunk &- offset &+ row &- 1) / row))
  }
}
