import CCurl

/// Requests over HTTPS, each on a connection of its own thread, whole or not at all.
///
/// Whom we talk to is proven by the certificates of the system, or of one file. Plain HTTP goes to this machine only.
package struct HTTPClient: HTTPTransport {
  private let limits: TransferLimits
  /// Certificates to trust instead of the system's, as a path.
  private let certificates: String?
  private let isStopping: @Sendable () -> Bool

  package init(
    _ limits: TransferLimits = TransferLimits(), certificates: String? = nil,
    isStopping: @escaping @Sendable () -> Bool = { false }
  ) {
    self.limits = limits
    self.certificates = certificates
    self.isStopping = isStopping
  }

  package func exchange(_ request: HTTPRequest) throws(TransportFailure) -> HTTPResponse {
    try Self.check(request)
    let isPlain = request.url.isPlainLoopback
    var handle = try EasyHandle.make(limits, protocols: isPlain ? "http" : "https", isStopping: isStopping)
    try handle.set(CURLOPT_URL, request.url)
    try handle.set(CURLOPT_USERAGENT, "remitd")
    // Some systems answer compressed whether asked or not (Tryton): only what was asked for is unpacked.
    try handle.set(CURLOPT_ACCEPT_ENCODING, "gzip")
    try handle.set(CURLOPT_SSL_VERIFYPEER, 1)
    try handle.set(CURLOPT_SSL_VERIFYHOST, 2)
    if let certificates { try handle.set(CURLOPT_CAINFO, certificates) }
    // Waiting for "100 Continue" costs a second with servers that do not know it.
    try handle.set(
      CURLOPT_HTTPHEADER, list: request.headers.map { "\($0.name): \($0.value)" } + ["Expect:"])
    switch request.method {
    case .get: try handle.set(CURLOPT_HTTPGET, 1)
    case .post, .put, .delete, .move, .propfind:
      if request.method == .post || !request.body.isEmpty { try handle.post(request.body) }
      try handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }
    let (code, words) = handle.perform()
    let transfer = handle.transfer
    guard code == CURLE_OK else { throw failure(code, words, handle) }
    return HTTPResponse(handle.status, headers: transfer.headers, body: transfer.body)
  }

  private func failure(
    _ code: CURLcode, _ words: String, _ handle: borrowing EasyHandle
  ) -> TransportFailure {
    if handle.transfer.isTooLarge || code == CURLE_FILESIZE_EXCEEDED {
      return .outcomeUnknown("the answer is longer than \(limits.answerBytes) bytes")
    }
    let sentence = handle.transfer.wasStopped ? "it was stopped" : words
    // Also of an answer that is none libcurl says that it does not know the protocol.
    if handle.hasSent { return .outcomeUnknown(sentence) }
    return code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL
      ? .refused(sentence) : .notSent(sentence)
  }

  /// libcurl sends a header with a line end as two headers.
  private static func check(_ request: HTTPRequest) throws(TransportFailure) {
    guard request.url.hasPrefix("https://") || request.url.isPlainLoopback else {
      throw .refused("an address must begin with https://; http:// is for this machine only")
    }
    guard request.url.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
      throw .refused("the address holds a blank, a line end or a letter that addresses do not have")
    }
    for header in request.headers {
      guard !header.name.isEmpty, header.name.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != 58 }),
        header.value.utf8.allSatisfy({ $0 >= 32 && $0 != 127 })
      else {
        throw .refused("the header \(header.name.prefix(40)) holds a line end or a mark that is not allowed")
      }
    }
  }
}

extension String {
  /// `http://127.0.0.1:8470/…`, `http://[::1]/…`, `http://localhost/…`.
  fileprivate var isPlainLoopback: Bool {
    guard hasPrefix("http://") else { return false }
    let authority = dropFirst("http://".count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard !authority.contains("@") else { return false }
    let host =
      authority.hasPrefix("[")
      ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
    return ["127.0.0.1", "[::1]", "localhost"].contains(String(host))
  }
}
