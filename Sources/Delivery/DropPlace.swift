package import Disk

/// Where a file drop puts its files: a folder of this machine or of another one. A step that returns is done.
package protocol DropPlace: Sendable {
  /// As an operator knows it.
  var name: String { get }
  /// What an operator does where nothing can be written.
  var remedy: String { get }

  /// Writes something nobody reads and takes it away again: whether a file can be written, only writing one tells.
  func probe() throws(DropTrouble)

  /// Makes what is missing before a first file can be put there.
  func prepare() throws(DropTrouble)

  /// The whole of a file; nothing where there is none.
  func read(_ name: DropName) throws(DropTrouble) -> [UInt8]?

  func holds(_ name: DropName) throws(DropTrouble) -> Bool

  /// Gives a file its content in one moment, whatever was there: nobody sees half of it.
  /// - Parameter reached: told of each step; a test may stop the program there.
  func write(_ bytes: [UInt8], to name: DropName, reached: (DurableStep) -> Void) throws(DropTrouble)

  /// Keeps the whole of a file as its draft. A draft that was there gives way.
  func keepDraft(_ bytes: [UInt8], of file: FileName) throws(DropTrouble)

  /// Gives the draft the file's name. Only this takes a draft away.
  /// - Returns: false where the name is taken; what has it stays as it is.
  func publishDraft(of file: FileName) throws(DropTrouble) -> Bool

  /// Makes the names in the folder last.
  func synchronise() throws(DropTrouble)
}

/// One of the files that belong to one drop.
package enum DropName: Sendable, Hashable {
  /// The file itself, and `<file>.done` beside it.
  case file(FileName)
  case done(FileName)
  /// `.<file>.part`: what nobody reads.
  case draft(FileName)
  /// `.sent/<file>`: that it was dropped, and with which SHA-256.
  case memory(FileName)

  static let probe: StaticString = ".remitd-check"
  static let memoryFolder: StaticString = ".sent"

  /// Its name in its folder, which is `.sent` for a memory and the drop folder for all else.
  var name: FileName {
    switch self {
    case .file(let file), .memory(let file): file
    case .done(let file): Self.longer("", file, ".done")
    case .draft(let file): Self.longer(".", file, ".part")
    }
  }

  private static func longer(_ before: String, _ file: FileName, _ after: String) -> FileName {
    guard let name = FileName(bytes: Array(before.utf8) + file.bytes.prefix(240) + Array(after.utf8)) else {
      preconditionFailure("a longer name is a name")
    }
    return name
  }
}

/// A place that did not do as asked, for a reason that may pass: a full disk too is a matter of time, whoever makes room
/// need not tell us. The sentence is for an operator.
package struct DropTrouble: Error, Sendable, CustomStringConvertible {
  package let description: String
  package init(_ sentence: String) { description = sentence }
}

/// A place that cannot even be asked, and why.
package struct MissingPlace: DropPlace {
  private let sentence: String
  package init(_ sentence: String) { self.sentence = sentence }

  package var name: String { "the server's folder" }
  package var remedy: String { "put the key where the settings say, or correct `key-file`" }
  package func probe() throws(DropTrouble) { throw DropTrouble(sentence) }
  package func prepare() throws(DropTrouble) { throw DropTrouble(sentence) }
  package func read(_ name: DropName) throws(DropTrouble) -> [UInt8]? { throw DropTrouble(sentence) }
  package func holds(_ name: DropName) throws(DropTrouble) -> Bool { throw DropTrouble(sentence) }
  package func write(
    _ bytes: [UInt8], to name: DropName, reached: (DurableStep) -> Void
  ) throws(DropTrouble) { throw DropTrouble(sentence) }
  package func keepDraft(_ bytes: [UInt8], of file: FileName) throws(DropTrouble) {
    throw DropTrouble(sentence)
  }
  package func publishDraft(of file: FileName) throws(DropTrouble) -> Bool { throw DropTrouble(sentence) }
  package func synchronise() throws(DropTrouble) { throw DropTrouble(sentence) }
}
