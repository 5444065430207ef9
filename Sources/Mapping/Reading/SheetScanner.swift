import Findings

/// Cuts a CSV text into cells, character by character, so that every cell knows its place.
struct SheetScanner {
  private let characters: [Unicode.Scalar]
  private let file: String
  private var index = 0
  private var line = 1
  private var column = 1

  init(_ text: String, file: String) {
    characters = Array(text.unicodeScalars)
    self.file = file
  }

  /// Lines that hold something; a quoted cell may run over several.
  mutating func lines(reporting inspector: inout Inspector) -> [[Placed<String>]] {
    var lines: [[Placed<String>]] = []
    while index < characters.count {
      var cells = [cell(reporting: &inspector)]
      while current == "," {
        step()
        cells.append(cell(reporting: &inspector))
      }
      endLine()
      if cells.count > 1 || !cells[0].value.isEmpty { lines.append(cells) }
    }
    return lines
  }

  private var current: Unicode.Scalar? { index < characters.count ? characters[index] : nil }
  private var here: Position { Position(file: file, line: line, column: column) }
  private var isAtLineEnd: Bool { current == nil || current == "\n" || current == "\r" }

  private mutating func step() {
    if current == "\n" {
      line += 1
      column = 1
    } else {
      column += 1
    }
    index += 1
  }

  private mutating func endLine() {
    if current == "\r" { step() }
    if current == "\n" {
      step()
    } else if index < characters.count {
      // A lone carriage return ends a line too, as old spreadsheets write it.
      line += 1
      column = 1
    }
  }

  private mutating func skipBlanks() {
    while current == " " || current == "\t" { step() }
  }

  private mutating func cell(reporting inspector: inout Inspector) -> Placed<String> {
    skipBlanks()
    let start = here
    if current == "\"" { return Placed(quotedText(from: start, reporting: &inspector), at: start) }
    var text = String.UnicodeScalarView()
    while !isAtLineEnd, current != ",", let scalar = current {
      text.append(scalar)
      step()
    }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return Placed(String(text), at: start)
  }

  private mutating func quotedText(
    from start: Position, reporting inspector: inout Inspector
  ) -> String {
    var text = String.UnicodeScalarView()
    step()
    while let scalar = current {
      step()
      if scalar != "\"" {
        text.append(scalar)
      } else if current == "\"" {
        text.append(scalar)
        step()
      } else {
        skipBlanks()
        if !isAtLineEnd, current != "," {
          inspector.report(
            "bad-quote", at: here, "text after a closing quotation mark",
            remedy: "Write a quotation mark inside a cell twice")
          while !isAtLineEnd, current != "," { step() }
        }
        return String(text)
      }
    }
    inspector.report(
      "bad-quote", at: start, "the quotation mark is never closed",
      remedy: "Close it, or write a quotation mark inside a cell twice")
    return String(text)
  }
}
