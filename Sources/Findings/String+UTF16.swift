extension String {
  /// Of bytes in UTF-16 that begin with its byte order mark; nothing where none stands there. A half of a character
  /// becomes U+FFFD.
  package init?(utf16 bytes: [UInt8]) {
    let isBig = bytes.starts(with: [0xFE, 0xFF])
    guard isBig || bytes.starts(with: [0xFF, 0xFE]) else { return nil }
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
      let (high, low) = isBig ? (bytes[index], bytes[index + 1]) : (bytes[index + 1], bytes[index])
      return UInt16(high) << 8 | UInt16(low)
    }
    self = String(decoding: units, as: UTF16.self)
  }
}
