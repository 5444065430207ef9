package import Care
package import Findings

/// Bytes as they come, in pieces: a file, or memory in a test.
package protocol ByteSource {
  /// The next piece, at most a few hundred kilobytes; empty at the end. Fails only if the outside world does.
  mutating func next() throws -> [UInt8]
}

/// What kind of message a file holds, and in what standard.
package struct Format: Sendable, Hashable {
  package enum Kind: String, Sendable {
    case declarations, awards, receipts, specifications
  }

  package var kind: Kind
  /// As people call it: `AW319 1.4`, `camt.053.001.08`, `canonical awards`, `receipts (ing-nl)`.
  package var name: String
  /// A test message: taken in only by an administration that is itself a test.
  package var isTest: Bool
  /// The standard says of every message whether it is a test, so one without the mark is known to be production.
  package var carriesTestMark: Bool

  package init(kind: Kind, name: String, isTest: Bool = false, carriesTestMark: Bool = false) {
    self.kind = kind
    self.name = name
    self.isTest = isTest
    self.carriesTestMark = carriesTestMark
  }
}

/// What a decoder says of a file when it has read all of it.
package struct Reading: Sendable {
  package var format: Format
  package var findings: FindingList
  /// Records, rows or elements that carry facts.
  package var lines: Int

  package init(format: Format, findings: FindingList, lines: Int) {
    self.format = format
    self.findings = findings
    self.lines = lines
  }
}

/// Reads one family of formats. A decoder holds no state between files and knows no disk, clock or network.
///
/// It streams: memory does not grow with the file. It hands each fact to `sink` in the order of the file, and
/// goes on after a mistake as long as the rest still makes sense, so that a person sees all findings at once.
/// Facts of a file whose `Reading` has errors are worth nothing: the caller reads every file twice, and keeps
/// facts only of the second time.
package protocol Decoder: Sendable {
  /// Whether the first bytes (up to 4,096) are of this family; decided by content, never by name.
  func recognises(_ head: [UInt8]) -> Bool

  func decode(
    _ source: inout some ByteSource, named name: String, sink: (Fact) throws -> Void
  ) throws -> Reading
}
