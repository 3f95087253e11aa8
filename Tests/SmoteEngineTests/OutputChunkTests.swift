import Testing

@testable import SmoteEngine

/// How outputs are cut: every row is in one chunk, and chunks follow each other.
@Suite struct OutputChunkTests {
  private func requireAll(_ chunks: OutputChunks, _ rows: Int) {
    var next = 0
    for number in 0..<chunks.count {
      #expect(chunks[number].lowerBound == next)
      next = chunks[number].upperBound
    }
    #expect(next == rows)
  }

  @Test(arguments: [0, 1, 6, 7, 8, 1000])
  func byRows(rows: Int) {
    let chunks = OutputChunks(rows, by: 7)
    requireAll(chunks, rows)
    #expect(chunks.count == (rows + 6) / 7)
    #expect((0..<chunks.count).allSatisfy { chunks[$0].count <= 7 && !chunks[$0].isEmpty })
  }

  /// A row belongs to the large page that it begins in, however long it is.
  @Test(
    arguments: [0, 4, 2_097_151, 64, 1_000_000],
    [4, 40, 240, 6272, 2_097_152, 5_000_000])
  func byLargePages(offset: Int, rowBytes: Int) throws {
    let page = OutputChunks.largePage
    let base = try #require(UnsafeMutableRawPointer(bitPattern: 37 * page + offset))
    for rows in [1, 2, 3 * page / rowBytes + 5] {
      let chunks = OutputChunks(rows, from: base, rowBytes: rowBytes)
      requireAll(chunks, rows)
      for number in 0..<chunks.count {
        for row in [chunks[number].first, chunks[number].last].compactMap({ $0 }) {
          #expect((offset + row * rowBytes) / page == number)
        }
      }
    }
  }
}
