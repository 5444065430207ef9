/// Reads one JSON document (RFC 8259), strictly: no comments, no second key of a name, nothing behind the end. Numbers
/// stay as they were written, so that no amount passes through floating point.
struct JSONReader {
  /// Deeper than any answer of a bookkeeping system.
  private static let deepest = 64

  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSON.Fault) -> JSON {
    let value = try value(depth: 0)
    skipBlanks()
    guard place == bytes.count else { throw fault("something stands behind the end") }
    return value
  }

  private func fault(_ problem: String) -> JSON.Fault { JSON.Fault(byte: place, problem: problem) }

  private mutating func skipBlanks() {
    while place < bytes.count, [32, 9, 10, 13].contains(bytes[place]) { place += 1 }
  }

  private mutating func value(depth: Int) throws(JSON.Fault) -> JSON {
    guard depth < Self.deepest else { throw fault("values are nested too deeply") }
    skipBlanks()
    guard place < bytes.count else { throw fault("the document ends too early") }
    switch bytes[place] {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSON) throws(JSON.Fault) -> JSON {
    let expected = word.withUTF8Buffer { Array($0) }
    guard bytes[place...].starts(with: expected) else { throw fault("a value is misspelt") }
    place += expected.count
    return value
  }

  private mutating func take(_ mark: UInt8, or problem: String) throws(JSON.Fault) {
    skipBlanks()
    guard place < bytes.count, bytes[place] == mark else { throw fault(problem) }
    place += 1
  }

  private mutating func isNext(_ mark: UInt8) -> Bool {
    skipBlanks()
    guard place < bytes.count, bytes[place] == mark else { return false }
    place += 1
    return true
  }

  private mutating func object(_ depth: Int) throws(JSON.Fault) -> JSON {
    place += 1
    var members: [JSON.Member] = []
    var keys: Set<String> = []
    if isNext(UInt8(ascii: "}")) { return .object([]) }
    repeat {
      skipBlanks()
      guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { throw fault("a key is missing") }
      let key = try text()
      guard keys.insert(key).inserted else { throw fault("a key stands twice") }
      try take(UInt8(ascii: ":"), or: "a colon is missing")
      members.append(JSON.Member(key: key, value: try value(depth: depth + 1)))
    } while isNext(UInt8(ascii: ","))
    try take(UInt8(ascii: "}"), or: "an object is not closed")
    return .object(members)
  }

  private mutating func array(_ depth: Int) throws(JSON.Fault) -> JSON {
    place += 1
    var values: [JSON] = []
    if isNext(UInt8(ascii: "]")) { return .array([]) }
    repeat { values.append(try value(depth: depth + 1)) } while isNext(UInt8(ascii: ","))
    try take(UInt8(ascii: "]"), or: "a list is not closed")
    return .array(values)
  }

  // MARK: Numbers

  private mutating func digits() -> Int {
    let start = place
    while place < bytes.count, (48...57).contains(bytes[place]) { place += 1 }
    return place - start
  }

  private mutating func number() throws(JSON.Fault) -> JSON {
    let start = place
    if bytes[place] == UInt8(ascii: "-") { place += 1 }
    let isZero = place < bytes.count && bytes[place] == 48
    let whole = digits()
    guard whole > 0, !isZero || whole == 1 else { throw fault("this is no value") }
    var isWhole = true
    if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
      place += 1
      isWhole = false
      guard digits() > 0 else { throw fault("a number ends with its point") }
    }
    if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
      place += 1
      isWhole = false
      if place < bytes.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[place]) { place += 1 }
      guard digits() > 0 else { throw fault("a number ends with its exponent") }
    }
    let written = String(decoding: bytes[start..<place], as: UTF8.self)
    return if isWhole, let number = Int64(written) { .number(number) } else { .numeral(written) }
  }

  // MARK: Texts

  private mutating func text() throws(JSON.Fault) -> String {
    place += 1
    var utf8: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        guard let text = String(validating: utf8, as: UTF8.self) else { throw fault("a text is not UTF-8") }
        return text
      case UInt8(ascii: "\\"): utf8 += try escaped()
      case 0..<32: throw fault("a control character stands in a text")
      default:
        utf8.append(byte)
        place += 1
      }
    }
    throw fault("a text is not closed")
  }

  private mutating func escaped() throws(JSON.Fault) -> [UInt8] {
    place += 1
    guard place < bytes.count else { throw fault("a text is not closed") }
    let mark = bytes[place]
    place += 1
    switch mark {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [mark]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "u"): return try Array(String(unicode()).utf8)
    default: throw fault("a text escapes what needs none")
    }
  }

  private mutating func unicode() throws(JSON.Fault) -> Unicode.Scalar {
    let high = try unit()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard (0xD800..<0xDC00).contains(high), place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
      bytes[place + 1] == UInt8(ascii: "u")
    else { throw fault("half a character is escaped") }
    place += 2
    let low = try unit()
    guard (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
    else { throw fault("half a character is escaped") }
    return scalar
  }

  private mutating func unit() throws(JSON.Fault) -> UInt16 {
    guard place + 4 <= bytes.count, bytes[place..<place + 4].allSatisfy(\.isHexDigit),
      let unit = UInt16(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
    else { throw fault("four digits are missing behind \\u") }
    place += 4
    return unit
  }
}

extension UInt8 {
  fileprivate var isHexDigit: Bool { (48...57).contains(self) || (97...102).contains(self | 0x20) }
}
