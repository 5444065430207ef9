/// A folder on another machine in which files arrive for us.
package protocol RemoteFolder: Sendable {
  /// The files that lie there, not the folders, in the order of names.
  func list() throws(FetchFailure) -> [RemoteFile]

  /// All of a file in pieces; `take` says whether to go on.
  func fetch(_ file: RemoteFile, take: @escaping (UnsafeRawBufferPointer) -> Bool) throws(FetchFailure)

  /// Takes away a file that is kept here, durably, if it is still the one that was read: removes it or moves it.
  /// - Returns: false where another lies there by now; that one has not been read, and stays.
  func acknowledge(_ file: RemoteFile) throws(FetchFailure) -> Bool
}

/// A file as its folder's list has it: equal as long as nobody has changed it, as far as the server tells.
package struct RemoteFile: Sendable, Hashable {
  package var name: String
  /// Bytes.
  package var size: Int64
  /// When it was changed, or its entity tag, in the server's words.
  package var changed: String

  package init(name: String, size: Int64, changed: String) {
    self.name = name
    self.size = size
    self.changed = changed
  }
}

/// What becomes of a file at its source once it is kept here.
package enum Afterwards: Sendable, Hashable {
  case remove
  /// Into a folder below the source's.
  case move(String)
}

/// Why a source gave nothing, or not this file. The sentence is for an operator.
package struct FetchFailure: Error, Sendable, Hashable, CustomStringConvertible {
  package let description: String
  /// The other files may still be had.
  package let isOfOneFile: Bool

  package init(_ sentence: String, isOfOneFile: Bool = false) {
    description = sentence
    self.isOfOneFile = isOfOneFile
  }
}
