/// Cuts bytes into lines, however the pieces fall. Memory is bounded by a piece and a line.
struct RecordSplitter {
  /// Far beyond the longest record of any standard: a longer line is not a record.
  static let limit = 16_384

  private var bytes: [UInt8] = []
  private var start = 0
  private var searched = 0
  private var isComplete = false
  /// Offset in the file of the line that comes next.
  private(set) var byte = 0
  private(set) var line = 1

  mutating func take(_ piece: [UInt8]) {
    bytes.removeFirst(start)
    searched -= start
    start = 0
    bytes += piece
  }

  mutating func finish() { isComplete = true }

  /// True once a line without an end has grown beyond the limit.
  var isOverlong: Bool { bytes.count - start > Self.limit && searched == bytes.count }

  /// The next whole line, or what is left once the file has ended.
  mutating func next() -> FixedWidthRecord? {
    while searched < bytes.count, bytes[searched] != 10 { searched += 1 }
    if searched < bytes.count {
      let hasReturn = searched > start && bytes[searched - 1] == 13
      let end = hasReturn ? searched - 1 : searched
      searched += 1
      return cut(to: end, hasReturn ? .carriageReturnLineFeed : .lineFeed)
    }
    guard isComplete, start < bytes.count else { return nil }
    return cut(to: bytes.count, .endOfFile)
  }

  private mutating func cut(to end: Int, _ ending: FixedWidthRecord.Ending) -> FixedWidthRecord {
    let record = FixedWidthRecord(
      bytes: bytes, start: start, length: end - start, ending: ending, line: line, byte: byte)
    byte += searched - start
    line += 1
    start = searched
    return record
  }
}
