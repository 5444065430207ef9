import Books
package import Findings

/// Remarks on declared lines: the first of them, and how many more there are.
package struct LineFindings: Sendable {
  package let first: [Finding]
  package let more: Int

  /// A person reads the first; a care system that names wrong predecessors does so in every line.
  static let limit = 100

  init(_ books: Books, of administration: String) throws {
    let ambiguous = try books.ambiguousLines(of: administration)
    let unknown = try books.linesWithUnknownPrevious(of: administration, atMost: Self.limit)
    let otherCare = try books.linesOfOtherCare(of: administration)
    let all =
      otherCare.map(Finding.returnedLineDiffers) + ambiguous.map(Finding.severalPredecessors)
      + unknown.first.map(Finding.unknownPredecessor)
    first = Array(all.prefix(Self.limit))
    more = otherCare.count + ambiguous.count + unknown.count - first.count
  }

  var text: String {
    first.map { $0.lines(indentedBy: 2) }.joined()
      + (more > 0 ? "  " + told("… and {1} more on other lines", "\(more)") + "\n" : "")
  }
}

extension Finding {
  fileprivate static func severalPredecessors(_ line: RemarkableLine) -> Finding {
    Finding(
      "several-predecessors", .warning, at: line.place,
      "\(line.name) may declare any of several rejected lines again; it counts as a new one",
      remedy:
        "let the care system name the rejected line (column previous); until then the rejected amounts wait")
  }

  fileprivate static func returnedLineDiffers(_ line: RemarkableLine) -> Finding {
    Finding(
      "returned-line-differs", .warning, at: line.place,
      "return \(line.named ?? "") lists \(line.name) with another client, service or day than was declared",
      remedy:
        "its reference and amount are those declared, so it is posted; compare both lines, and ask the payer which "
        + "care it assessed")
  }

  fileprivate static func unknownPredecessor(_ line: RemarkableLine) -> Finding {
    Finding(
      "unknown-predecessor", .warning, at: line.place,
      "\(line.name) names \(line.named ?? "") as its previous line, which no declaration to \(line.payer) has "
        + "that counts",
      remedy:
        "nothing is to be done where that care was declared before this workspace began; else take the file with "
        + "that line in, or have the reference corrected")
  }

  /// With its remedy two places further in, as everywhere.
  func lines(indentedBy count: Int) -> String {
    let blanks = String(repeating: " ", count: count)
    return blanks + description.replacing("\n", with: "\n" + blanks) + "\n"
  }
}

extension RemarkableLine {
  fileprivate var name: String { "line \(line) of declaration \(payer)/\(declaration)" }
  fileprivate var place: Position { Position(file: file, line: lineNumber, byte: byte) }
}
