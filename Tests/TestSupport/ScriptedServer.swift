import Foundation
import Glibc
import Synchronization

/// A web server on loopback that answers as a test says, one connection after each request.
package final class ScriptedServer: Sendable {
  package struct Request: Sendable {
    package var method: String
    package var path: String
    /// Names in lower case.
    package var headers: [String: String]
    package var body: String
  }

  package enum Reply: Sendable {
    case answer(Int, headers: [String] = [], String = "")
    /// These bytes and nothing else, then the end.
    case bytes([UInt8])
    /// The request is read, and the connection ends without an answer.
    case cut
    /// Nothing is answered before the server is stopped.
    case stall
  }

  package let port: UInt16
  private let listener: Int32
  private let requests = Mutex<[Request]>([])
  private let isOver = Atomic<Bool>(false)

  package var address: String { "http://127.0.0.1:\(port)" }
  package var received: [Request] { requests.withLock { $0 } }

  package init(_ script: @escaping @Sendable (Request) -> Reply) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
        bind(listener, raw, length) == 0 && listen(listener, 64) == 0
          && getsockname(listener, raw, &length) == 0
      }
    }
    guard isListening else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in
      while !isOver.load(ordering: .relaxed) {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        Thread.detachNewThread { [self] in serve(connection, script) }
      }
    }
  }

  deinit { stop() }

  /// From here on nobody listens: connections are refused.
  package func stop() {
    guard !isOver.exchange(true, ordering: .relaxed) else { return }
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private func serve(_ connection: Int32, _ script: (Request) -> Reply) {
    defer { close(connection) }
    guard let request = Self.read(connection) else { return }
    requests.withLock { $0.append(request) }
    switch script(request) {
    case .answer(let status, let headers, let body):
      var lines = ["HTTP/1.1 \(status) As told", "Content-Length: \(body.utf8.count)", "Connection: close"]
      lines += headers
      Self.write(Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8), to: connection)
    case .bytes(let bytes): Self.write(bytes, to: connection)
    case .cut: return
    case .stall:
      // Ends when the other side has had enough, or with the server.
      var byte: UInt8 = 0
      while !isOver.load(ordering: .relaxed) {
        var poll = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
        if Glibc.poll(&poll, 1, 100) > 0, recv(connection, &byte, 1, 0) <= 0 { return }
      }
    }
  }

  private static func read(_ connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let head = bytes.firstRange(of: end) {
        let lines = String(decoding: bytes[..<head.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ").map(String.init)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
          let parts = line.split(separator: ":", maxSplits: 1)
          headers[parts[0].lowercased()] =
            parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        let body = bytes[head.upperBound...]
        if body.count >= Int(headers["content-length"] ?? "0") ?? 0, words.count > 1 {
          return Request(
            method: words[0], path: words[1], headers: headers, body: String(decoding: body, as: UTF8.self))
        }
      }
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      bytes += buffer[..<count]
    }
  }

  private static func write(_ bytes: [UInt8], to connection: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
