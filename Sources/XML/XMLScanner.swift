/// Walks over the bytes before libxml2 sees them: finds where every tag begins and ends, counts lines, and refuses
/// what libxml2 would accept, expand, or take quadratic time over (reliability-security.md, F4 and F5).
///
/// It knows just enough of XML to tell text from markup. Where a document is not well-formed the two may see
/// different things; then libxml2 stops at the latest where this reader was misled, and the document is refused.
struct XMLScanner {
  static let longestMarkup = 65_536
  static let mostAttributes = 64
  static let deepest = 64

  /// One tag, with offsets in the stream of UTF-8 that libxml2 is given.
  struct Tag {
    var start: Int
    var end: Int
    var line: Int
    /// `<a/>`: one tag that both starts and ends.
    var isEmpty: Bool
  }

  /// What is refused, and where. What is `settled` before it may still be parsed.
  struct Refusal {
    var kind: XMLFault.Kind
    var message: String
    var index: Int
    var line: Int
  }

  private enum State: UInt8 {
    case text, reference
    case opened, declaration, comment, characters, instruction, endTag
    case startTag, value, valueReference
  }

  /// The line of the byte at `index`, counted from 1.
  private(set) var line: Int
  private(set) var depth = 0
  private(set) var hasRoot = false

  private var state = State.text
  private var index = 0
  /// Where the markup or reference at hand begins.
  private var opening = 0
  private var openingLine = 1
  private var referenceOpening = 0
  private var quote: UInt8 = 0
  private var attributes = 0
  /// How many bytes of a closing `--`, `]]` or `?` were seen.
  private var closing = 0

  init(line: Int) { self.line = line }

  /// Everything before it is whole markup and whole references, and may be parsed.
  var settled: Int {
    switch state {
    case .text: index
    case .reference: referenceOpening
    default: opening
    }
  }

  var isBetweenMarkup: Bool { state == .text }

  /// Forgets bytes from the front of the buffer, at most the settled ones.
  mutating func drop(_ count: Int) {
    index -= count
    opening -= count
    referenceOpening -= count
  }

  /// Scans on to `end`. `origin` is the offset of the first byte of `text` in the stream.
  mutating func scan(_ text: [UInt8], to end: Int, origin: Int, tags: inout [Tag]) -> Refusal? {
    text.withUnsafeBufferPointer { scan($0, to: end, origin: origin, tags: &tags) }
  }

  private mutating func scan(
    _ bytes: UnsafeBufferPointer<UInt8>, to end: Int, origin: Int, tags: inout [Tag]
  ) -> Refusal? {
    while index < end {
      let bound = state == .text ? end : min(end, opening + Self.longestMarkup)
      let byte: UInt8
      switch state {
      case .text where depth > 0:
        byte = skip(bytes, to: bound) { $0 > 0x3C || ($0 >= 0x20 && $0 != 0x3C && $0 != 0x26) }
      case .startTag:
        byte = skip(bytes, to: bound) { $0 > 0x3E || ($0 >= 0x20 && $0 != 0x22 && $0 != 0x27 && $0 != 0x3E) }
      case .endTag:
        byte = skip(bytes, to: bound) { $0 > 0x3E || ($0 >= 0x20 && $0 != 0x3E) }
      case .value:
        byte = skip(bytes, to: bound) { [quote] in $0 >= 0x20 && $0 != quote && $0 != 0x26 }
      default:
        byte = bytes[index]
      }
      if state != .text, state != .reference, index == bound, bound < end { return tooLong }
      guard index < end else { break }
      if byte < 0x20 {
        if byte == 10 {
          line += 1
        } else if byte != 9, byte != 13 {
          let name = byte == 0 ? "a NUL byte" : "a control character"
          return Refusal(kind: .controlCharacter, message: "\(name) is not XML", index: index, line: line)
        }
      }
      if let refusal = take(byte, bytes, origin: origin, tags: &tags) { return refusal }
      index += 1
    }
    if state != .text, state != .reference, index - opening >= Self.longestMarkup { return tooLong }
    return nil
  }

  /// Moves over uninteresting bytes and gives the first interesting one.
  @inline(__always)
  private mutating func skip(
    _ bytes: UnsafeBufferPointer<UInt8>, to end: Int, while isPlain: (UInt8) -> Bool
  ) -> UInt8 {
    var at = index
    while at < end, isPlain(bytes[at]) { at += 1 }
    index = at
    return at < end ? bytes[at] : 0x20
  }

