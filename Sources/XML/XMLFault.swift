/// Why a document is not read any further. The message never quotes the document, which may speak of people.
package struct XMLFault: Error, Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    /// `<!DOCTYPE` or another declaration: refused unread, since entities and external files hang on it.
    case doctype
    /// A reference that is neither one of the predefined five nor a character reference.
    case entity
    /// A tag, comment, instruction or CDATA section over 64 KB.
    case tooLong = "too-long"
    case tooManyAttributes = "too-many-attributes"
    case tooDeep = "too-deep"
    /// NUL, or another character that XML does not know.
    case controlCharacter = "control-character"
    /// Bytes that mean nothing in the encoding the document declares.
    case malformedBytes = "malformed-bytes"
    case unsupportedEncoding = "unsupported-encoding"
    /// The line `<?xml … ?>` itself.
    case declaration
    case notWellFormed = "not-well-formed"
    /// A second document, or anything else, after the root element.
    case severalDocuments = "several-documents"
    /// The document ends before its root element does.
    case truncated
    /// There is no root element.
    case empty
  }

  package var kind: Kind
  /// Counted from 1.
  package var line: Int
  /// Offset in the file as received, counted from 0, of the offending byte or of the tag it belongs to.
  package var byte: Int
  package var message: String

  package init(_ kind: Kind, line: Int, byte: Int, _ message: String) {
    self.kind = kind
    self.line = line
    self.byte = byte
    self.message = message
  }
}

extension XMLFault: CustomStringConvertible {
  package var description: String { "line \(line), byte \(byte): \(message)" }
}
