/// The lines of a file that was read, to show where findings point: of the bytes that were judged, not of what has
/// taken their place since.
package struct SourceLines: Sendable {
  private let bytes: [UInt8]
  /// Where each line begins.
  private let starts: [Int]

  /// No line that a person wrote is longer; what is shown is much less.
  private static let longest = 64 * 1024

  package init(_ bytes: [UInt8]) {
    let bytes = String(utf16: bytes).map { Array($0.utf8) } ?? bytes
    self.bytes = bytes
    // Columns are counted without the byte order mark.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var starts = [bytes.starts(with: mark) ? mark.count : 0]
    for (index, byte) in bytes.enumerated() where byte == 0x0A { starts.append(index + 1) }
    self.starts = starts
  }

  /// Counted from 1. Nothing where there is no such line. Bytes that are no text become U+FFFD.
  package subscript(_ line: Int) -> String? {
    guard starts.indices.contains(line - 1) else { return nil }
    let start = starts[line - 1]
    let end = line < starts.count ? starts[line] - 1 : bytes.count
    var text = bytes[start..<max(start, min(end, start + Self.longest))]
    while text.last == 0x0D { text.removeLast() }
    return String(decoding: text, as: UTF8.self)
  }
}

extension FindingList {
  /// In the order of files and places, each with the lines it speaks of.
  package func shown(with files: [String: [UInt8]]) -> FindingList {
    guard !isEmpty else { return self }
    let named = Set(kept.flatMap { [$0.position.file] + $0.also.map(\.position.file) })
    let lines = files.filter { named.contains($0.key) }.mapValues { SourceLines($0) }
    func line(_ position: Position) -> String? {
      position.line.flatMap { lines[position.file]?[$0] }
    }
    return changed { findings in
      findings.sort { $0.position < $1.position }
      // What else is wrong on such a line is told without it too.
      let secret = Set(
        findings.filter(\.mayShowSecret).map { [$0.position.file, "\($0.position.line ?? 0)"] })
      for index in findings.indices {
        let position = findings[index].position
        if secret.contains([position.file, "\(position.line ?? 0)"]) { continue }
        findings[index].line = findings[index].line ?? line(findings[index].position)
        for other in findings[index].also.indices {
          let place = findings[index].also[other]
          findings[index].also[other].line = place.line ?? line(place.position)
        }
      }
    }
  }
}

extension Finding {
  /// A secret stands where only its name belongs: its line is shown to nobody.
  package var mayShowSecret: Bool { rule == "secret-in-settings" || rule == "bad-key-file" }
}