  private mutating func take(
    _ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, origin: Int, tags: inout [Tag]
  ) -> Refusal? {
    switch state {
    case .text:
      if byte == UInt8(ascii: "<") {
        (state, opening, openingLine) = (.opened, index, line)
      } else if depth <= 0, byte > 0x20 {
        return Refusal(
          kind: .notWellFormed, message: "there is text outside the root element", index: index, line: line)
      } else if byte == UInt8(ascii: "&") {
        (state, referenceOpening) = (.reference, index)
      }
    case .reference, .valueReference:
      return takeReference(byte, bytes)
    case .opened:
      return open(byte)
    case .declaration:
      return takeDeclaration(byte, bytes)
    case .startTag:
      if byte == UInt8(ascii: ">") { return closeStartTag(isEmpty: bytes[index - 1] == 0x2F, origin, &tags) }
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        attributes += 1
        guard attributes <= Self.mostAttributes else {
          return refusal(.tooManyAttributes, "a tag has more than \(Self.mostAttributes) attributes")
        }
        (state, quote) = (.value, byte)
      }
    case .value:
      if byte == quote {
        state = .startTag
      } else if byte == UInt8(ascii: "&") {
        (state, referenceOpening) = (.valueReference, index)
      }
    case .endTag:
      if byte == UInt8(ascii: ">") {
        depth -= 1
        tags.append(Tag(start: origin + opening, end: origin + index + 1, line: openingLine, isEmpty: false))
        state = .text
      }
    case .comment:
      if closing == 2, byte != UInt8(ascii: ">") {
        return refusal(.notWellFormed, "a comment holds two hyphens in a row")
      }
      takeClosing(byte, of: UInt8(ascii: "-"), times: 2)
    case .characters:
      takeClosing(byte, of: UInt8(ascii: "]"), times: 2)
    case .instruction:
      if index == opening + 5, isDeclaration(bytes, byte) {
        return hasRoot && depth <= 0
          ? refusal(.severalDocuments, "another document begins after the first")
          : refusal(.declaration, "an XML declaration stands in the middle of the document")
      }
      takeClosing(byte, of: UInt8(ascii: "?"), times: 1)
    }
    return nil
  }

  private mutating func open(_ byte: UInt8) -> Refusal? {
    closing = 0
    switch byte {
    case UInt8(ascii: "!"):
      state = .declaration
    case UInt8(ascii: "?"):
      state = .instruction
    case UInt8(ascii: "/"):
      state = .endTag
    default:
      guard !(hasRoot && depth <= 0) else {
        return refusal(.severalDocuments, "another document begins after the first")
      }
      hasRoot = true
      attributes = 0
      // The byte is looked at again: `<>` must not be mistaken for an open tag.
      index -= 1
      state = .startTag
    }
    return nil
  }

  /// Only comments and CDATA may follow `<!`; both are recognised byte by byte.
  private mutating func takeDeclaration(_ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>) -> Refusal? {
    let comment: StaticString = "<!--"
    let characters: StaticString = "<![CDATA["
    let length = index - opening
    let expected = bytes[opening + 2] == 0x2D ? comment : characters
    guard length < expected.utf8CodeUnitCount, expected.utf8Start[length] == byte else {
      return refusal(.doctype, "a document type or other declaration (<!…) is refused")
    }
    if length == expected.utf8CodeUnitCount - 1 {
      state = expected.utf8CodeUnitCount == 4 ? .comment : .characters
    }
    return nil
  }

  /// `<?xml` and a blank.
  private func isDeclaration(_ bytes: UnsafeBufferPointer<UInt8>, _ byte: UInt8) -> Bool {
    (byte <= 0x20 || byte == UInt8(ascii: "?")) && bytes[opening + 2] == UInt8(ascii: "x")
      && bytes[opening + 3] == UInt8(ascii: "m") && bytes[opening + 4] == UInt8(ascii: "l")
  }

  private mutating func takeClosing(_ byte: UInt8, of mark: UInt8, times: Int) {
    if byte == mark {
      closing = min(closing + 1, times)
    } else {
      if byte == UInt8(ascii: ">"), closing == times { state = .text }
      closing = 0
    }
  }

  private mutating func closeStartTag(isEmpty: Bool, _ origin: Int, _ tags: inout [Tag]) -> Refusal? {
    guard depth < Self.deepest else {
      return refusal(.tooDeep, "elements lie more than \(Self.deepest) deep in one another")
    }
    if !isEmpty { depth += 1 }
    tags.append(Tag(start: origin + opening, end: origin + index + 1, line: openingLine, isEmpty: isEmpty))
    state = .text
    return nil
  }

  /// `&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;`, `&#233;`, `&#xE9;`: at most 12 bytes.
  private mutating func takeReference(_ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>) -> Refusal? {
    let isInText = state == .reference
    let length = index - referenceOpening
    guard byte == UInt8(ascii: ";") else {
      let isName = byte == UInt8(ascii: "#") || (48...57).contains(byte) || (65...90).contains(byte)
      guard length <= 12, isName || (97...122).contains(byte) else { return unknownReference(byte) }
      return nil
    }
    let name = UnsafeBufferPointer(rebasing: bytes[(referenceOpening + 1)..<index])
    guard Self.isPredefined(name) || Self.isCharacter(name) else { return unknownReference(byte) }
    state = isInText ? .text : .value
    return nil
  }

  private func unknownReference(_ byte: UInt8) -> Refusal {
    Refusal(
      kind: .entity, message: "a reference that is neither predefined nor a character is refused",
      index: referenceOpening, line: byte == 10 ? line - 1 : line)
  }

  private static func isPredefined(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    for known: StaticString in ["amp", "lt", "gt", "quot", "apos"]
    where known.utf8CodeUnitCount == name.count {
      if name.indices.allSatisfy({ known.utf8Start[$0] == name[$0] }) { return true }
    }
    return false
  }

  /// A character that XML 1.0 admits (production 2).
  private static func isCharacter(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    guard name.count > 1, name[0] == UInt8(ascii: "#") else { return false }
    let isHexadecimal = name[1] == UInt8(ascii: "x")
    let digits = name.dropFirst(isHexadecimal ? 2 : 1)
    guard !digits.isEmpty else { return false }
    var scalar = 0
    for digit in digits {
      let value: UInt8
      switch digit {
      case 48...57: value = digit - 48
      case 65...70 where isHexadecimal: value = digit - 55
      case 97...102 where isHexadecimal: value = digit - 87
      default: return false
      }
      scalar = scalar * (isHexadecimal ? 16 : 10) + Int(value)
      guard scalar <= 0x10FFFF else { return false }
    }
    switch scalar {
    case 9, 10, 13, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: return true
    default: return false
    }
  }

  private var tooLong: Refusal {
    refusal(.tooLong, "a tag, comment or section is longer than \(Self.longestMarkup / 1_024) KB")
  }

  private func refusal(_ kind: XMLFault.Kind, _ message: String) -> Refusal {
    Refusal(kind: kind, message: message, index: opening, line: openingLine)
  }
}
