import Findings
import Tables

/// Reads tables under a profile, which it recognises by their columns.
protocol ProfileDecoder: Decoder {
  var profileName: String { get }
  var head: ProfileHead { get }
  /// Says where else a separator may be changed than in the profile.
  var separatorRemedy: String { get }
}

extension ProfileDecoder {
  package func recognises(_ head: [UInt8]) -> Bool { self.head.dialect(of: head) != nil }

  /// The columns of the profile that a header lacks, if it has at least half of them; under another separator where
  /// one is given.
  func lacks(_ head: [UInt8], separator: UInt8? = nil) -> [String]? {
    self.head.lacks(head, separator: separator)
  }
}

/// What a profile says of the header of a table.
struct ProfileHead {
  /// Every column that must be there; names are compared without regard to case.
  var columns: [String]
  var separators: [UInt8]
  var encodings: [TextEncoding]
  var skipFirst: Int

  /// The first separator and encoding under which every column is there.
  func dialect(of head: [UInt8]) -> CSVDialect? {
    dialects(separators).first { missing(head, $0)?.isEmpty ?? false }
  }

  func lacks(_ head: [UInt8], separator: UInt8?) -> [String]? {
    let best = dialects(separator.map { [$0] } ?? separators).compactMap { missing(head, $0) }
      .min { $0.count < $1.count }
    guard let best, best.count * 2 <= columns.count else { return nil }
    return best
  }

  private func dialects(_ separators: [UInt8]) -> [CSVDialect] {
    encodings.flatMap { encoding in
      separators.map { CSVDialect(separator: $0, encoding: encoding) }
    }
  }

  private func missing(_ head: [UInt8], _ dialect: CSVDialect) -> [String]? {
    guard let header = TableHead.row(skipFirst + 1, of: head, dialect) else { return nil }
    let names = header.map { $0.lowercased() }
    return columns.filter { !names.contains($0.lowercased()) }
  }
  /// Pulls a table through a reader: first its header, then its rows, without those that the profile skips.
  func read(
    _ source: inout some ByteSource, _ reader: CSVReader, skippingLast skipLast: Int,
    into findings: inout FindingList, row: (CSVRow, inout FindingList) throws -> Void
  ) throws {
    var rows = 0
    var waiting: [CSVRow] = []
    try CSVRows.read(&source, reader, into: &findings) { next, findings in
      rows += 1
      guard rows > skipFirst else { return }
      guard rows > skipFirst + 1 else { return try row(next, &findings) }
      waiting.append(next)
      if waiting.count > skipLast { try row(waiting.removeFirst(), &findings) }
    }
  }
}
