/// Marks that a terminal obeys instead of showing: they could hide, reorder or forge what a person reads. They come
/// from files: in a number, in the text of a bank line, in a file's name.
extension Unicode.Scalar {
  /// Control codes (C0, DEL, C1), marks of direction and width, separators of lines and paragraphs.
  package var isObeyed: Bool {
    guard !(0x20...0x7E).contains(value) else { return false }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }

  /// As it is shown: `\x1b`, `\u{202e}`.
  package var spelledOut: String {
    let hex = String(value, radix: 16)
    return value < 0x80 ? "\\x" + (hex.count < 2 ? "0" : "") + hex : "\\u{\(hex)}"
  }
}

/// Text as it may reach a terminal: what a terminal would obey is spelled out.
/// - Parameter isOneLine: for a cell of a table: line ends and tabs are spelled out too.
package func visible(_ text: String, isOneLine: Bool = false) -> String {
  func isFine(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) || (!isOneLine && (byte == 0x0A || byte == 0x09))
  }
  // Nearly all text is plain, and asking Unicode takes long.
  guard !text.utf8.allSatisfy(isFine) else { return text }
  var shown = ""
  for scalar in text.unicodeScalars {
    if scalar.isObeyed, isOneLine || (scalar != "\n" && scalar != "\t") {
      shown += scalar.spelledOut
    } else {
      shown.unicodeScalars.append(scalar)
    }
  }
  return shown
}
