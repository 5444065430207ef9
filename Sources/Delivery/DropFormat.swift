import Accounting

/// What a file of a drop folder is made of: a whole batch as bytes. The same batch and chart give the same bytes.
package protocol DropFormat: Sendable {
  /// How the names of such files begin; empty but where the reader wants it.
  var filePrefix: String { get }
  /// How they end, without the dot.
  var fileExtension: String { get }

  /// Why the format cannot name an account; nothing where it can.
  func objection(to account: LedgerAccount) -> String?

  /// - Parameter accounts: each account that the batch uses, and no other, so that other changes of the chart change no
  ///   byte.
  func bytes(of batch: Batch, _ accounts: [LedgerAccount], _ chart: LedgerChart) throws(JournalFailure)
    -> [UInt8]
}

extension DropFormat {
  package var filePrefix: String { "" }
  package func objection(to account: LedgerAccount) -> String? { nil }
}

/// A journal as text is written entry by entry.
package struct JournalDrop: DropFormat {
  private let format: any JournalFormat

  package init(_ format: any JournalFormat) { self.format = format }

  package var fileExtension: String { format.fileExtension }

  package func bytes(
    of batch: Batch, _ accounts: [LedgerAccount], _ chart: LedgerChart
  ) throws(JournalFailure) -> [UInt8] {
    let currencies = Set(batch.entries.map(\.entry.currency)).sorted { $0.code < $1.code }
    let tags = Set(batch.entries.flatMap { $0.tags.map(\.name) }).sorted()
    var bytes = Array(
      format.header(accounts, currencies, tags: tags, opening: batch.entries[0].entry.date).utf8)
    for outgoing in batch.entries { bytes += Array(try format.text(outgoing, chart).utf8) }
    return bytes
  }
}
