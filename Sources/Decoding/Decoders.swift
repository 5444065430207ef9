package import Findings
import Tables

/// Every decoder of the house.
package struct Decoders: Sendable {
  package enum Choice: Sendable {
    case decoder(any Decoder)
    /// Nobody reads this: what it looks like, and what is nearest to it.
    case unknown(Finding)
  }

  private let vektis = VektisDecoder()
  private let declarations = CanonicalDecoder<DeclarationTable>()
  private let awards = CanonicalDecoder<AwardTable>()
  private let specifications = CanonicalDecoder<SpecificationTable>()
  private let profiled: [any ProfileDecoder]
  private let known: [any Decoder]

  /// - Parameters: profiles of the settings; one that has the name of a shipped profile replaces it.
  package init(profiles: [ReceiptProfile] = [], specifications own: [SpecificationProfile] = []) {
    let names = Set(profiles.map(\.name) + own.map(\.name))
    let receipts = profiles + ReceiptProfile.shipped.filter { !names.contains($0.name) }
    let payers = own + SpecificationProfile.shipped.filter { !names.contains($0.name) }
    profiled =
      receipts.map { ReceiptDecoder($0) as any ProfileDecoder } + payers.map { SpecificationDecoder($0) }
    // The one place to register a decoder.
    known = [vektis, CamtDecoder(), declarations, awards, specifications] + profiled
  }

  /// Chooses by the first bytes (up to 4,096), never by the name, which only appears in the finding. Two formats that
  /// both fit are a finding too: nothing is chosen silently.
  package func decoder(for head: [UInt8], named name: String) -> Choice {
    let fitting = known.filter { $0.recognises(head) }
    if fitting.count == 1 { return .decoder(fitting[0]) }
    let start = Position(file: name, line: 1, column: 1, byte: 0)
    if fitting.count > 1 {
      let names = fitting.compactMap { ($0 as? any ProfileDecoder)?.profileName }.joined(separator: " and ")
      return .unknown(
        Finding(
          "several-formats", at: start, "the header fits more than one profile: \(names)",
          remedy: "make the columns of these profiles differ, or remove one"))
    }
    guard !head.isEmpty else {
      return .unknown(
        Finding(
          "unknown-format", at: start, "the file is empty",
          remedy: "ask whoever made it for the file again; nothing was lost"))
    }
    if let foreign = ForeignFile(head) {
      return .unknown(
        Finding("unknown-format", at: start, "the file is \(foreign.name)", remedy: foreign.remedy))
    }
    if let finding = wideCharacters(head, at: start) ?? vektis.unknown(head, named: name)
      ?? otherwiseSeparated(head, at: start) ?? TableHead.fault(of: head, in: name)
    {
      return .unknown(finding)
    }
    return .unknown(
      Finding(
        "unknown-format", at: start, "the file is in no format that is known", remedy: nearest(head)))
  }

  /// "Unicode text" of a spreadsheet.
  private func wideCharacters(_ head: [UInt8], at start: Position) -> Finding? {
    guard head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) else { return nil }
    return Finding(
      "encoding-differs", at: start, "the file is written in UTF-16, which no format here uses",
      remedy: "save it as UTF-8; spreadsheets call it CSV UTF-8 (comma delimited)")
  }

  /// What a spreadsheet makes of a table where numbers have a decimal comma, and what other systems export.
  private static let separators: [(byte: UInt8, name: String)] = [
    (UInt8(ascii: ","), "commas"), (UInt8(ascii: ";"), "semicolons"), (UInt8(ascii: "\t"), "tabs"),
    (UInt8(ascii: "|"), "bars"),
  ]

  /// A table whose columns are known, under another separator than theirs.
  private func otherwiseSeparated(_ head: [UInt8], at start: Position) -> Finding? {
    for (byte, name) in Self.separators {
      let dialect = CSVDialect(separator: byte)
      let canonical = [
        declarations.recognises(head, dialect) ? "canonical declarations" : nil,
        awards.recognises(head, dialect) ? "canonical awards" : nil,
        specifications.recognises(head, dialect) ? "a canonical specification" : nil,
      ]
      if let table = canonical.compactMap({ $0 }).first {
        return Finding(
          "wrong-separator", at: start, "the columns are those of \(table), but separated by \(name)",
          remedy: "save the table with commas; spreadsheets call it CSV UTF-8 (comma delimited)")
      }
      for decoder in profiled where decoder.lacks(head, separator: byte) == [] {
        return Finding(
          "wrong-separator", at: start,
          "the columns are those of the profile \(decoder.profileName), but separated by \(name)",
          remedy: decoder.separatorRemedy)
      }
    }
    return nil
  }

  private func nearest(_ head: [UInt8]) -> String {
    let fits = [
      ("canonical declarations", declarations.fit(head), DeclarationTable.names.required),
      ("canonical awards", awards.fit(head), AwardTable.names.required),
      (
        "a canonical specification", specifications.fit(head), SpecificationTable.names.required
      ),
    ]
    if let best = fits.max(by: { $0.1 < $1.1 }), best.1 > 0.2 {
      return "the nearest is \(best.0), whose columns are \(best.2.joined(separator: ","))"
    }
    for decoder in profiled {
      guard let missing = decoder.lacks(head) else { continue }
      return "the nearest is the profile \(decoder.profileName); the header lacks its "
        + "\(missing.count == 1 ? "column" : "columns") \(missing.map { "`\($0)`" }.joined(separator: ", "))"
    }
    return "deliver AW319, AW320, camt, a canonical table, or add a profile for this bank's table"
  }
}
