package import JSON

/// An answer from the books, in the two forms in which it is given.
package protocol Report: Sendable {
  /// As the contract has it (CONTRACT.md section 4, docs/json.md).
  var json: JSON { get }
  /// For a terminal: tables and sentences, lines ended.
  var text: String { get }
}
