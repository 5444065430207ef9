import Findings
import Tables

/// Which column of a table is which: found by name, in any order.
struct ColumnMap {
  /// What a table of one kind has.
  struct Names {
    let required: [String]
    let optional: [String]

    /// How well a header fits: the share of required columns it has.
    func fit(_ header: [String]) -> Double {
      Double(required.count { header.contains($0) }) / Double(required.count)
    }
  }

  private(set) var findings = FindingList()
  private var places: [String: Int] = [:]
  let count: Int

  init(_ header: CSVRow, _ names: Names) {
    count = header.count
    let known = names.required + names.optional
    for index in 0..<header.count {
      let name = header.text(index).trimmingBlanks
      if !known.contains(name) {
        findings.append(Self.unknown(name, known, at: header.position(index)))
      } else if places.updateValue(index, forKey: name) != nil {
        findings.append(
          Finding(
            "column-twice", at: header.position(index), "the column `\(name)` stands twice in the header",
            remedy: "keep one of them"))
      }
    }
    for name in names.required where places[name] == nil {
      findings.append(
        Finding(
          "column-missing", at: header.position, "the table has no column `\(name)`",
          remedy: "add it; columns may stand in any order"))
    }
  }

  var isUsable: Bool { !findings.hasErrors }

  subscript(name: String) -> Int? { places[name] }

  /// Of a column that is known to be there.
  func required(_ name: String) -> Int {
    guard let index = places[name] else { preconditionFailure("rows are read only under a whole header") }
    return index
  }

  private static func unknown(_ name: String, _ known: [String], at position: Position) -> Finding {
    let nearest = nearestName(to: name, among: known)
    return Finding(
      "unknown-column", at: position, "there is no column `\(name)`",
      remedy: nearest.map { "did you mean `\($0)`?" } ?? "the columns are \(known.joined(separator: ", "))")
  }
}

extension String {
  /// Blanks at both ends taken off.
  var trimmingBlanks: String {
    // Nearly every text begins and ends with a plain character.
    if let first = utf8.first, let last = utf8.last, (33...126).contains(first), (33...126).contains(last) {
      return self
    }
    let isBlank = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" || scalar == "\u{A0}" }
    guard let first = unicodeScalars.first, let last = unicodeScalars.last, isBlank(first) || isBlank(last)
    else {
      return self
    }
    var rest = unicodeScalars[...]
    while let scalar = rest.first, isBlank(scalar) { rest.removeFirst() }
    while let scalar = rest.last, isBlank(scalar) { rest.removeLast() }
    return String(rest)
  }

  var withoutBlanks: String { String(unicodeScalars.filter { $0 != " " && $0 != "\u{A0}" }) }
}
