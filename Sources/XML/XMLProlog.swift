/// What stands before the document proper: a byte order mark, blank lines, the line `<?xml … ?>`. We read it
/// ourselves and libxml2 never sees it, so that no declaration can talk it into another encoding.
struct XMLProlog {
  enum Outcome {
    case unfinished
    case refused(XMLFault)
    /// The body begins at this byte and on this line.
    case read(XMLEncoding, body: Int, line: Int)
  }

  /// More than this is no prolog.
  static let limit = 4_096

  private let bytes: [UInt8]
  private let isEnd: Bool
  private var width = 1
  private var start = 0
  private var bigEndian = false
  private var line = 1

  init(_ bytes: [UInt8], isEnd: Bool) {
    self.bytes = bytes
    self.isEnd = isEnd
  }

  mutating func read() -> Outcome {
    guard bytes.count >= 4 || isEnd else { return .unfinished }
    let marked: XMLEncoding?
    switch encodingByMark() {
    case .success(let encoding): marked = encoding
    case .failure(let fault): return .refused(fault)
    }
    var index = start
    skipBlanks(&index)
    if width == 1, index > start, bytes[index...].starts(with: [0xEF]) {
      guard bytes.count >= index + 3 || isEnd else { return .unfinished }
      if bytes[index...].starts(with: [0xEF, 0xBB, 0xBF]) {
        index += 3
        skipBlanks(&index)
      }
    }
    guard index - start <= Self.limit * width else {
      line = 1
      return .refused(fault(.declaration, at: 0, "the file begins with more than 4 KB of blanks"))
    }
    let opening = Array("<?xml ".utf8)
    for (offset, expected) in opening.enumerated() {
      guard let byte = character(index + offset * width) else {
        return isEnd ? .read(marked ?? .utf8, body: index, line: line) : .unfinished
      }
      let matches = offset == 5 ? Self.isBlank(byte) : byte == expected
      guard matches else { return .read(marked ?? .utf8, body: index, line: line) }
    }
    return readDeclaration(at: index, marked: marked)
  }

  private mutating func readDeclaration(at begin: Int, marked: XMLEncoding?) -> Outcome {
    var text: [UInt8] = []
    var index = begin + 6 * width
    while true {
      guard let byte = character(index) else {
        guard !isEnd else { return .refused(fault(.truncated, at: begin, "the file ends in its first line")) }
        return .unfinished
      }
      index += width
      if byte == UInt8(ascii: ">"), text.last == UInt8(ascii: "?") { break }
      text.append(byte)
      guard text.count <= 1_024 else {
        return .refused(fault(.declaration, at: begin, "the XML declaration has no end"))
      }
    }
    text.removeLast()
    guard let answers = Self.pseudoAttributes(of: text) else {
      return .refused(fault(.declaration, at: begin, "the XML declaration is malformed"))
    }
    guard answers["version"] == "1.0" else {
      return .refused(fault(.declaration, at: begin, "only XML version 1.0 is read"))
    }
    let body = index
    let bodyLine = line + text.count(where: { $0 == 10 })
    guard let name = answers["encoding"]?.lowercased(), marked == nil else {
      return .read(marked ?? .utf8, body: body, line: bodyLine)
    }
    guard let encoding = XMLEncoding(named: name) else {
      let message =
        name.hasPrefix("utf-16")
        ? "the document declares UTF-16 but has no byte order mark"
        : "the document declares an encoding that is not read"
      return .refused(fault(.unsupportedEncoding, at: begin, message))
    }
    return .read(encoding, body: body, line: bodyLine)
  }

  private mutating func encodingByMark() -> Result<XMLEncoding?, XMLFault> {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      start = 3
      return .success(.utf8)
    }
    let head = bytes.prefix(4)
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      bigEndian = bytes[0] == 0xFE
      guard bigEndian || !head.elementsEqual([0xFF, 0xFE, 0, 0]) else {
        return .failure(fault(.unsupportedEncoding, at: 0, "UTF-32 is not read"))
      }
      (start, width) = (2, 2)
      return .success(bigEndian ? .utf16BigEndian : .utf16LittleEndian)
    }
    if head.count == 4, head.contains(0) {
      return .failure(
        fault(
          .unsupportedEncoding, at: 0, "the file is UTF-16 or UTF-32 without a byte order mark, or not XML"))
    }
    if head.elementsEqual([0x4C, 0x6F, 0xA7, 0x94]) {
      return .failure(fault(.unsupportedEncoding, at: 0, "EBCDIC is not read"))
    }
    return .success(nil)
  }

  private mutating func skipBlanks(_ index: inout Int) {
    while let byte = character(index), Self.isBlank(byte) {
      if byte == 10 { line += 1 }
      index += width
    }
  }

  /// The character at a byte, as ASCII; 0xFF where it is another; nothing past the end.
  private func character(_ index: Int) -> UInt8? {
    guard index + width <= bytes.count else { return nil }
    guard width == 2 else { return bytes[index] }
    let (high, low) = bigEndian ? (bytes[index], bytes[index + 1]) : (bytes[index + 1], bytes[index])
    return high == 0 ? low : 0xFF
  }

  private func fault(_ kind: XMLFault.Kind, at byte: Int, _ message: String) -> XMLFault {
    XMLFault(kind, line: line, byte: byte, message)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }

  /// `version="1.0" encoding='UTF-8'`; nothing where that is not what it says.
  private static func pseudoAttributes(of text: [UInt8]) -> [String: String]? {
    var answers: [String: String] = [:]
    var index = 0
    func skip() { while index < text.count, isBlank(text[index]) { index += 1 } }
    while true {
      skip()
      guard index < text.count else { return answers }
      let nameStart = index
      while index < text.count, (97...122).contains(text[index]) { index += 1 }
      let name = String(decoding: text[nameStart..<index], as: UTF8.self)
      skip()
      guard ["version", "encoding", "standalone"].contains(name), answers[name] == nil else { return nil }
      guard index < text.count, text[index] == UInt8(ascii: "=") else { return nil }
      index += 1
      skip()
      guard index < text.count, text[index] == 34 || text[index] == 39 else { return nil }
      let quote = text[index]
      let valueStart = index + 1
      guard let end = text[valueStart...].firstIndex(of: quote) else { return nil }
      let value = text[valueStart..<end]
      guard value.allSatisfy({ $0 > 32 && $0 < 127 }) else { return nil }
      answers[name] = String(decoding: value, as: UTF8.self)
      index = end + 1
    }
  }
}
