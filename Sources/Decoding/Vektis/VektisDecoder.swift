package import Care
import Findings

/// Fixed-width declarations and answers of the Vektis EI standards for which `Resources` has a table: AW319 and AW320,
/// 1.3 and 1.4. What a file is, it says itself in its first nine bytes; its name is never asked.
package struct VektisDecoder: Decoder {
  private let table: LayoutTable

  package init() { table = LayoutTable.shipped }

  package func recognises(_ head: [UInt8]) -> Bool {
    guard let claim = EIClaim(head) else { return false }
    return layout(claim) != nil
  }

  /// What to say of a file that claims to be an EI message, but of a standard or version without a table.
  func unknown(_ head: [UInt8], named name: String) -> Finding? {
    guard let claim = EIClaim(head), layout(claim) == nil else { return nil }
    let position = Position(file: name, line: 1, column: 3, byte: 2)
    let siblings = table.messages.filter { $0.codes[claim.code] != nil }
    if !siblings.isEmpty {
      let known = siblings.map(\.version).sorted()
      let nearest = known.last { $0 <= claim.version } ?? known[0]
      return Finding(
        "unknown-version", at: position,
        "the file is \(siblings[0].standard) version \(claim.version), which is not known; known are "
          + known.joined(separator: " and "),
        remedy: "deliver it as \(siblings[0].standard) \(nearest), or have the new layout added")
    }
    let codes = table.messages.flatMap { layout in layout.codes.keys.map { ($0, layout.standard) } }.sorted(
      by: <)
    let nearest = codes.min { abs($0.0 - claim.code) < abs($1.0 - claim.code) }
    return Finding(
      "unknown-format", at: position,
      "the file is the Vektis message with EI code \(claim.code), for which there is no layout; the nearest that "
        + "is known is \(nearest.map { "\($0.0) (\($0.1))" } ?? "none")",
      remedy: "deliver it in a known standard, or have its layout added")
  }

  package func decode(
    _ source: inout some ByteSource, named name: String, sink: (Fact) throws -> Void
  ) throws -> Reading {
    var splitter = RecordSplitter()
    var message: VektisMessage?
    var isAtEnd = false
    while !isAtEnd {
      let piece = try source.next()
      if piece.isEmpty {
        splitter.finish()
        isAtEnd = true
      } else {
        splitter.take(piece)
      }
      while let record = splitter.next() {
        if message == nil {
          guard let claim = EIClaim(record.content), let (layout, scheme) = layout(claim) else {
            return unreadable(Array(record.content.prefix(4_096)), named: name)
          }
          message = VektisMessage(layout, scheme, file: name)
        }
        try message?.read(record, sink)
      }
      if splitter.isOverlong {
        message?.reportOverlongLine(splitter.line, byte: splitter.byte)
        return message?.reading ?? unreadable([], named: name)
      }
    }
    guard var message else { return unreadable([], named: name) }
    message.finish(atLine: splitter.line, byte: splitter.byte)
    return message.reading
  }

  private func layout(_ claim: EIClaim) -> (MessageLayout, Scheme)? {
    for layout in table.messages where layout.version == claim.version {
      if let scheme = layout.codes[claim.code] { return (layout, scheme) }
    }
    return nil
  }

  private func unreadable(_ head: [UInt8], named name: String) -> Reading {
    var findings = FindingList()
    findings.append(
      unknown(head, named: name)
        ?? Finding(
          "unknown-format", at: Position(file: name, line: 1, column: 1, byte: 0),
          "the file does not begin with the first record of a Vektis message",
          remedy: "deliver the message as the insurer's portal gave it"))
    return Reading(format: Format(kind: .declarations, name: "Vektis EI"), findings: findings, lines: 0)
  }
}

/// What the first nine bytes say: record 01, EI message code, version and subversion.
struct EIClaim {
  let code: Int
  /// As people write it: `1.4`.
  let version: String

  init?(_ head: some RandomAccessCollection<UInt8>) {
    let digits = Array(head.prefix(9))
    guard digits.count == 9, digits.allSatisfy({ (48...57).contains($0) }), digits[0] == 48, digits[1] == 49
    else { return nil }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + Int($1 - 48) } }
    code = number(2..<5)
    version = "\(number(5..<7)).\(number(7..<9))"
  }
}
