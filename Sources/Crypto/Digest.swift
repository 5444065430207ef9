/// A SHA-256: 32 bytes, by which bytes are known.
package struct Digest: Sendable, Hashable {
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// Exactly 32 bytes, or nothing.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    var words = [UInt64](repeating: 0, count: 4)
    for (index, byte) in bytes.enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
    self.words = (words[0], words[1], words[2], words[3])
  }

  init(raw: UnsafeRawPointer) {
    words = (
      UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
      UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
      UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
      UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
    )
  }

  /// 64 of `0-9 a-f`, or nothing.
  package init?(hex text: some StringProtocol) {
    let digits = Array(text.utf8)
    guard digits.count == 64 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    for index in stride(from: 0, to: 64, by: 2) {
      guard let high = Self.value(of: digits[index]), let low = Self.value(of: digits[index + 1]) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    self.init(bytes)
  }

  package var bytes: [UInt8] {
    [words.0, words.1, words.2, words.3].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) }
    }
  }

  /// 64 of `0-9 a-f`.
  package var hex: String {
    String(unsafeUninitializedCapacity: 64) { text in
      var place = 0
      for word in [words.0, words.1, words.2, words.3] {
        for shift in stride(from: UInt64(60), through: 0, by: -4) {
          let digit = UInt8(truncatingIfNeeded: word >> shift & 15)
          text[place] = digit < 10 ? 48 + digit : 87 + digit
          place += 1
        }
      }
      return 64
    }
  }

  /// The sum modulo 2^256: of several things it says the same in whatever order they come.
  package func adding(_ other: Digest) -> Digest {
    var carry: UInt64 = 0
    func sum(_ one: UInt64, _ two: UInt64) -> UInt64 {
      let (half, first) = one.addingReportingOverflow(two)
      let (whole, second) = half.addingReportingOverflow(carry)
      carry = first || second ? 1 : 0
      return whole
    }
    let last = sum(words.3, other.words.3)
    let third = sum(words.2, other.words.2)
    let second = sum(words.1, other.words.1)
    return Digest(words: (sum(words.0, other.words.0), second, third, last))
  }

  private init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

  package static func == (left: Digest, right: Digest) -> Bool { left.words == right.words }

  package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case 48...57: digit - 48
    case 97...102: digit - 87
    default: nil
    }
  }
}

extension Digest: CustomStringConvertible {
  package var description: String { hex }
}
