/// One request to a system on the web.
package struct HTTPRequest: Sendable, Hashable {
  package enum Method: String, Sendable {
    case get = "GET", post = "POST", put = "PUT", delete = "DELETE", move = "MOVE", propfind = "PROPFIND"
  }

  package struct Header: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package var method: Method
  /// `https://…`; plain `http` only to this machine.
  package var url: String
  package var headers: [Header]
  package var body: [UInt8]

  package init(_ method: Method, _ url: String, headers: [Header] = [], body: [UInt8] = []) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}

/// A whole answer.
package struct HTTPResponse: Sendable, Hashable {
  package var status: Int
  /// Names in lower case; of several with one name the last.
  package var headers: [String: String]
  package var body: [UInt8]

  package init(_ status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// Why there is no whole answer. The sentence is for an operator and holds no secret.
package enum TransportFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// Nothing left this machine: the name is unknown, nobody listens, the certificate is not trusted.
  case notSent(String)
  /// Sent, or perhaps sent, and no whole answer.
  case outcomeUnknown(String)
  /// This is not sent at all: an address, a header or a size that we do not allow.
  case refused(String)

  package var description: String {
    switch self {
    case .notSent(let sentence), .outcomeUnknown(let sentence), .refused(let sentence): sentence
    }
  }
}

/// Whoever carries requests; in tests something that answers by itself.
package protocol HTTPTransport: Sendable {
  /// Sends one request and waits for its whole answer, whatever its status.
  func exchange(_ request: HTTPRequest) throws(TransportFailure) -> HTTPResponse
}
