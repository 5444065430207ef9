package import Curl

/// A folder on an SFTP server.
package struct SFTPSource: RemoteFolder {
  private static let asidePrefix = ".taken-"

  private let client: SFTPClient
  private let folder: SFTPPath
  private let afterwards: Afterwards

  package init(_ client: SFTPClient, _ folder: SFTPPath, then afterwards: Afterwards) {
    self.client = client
    self.folder = folder
    self.afterwards = afterwards
  }

  package func list() throws(FetchFailure) -> [RemoteFile] {
    do throws(SFTPFailure) {
      var entries = try client.list(folder).filter { $0.kind == .file }
      // What a cut caught between being set aside and being removed is looked at again under its own name.
      for entry in entries where entry.name.hasPrefix(Self.asidePrefix) {
        let name = String(entry.name.dropFirst(Self.asidePrefix.count))
        guard !entries.contains(where: { $0.name == name }), let aside = folder.adding(entry.name),
          let back = folder.adding(name)
        else { continue }
        try client.rename(aside, to: back)
      }
      if entries.contains(where: { $0.name.hasPrefix(Self.asidePrefix) }) {
        entries = try client.list(folder).filter { $0.kind == .file }
      }
      return entries.map { RemoteFile(name: $0.name, size: $0.size, changed: $0.changed) }
    } catch { throw FetchFailure(error) }
  }

  package func fetch(
    _ file: RemoteFile, take: @escaping (UnsafeRawBufferPointer) -> Bool
  ) throws(FetchFailure) {
    let path = try path(file.name, in: folder)
    do { _ = try client.download(path, take: take) } catch { throw FetchFailure(error) }
  }

  package func acknowledge(_ file: RemoteFile) throws(FetchFailure) -> Bool {
    let source = try path(file.name, in: folder)
    // Renamed first and looked at after: between a look and a removal somebody could put a new file there.
    let target: SFTPPath
    switch afterwards {
    case .remove: target = try path(Self.asidePrefix + file.name, in: folder)
    case .move(let processed): target = try freePath(file.name, in: path(processed, in: folder))
    }
    do throws(SFTPFailure) {
      try client.rename(source, to: target)
      let moved = try client.list(target.folder).first { target.folder.adding($0.name) == target }
      guard let moved, moved.size == file.size, moved.changed == file.changed else {
        try client.rename(target, to: source)
        return false
      }
      if afterwards == .remove { try client.remove(target) }
      return true
    } catch {
      // Somebody else has taken it away.
      if case .noSuchFile = error { return true }
      throw FetchFailure(error)
    }
  }

  /// Nothing is overwritten: a second file of the same name becomes `2-name`.
  private func freePath(_ name: String, in processed: SFTPPath) throws(FetchFailure) -> SFTPPath {
    let taken: Set<String>
    do throws(SFTPFailure) {
      try client.makeFolder(processed)
      taken = Set(try client.list(processed).map(\.name))
    } catch { throw FetchFailure(error) }
    var free = name
    var number = 1
    while taken.contains(free) {
      number += 1
      free = "\(number)-\(name)"
    }
    return try path(free, in: processed)
  }

  private func path(_ name: String, in folder: SFTPPath) throws(FetchFailure) -> SFTPPath {
    guard !name.unicodeScalars.contains("\u{fffd}"), let path = folder.adding(name) else {
      throw FetchFailure("a name in \(folder) is no plain text; rename the file there", isOfOneFile: true)
    }
    return path
  }
}

extension FetchFailure {
  fileprivate init(_ failure: SFTPFailure) {
    switch failure {
    case .noSuchFile, .denied, .existsAlready, .refused: self.init(failure.description, isOfOneFile: true)
    case .notReached, .wrongHostKey, .loginDenied, .outcomeUnknown, .noRoom: self.init(failure.description)
    }
  }
}
