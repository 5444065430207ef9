/// A place in a file of settings, with the line that stands there, and a mark under the very place.
///
/// Never made of a data file: its lines hold citizens' numbers.
package struct Excerpt: Sendable, Hashable {
  package var position: Position
  /// Without its line end. Nothing where the place is not in a file that was read.
  package var line: String?

  package init(_ position: Position, line: String? = nil) {
    self.position = position
    self.line = line
  }

  /// Cells of a terminal that are shown of a line: with the number before it, it stays below 110.
  private static let width = 96
  /// Cells that stay before the place, where the line is longer.
  private static let before = 60

  /// `  4 | *,1000,*,8010`, and below it a caret under the column. Tabs are shown as one blank.
  package var text: String? {
    guard let line, let number = position.line else { return nil }
    let scalars = Array(line.unicodeScalars)
    let place = min(max((position.column ?? 1) - 1, 0), scalars.count)
    var start = place
    var cells = 0
    while start > 0, cells + Self.cells(scalars[start - 1]).width <= Self.before {
      start -= 1
      cells += Self.cells(scalars[start]).width
    }
    let isCutBefore = start > 0
    // What combines with a character that is not shown would stand on the mark.
    while start < place, Self.cells(scalars[start]).width == 0 { start += 1 }
    var shown = isCutBefore ? "…" : ""
    var width = isCutBefore ? 1 : 0
    var caret = width
    var end = start
    while end < scalars.count {
      let (text, cells) = Self.cells(scalars[end])
      guard width + cells <= Self.width else { break }
      if end == place { caret = width }
      shown += text
      width += cells
      end += 1
    }
    if place >= end { caret = width }
    if end < scalars.count { shown += "…" }
    let margin = String(number)
    let blank = String(repeating: " ", count: margin.count)
    return "  \(margin) | \(shown)\n  \(blank) | \(String(repeating: " ", count: caret))^"
  }

  /// How a terminal shows a character, and in how many cells.
  private static func cells(_ scalar: Unicode.Scalar) -> (text: String, width: Int) {
    if scalar == "\t" { return (" ", 1) }
    if scalar.isObeyed {
      let text = scalar.spelledOut
      return (text, text.utf8.count)
    }
    return (String(scalar), scalar.terminalCells)
  }
}

extension Unicode.Scalar {
  /// Two for wide characters, none for those that stand on the one before (Unicode annex 11, in blocks).
  fileprivate var terminalCells: Int {
    guard value >= 0x300 else { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
