package import Findings

/// Which column of a table is which: found by name, in any order.
package struct ColumnMap: Sendable {
  /// What a table of one kind has.
  package struct Names: Sendable {
    package let required: [String]
    package let optional: [String]

    package init(required: [String], optional: [String] = []) {
      self.required = required
      self.optional = optional
    }

    package var all: [String] { required + optional }

    /// How well a header fits: the share of required columns it has.
    /// In capitals, or with a blank that is not seen, it is meant too.
    package func fit(_ header: [String]) -> Double {
      let header = Set(header.map(ColumnMap.plain))
      return Double(required.count { header.contains($0) }) / Double(required.count)
    }
  }

  /// `unknown-column`, `column-twice`, `column-missing`, `semicolons`, `tabs`.
  package private(set) var findings = FindingList()
  private var places: [String: Int] = [:]
  package let count: Int

  package init(_ header: CSVRow, _ names: Names) {
    count = header.count
    if let separator = Self.otherSeparators.first(where: { Self.isSeparated(header, by: $0.byte, names) }) {
      findings.append(
        Finding(
          separator.name, at: header.position, "the columns are separated by \(separator.name)",
          remedy: "save the table with commas; spreadsheets call it CSV UTF-8 (comma delimited)"))
      return
    }
    let known = names.all
    for index in 0..<header.count {
      let written = header.text(index).trimmingBlanks
      let name = known.contains(written) ? written : Self.plain(written)
      if !known.contains(name) {
        findings.append(Self.unknown(written, known, index, at: header.position(index)))
      } else if places.updateValue(index, forKey: name) != nil {
        findings.append(
          Finding(
            "column-twice", at: header.position(index), "the column `\(name)` stands twice in the header",
            remedy: "keep one of them"))
      } else if name != written {
        findings.append(Self.otherwiseWritten(name, written, at: header.position(index)))
      }
    }
    for name in names.required where places[name] == nil {
      findings.append(
        Finding(
          "column-missing", at: header.position, "the table has no column `\(name)`",
          remedy: "add it; columns may stand in any order"))
    }
    isComplete = names.required.allSatisfy { places[$0] != nil }
  }

  /// Nothing is wrong with the header.
  package var isUsable: Bool { !findings.hasErrors }

  /// Every required column is there: rows can be read under the header, even if more is wrong with it.
  package private(set) var isComplete = false

  package subscript(name: String) -> Int? { places[name] }

  /// Of a required column, or one that is known to be there.
  package func required(_ name: String) -> Int {
    guard let index = places[name] else { preconditionFailure("rows are read only under a whole header") }
    return index
  }

  /// What a spreadsheet makes of a table where numbers have a decimal comma.
  /// What spreadsheets write where a comma is meant; each is the rule of a finding.
  package static let otherSeparators: [(name: String, byte: UInt8)] = [
    ("semicolons", UInt8(ascii: ";")), ("tabs", UInt8(ascii: "\t")),
  ]

  private static func isSeparated(_ header: CSVRow, by separator: UInt8, _ names: Names) -> Bool {
    header.count == 1 && names.all.count > 1 && header.bytes(0).contains(separator)
  }

  /// What stands in a header by mistake may be a row of values, a citizen's number among them: only what looks like a
  /// column's name is repeated.
  private static func looksLikeName(_ text: String) -> Bool {
    let marks: Set<Unicode.Scalar> = ["_", "-", " ", ".", "/", "(", ")"]
    guard (1...40).contains(text.unicodeScalars.count) else { return false }
    var letters = 0
    var digits = 0
    for scalar in text.unicodeScalars {
      if scalar.properties.isAlphabetic {
        letters += 1
      } else if ("0"..."9").contains(scalar) {
        digits += 1
      } else if !marks.contains(scalar) {
        return false
      }
    }
    return letters > 0 && digits <= 2
  }

  /// In small letters, and without blanks at its ends that are not seen.
  private static func plain(_ name: String) -> String {
    let unseen: Set<Unicode.Scalar> = ["\u{200B}", "\u{2060}", "\u{FEFF}", "\u{AD}"]
    let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace || unseen.contains(scalar) }
    var rest = name.unicodeScalars[...]
    while let scalar = rest.first, isBlank(scalar) { rest.removeFirst() }
    while let scalar = rest.last, isBlank(scalar) { rest.removeLast() }
    return String(rest).lowercased()
  }

  private static func otherwiseWritten(_ name: String, _ written: String, at position: Position) -> Finding {
    written.lowercased() == name
      ? Finding(
        "unknown-column", at: position, "the column `\(name)` is called `\(written)`",
        remedy: "write `\(name)` in small letters")
      : Finding(
        "unknown-column", at: position, "a blank that is not seen stands at the column `\(name)`",
        remedy: "write `\(name)` without it, in small letters")
  }

  private static func unknown(
    _ name: String, _ known: [String], _ index: Int, at position: Position
  ) -> Finding {
    guard !name.isEmpty else {
      return Finding(
        "unknown-column", at: position, "column \(index + 1) has no name",
        remedy: "remove it in all rows: spreadsheets leave empty columns behind the last one")
    }
    let nearest = nearestName(to: name, among: known)
    return Finding(
      "unknown-column", at: position,
      looksLikeName(name)
        ? "there is no column `\(name)`" : "the name of column \(index + 1) is none that is known",
      remedy: nearest.map { "did you mean `\($0)`?" } ?? "the columns are \(known.joined(separator: ", "))")
  }
}
