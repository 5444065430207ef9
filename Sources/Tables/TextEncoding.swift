/// How bytes stand for characters in a table. Never guessed: a profile names it, canonical files are UTF-8.
package enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case windows1252 = "windows-1252"
  case latin1 = "iso-8859-1"

  /// Nothing where the bytes are not text in this encoding: strict UTF-8, and the five holes of windows-1252.
  package func text(_ bytes: ArraySlice<UInt8>) -> String? {
    if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
    switch self {
    case .utf8:
      return String(validating: bytes, as: UTF8.self)
    case .latin1:
      return Self.string(bytes.lazy.map { UInt16($0) })
    case .windows1252:
      guard bytes.allSatisfy({ Self.scalar1252($0) != 0 }) else { return nil }
      return Self.string(bytes.lazy.map(Self.scalar1252))
    }
  }

  /// A text in windows-1252, a byte for each character: a question mark for what that has not got, a letter without
  /// the marks that follow it.
  package static func windows1252Bytes(of text: String) -> [UInt8] {
    text.flatMap { character -> [UInt8] in
      if character == "\r\n" { return [13, 10] }
      return [character.unicodeScalars.first.flatMap { byte1252(of: $0) } ?? UInt8(ascii: "?")]
    }
  }

  private static func byte1252(of scalar: Unicode.Scalar) -> UInt8? {
    switch scalar.value {
    case 0..<0x80, 0xA0...0xFF: UInt8(scalar.value)
    case 0x100...0xFFFF: page1252.firstIndex(of: UInt16(scalar.value)).map { UInt8($0 + 0x80) }
    default: nil
    }
  }

  package func admits(_ bytes: ArraySlice<UInt8>) -> Bool {
    switch self {
    case .latin1: true
    case .utf8: bytes.allSatisfy { $0 < 0x80 } || String(validating: bytes, as: UTF8.self) != nil
    case .windows1252: bytes.allSatisfy { $0 == 0 || Self.scalar1252($0) != 0 }
    }
  }

  /// Whether a byte begins a character: columns are counted in characters, as editors do.
  func beginsCharacter(_ byte: UInt8) -> Bool { self != .utf8 || byte & 0xC0 != 0x80 }

  private static func string(_ units: some Sequence<UInt16>) -> String {
    var text = ""
    for unit in units {
      guard let scalar = Unicode.Scalar(unit) else { preconditionFailure("no code page has surrogates") }
      text.unicodeScalars.append(scalar)
    }
    return text
  }

  /// 0 where windows-1252 has no character.
  private static func scalar1252(_ byte: UInt8) -> UInt16 {
    (0x80...0x9F).contains(byte) ? page1252[Int(byte) - 0x80] : UInt16(byte)
  }

  private static let page1252: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
    0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
    0x0153, 0, 0x017E, 0x0178,
  ]
}
