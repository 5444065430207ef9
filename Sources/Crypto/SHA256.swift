import CCrypto

/// SHA-256 of bytes that come in pieces. After `finish()` it is ready for the next message.
package struct SHA256: ~Copyable {
  private let context: OpaquePointer

  /// Looked up once: asking OpenSSL 3 by name for each message costs more than a short message.
  private static let algorithm = Algorithm()

  private struct Algorithm: @unchecked Sendable {
    // An EVP_MD is constant once fetched, and may be used from all threads; it is never freed.
    let pointer: OpaquePointer

    init() {
      guard let pointer = EVP_MD_fetch(nil, "SHA256", nil) else {
        preconditionFailure("this OpenSSL has no SHA-256")
      }
      self.pointer = pointer
    }
  }

  package init() {
    guard let context = EVP_MD_CTX_new() else { preconditionFailure("no memory for a digest") }
    self.context = context
    begin()
  }

  deinit { EVP_MD_CTX_free(context) }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else {
      preconditionFailure("SHA-256 cannot fail on memory")
    }
  }

  package mutating func update(_ bytes: some Sequence<UInt8>) {
    if bytes.withContiguousStorageIfAvailable({ update(UnsafeRawBufferPointer($0)) }) == nil {
      update(Array(bytes))
    }
  }

  /// The UTF-8 of a text.
  package mutating func update(_ text: String) {
    var text = text
    text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
  }

  package mutating func finish() -> Digest {
    let digest = withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { room in
      guard EVP_DigestFinal_ex(context, room.baseAddress, nil) == 1 else {
        preconditionFailure("SHA-256 cannot fail on memory")
      }
      return Digest(raw: UnsafeRawPointer(room.baseAddress!))
    }
    begin()
    return digest
  }

  package static func digest(_ bytes: some Sequence<UInt8>) -> Digest {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finish()
  }

  /// Of the UTF-8 of a text.
  package static func digest(_ text: String) -> Digest {
    var hash = SHA256()
    hash.update(text)
    return hash.finish()
  }

  private func begin() {
    guard EVP_DigestInit_ex2(context, Self.algorithm.pointer, nil) == 1 else {
      preconditionFailure("this OpenSSL has no SHA-256")
    }
  }
}
