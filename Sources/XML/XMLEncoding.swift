/// The encodings that are read; others are refused, since some (UTF-7) smuggle markup past a byte scan.
enum XMLEncoding: Sendable {
  case utf8, latin1, latin9, windows1252, utf16LittleEndian, utf16BigEndian

  /// By the name in a declaration, in lower case. Names of UTF-16 are not here: only a byte order mark makes it so.
  init?(named name: String) {
    switch name {
    case "utf-8", "utf8", "us-ascii", "ascii": self = .utf8
    case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "l1": self = .latin1
    case "iso-8859-15", "iso8859-15", "iso_8859-15", "latin9", "latin-9": self = .latin9
    case "windows-1252", "cp1252", "cp-1252": self = .windows1252
    default: return nil
    }
  }

  /// How many received bytes stand behind a character whose UTF-8 form begins with this byte.
  func receivedBytes(ofLead byte: UInt8) -> Int {
    switch self {
    case .utf8: byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    case .latin1, .latin9, .windows1252: 1
    case .utf16LittleEndian, .utf16BigEndian: byte < 0xF0 ? 2 : 4
    }
  }
}

/// Received bytes to UTF-8 that is proven well-formed, in pieces cut anywhere.
struct XMLTranscoder {
  let encoding: XMLEncoding
  /// The first bytes of a character that is not complete yet (UTF-16 only; at most 3).
  private var begun: [UInt8] = []

  init(_ encoding: XMLEncoding) { self.encoding = encoding }

  /// Whether the bytes so far end inside a character.
  var isInsideCharacter: Bool { !begun.isEmpty }

  /// Appends to `text`, of which `proven` bytes are known to be well-formed, and moves `proven` on. False when
  /// the character that follows them is malformed.
  mutating func append(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8], proven: inout Int) -> Bool {
    switch encoding {
    case .utf8:
      text.append(contentsOf: bytes)
      return text.withUnsafeBufferPointer { Self.prove($0, from: &proven) }
    case .latin1, .latin9, .windows1252:
      let wellFormed = appendSingleBytes(bytes, to: &text)
      proven = text.count
      return wellFormed
    case .utf16LittleEndian, .utf16BigEndian:
      let wellFormed = appendUnits(bytes, to: &text)
      proven = text.count
      return wellFormed
    }
  }

  /// Moves on over well-formed UTF-8; stops before an incomplete character at the end, and before a malformed one
  /// (Unicode 15, table 3-7), which alone is false.
  private static func prove(_ text: UnsafeBufferPointer<UInt8>, from proven: inout Int) -> Bool {
    var index = proven
    let count = text.count
    defer { proven = index }
    while index < count {
      if index + 8 <= count {
        let word = UnsafeRawPointer(text.baseAddress! + index).loadUnaligned(as: UInt64.self)
        if word & 0x8080_8080_8080_8080 == 0 {
          index += 8
          continue
        }
      }
      let lead = text[index]
      if lead < 0x80 {
        index += 1
        continue
      }
      let (length, second): (Int, ClosedRange<UInt8>) =
        switch lead {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE...0xEF: (3, 0x80...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: (0, 0...0)
        }
      guard length > 0 else { return false }
      if index + 1 < count, !second.contains(text[index + 1]) { return false }
      if index + 2 < count, length > 2, text[index + 2] & 0xC0 != 0x80 { return false }
      if index + 3 < count, length > 3, text[index + 3] & 0xC0 != 0x80 { return false }
      guard index + length <= count else { return true }
      index += length
    }
    return true
  }

  private func appendSingleBytes(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8]) -> Bool {
    text.reserveCapacity(text.count + bytes.count + bytes.count / 8)
    for byte in bytes {
      guard byte >= 0x80 else {
        text.append(byte)
        continue
      }
      let scalar: UInt32 =
        switch encoding {
        case .latin9: Self.latin9Differences[byte] ?? UInt32(byte)
        case .windows1252 where byte < 0xA0: Self.windows1252High[Int(byte - 0x80)]
        default: UInt32(byte)
        }
      guard scalar != 0 else { return false }
      Self.append(scalar, to: &text)
    }
    return true
  }

  private mutating func appendUnits(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8]) -> Bool {
    for byte in bytes {
      begun.append(byte)
      guard begun.count == 2 || begun.count == 4 else { continue }
      let unit = unit(at: begun.count - 2)
      if begun.count == 2 {
        if unit & 0xFC00 == 0xD800 { continue }
        guard unit & 0xFC00 != 0xDC00 else { return false }
        Self.append(UInt32(unit), to: &text)
      } else {
        guard unit & 0xFC00 == 0xDC00 else { return false }
        let high = UInt32(self.unit(at: 0) & 0x3FF)
        Self.append(0x10000 + (high << 10) + UInt32(unit & 0x3FF), to: &text)
      }
      begun.removeAll(keepingCapacity: true)
    }
    return true
  }

  private func unit(at index: Int) -> UInt16 {
    let (first, second) = (UInt16(begun[index]), UInt16(begun[index + 1]))
    return encoding == .utf16LittleEndian ? second << 8 | first : first << 8 | second
  }

  private static func append(_ scalar: UInt32, to text: inout [UInt8]) {
    switch scalar {
    case ..<0x80:
      text.append(UInt8(scalar))
    case ..<0x800:
      text.append(UInt8(0xC0 | scalar >> 6))
      text.append(UInt8(0x80 | scalar & 0x3F))
    case ..<0x10000:
      text.append(UInt8(0xE0 | scalar >> 12))
      text.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      text.append(UInt8(0x80 | scalar & 0x3F))
    default:
      text.append(UInt8(0xF0 | scalar >> 18))
      text.append(UInt8(0x80 | scalar >> 12 & 0x3F))
      text.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      text.append(UInt8(0x80 | scalar & 0x3F))
    }
  }

  /// Where ISO-8859-15 differs from ISO-8859-1.
  private static let latin9Differences: [UInt8: UInt32] = [
    0xA4: 0x20AC, 0xA6: 0x160, 0xA8: 0x161, 0xB4: 0x17D, 0xB8: 0x17E, 0xBC: 0x152, 0xBD: 0x153, 0xBE: 0x178,
  ]

  /// Windows-1252 from 0x80 to 0x9F; 0 where the byte means nothing.
  private static let windows1252High: [UInt32] = [
    0x20AC, 0, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17D,
    0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0, 0x17E,
    0x178,
  ]
}
