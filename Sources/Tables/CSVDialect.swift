/// How a table is written down.
package struct CSVDialect: Sendable, Hashable {
  package var separator: UInt8
  package var encoding: TextEncoding
  /// A longer row is a broken quote or an attack, never a row.
  package var rowLimit: Int

  package init(
    separator: UInt8 = UInt8(ascii: ","), encoding: TextEncoding = .utf8, rowLimit: Int = 1 << 20
  ) {
    self.separator = separator
    self.encoding = encoding
    self.rowLimit = rowLimit
  }

  /// Comma and UTF-8: the files of the contract.
  package static let canonical = CSVDialect()
}
