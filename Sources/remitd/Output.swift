import Findings
import Glibc

/// Text on its way out, gathered into large writes.
struct Output: TextOutputStream {
  enum Destination {
    case standardOutput, standardError
    /// Kept, for a test to look at.
    case memory
  }

  private let destination: Destination
  private var buffer: [UInt8] = []
  /// `errno` of the first write that failed; what comes after it is dropped.
  private(set) var failure: Int32?

  init(_ destination: Destination) { self.destination = destination }

  /// What a terminal would obey is spelled out, wherever it came from. JSON escapes it itself.
  mutating func write(_ text: String) { writeVerbatim(visible(text)) }

  /// For a journal that another program reads, and for our own bar.
  mutating func writeVerbatim(_ text: String) {
    guard failure == nil else { return }
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= 1 << 16, destination != .memory { flush() }
  }

  mutating func flush() {
    guard let descriptor else { return }
    var rest = buffer[...]
    while !rest.isEmpty, failure == nil {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written >= 0 { rest = rest.dropFirst(written) } else if errno != EINTR { failure = errno }
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Whether everything arrived, as far as somebody wanted it: a reader that left has had enough.
  var isDelivered: Bool { failure == nil || failure == EPIPE }

  /// What was kept in memory.
  var text: String { String(decoding: buffer, as: UTF8.self) }

  private var descriptor: Int32? {
    switch destination {
    case .standardOutput: STDOUT_FILENO
    case .standardError: STDERR_FILENO
    case .memory: nil
    }
  }
}

/// Answers go to the one, progress and errors to the other.
struct Streams {
  var output: Output
  var errors: Output
}
