import CCrypto

/// Bytes as text of 64 letters, as HTTP carries them (RFC 4648 section 4).
package enum Base64 {
  package static func encoded(_ bytes: [UInt8]) -> String {
    // Four letters for three bytes, and the zero byte that OpenSSL writes behind them.
    String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4 + 1) { room in
      Int(EVP_EncodeBlock(room.baseAddress, bytes, Int32(bytes.count)))
    }
  }
  /// The same with `-` and `_`, which mean nothing in an address (RFC 4648 section 5); padded.
  package static func encodedForAddress(_ bytes: [UInt8]) -> String {
    encoded(bytes).replacing("+", with: "-").replacing("/", with: "_")
  }
}
