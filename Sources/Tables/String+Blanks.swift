extension String {
  /// Blanks at both ends taken off.
  package var trimmingBlanks: String {
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

  /// Without blanks anywhere, as numbers are written that people group.
  package var withoutBlanks: String { String(unicodeScalars.filter { $0 != " " && $0 != "\u{A0}" }) }
}
