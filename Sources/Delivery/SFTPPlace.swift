package import Curl
package import Disk

/// A folder on an SFTP server. A power cut over there is the server's matter: the protocol has no word for "on disk".
package struct SFTPPlace: DropPlace {
  private let client: SFTPClient
  private let folder: SFTPPath

  /// - Parameter folder: exists; one that is missing is a mistake in a path more often than not.
  package init(_ client: SFTPClient, _ folder: SFTPPath) {
    self.client = client
    self.folder = folder
  }

  package var name: String { "\(folder) on \(client.server.host)" }
  package var remedy: String {
    "compare host, user, key-file, host-key and folder with what the server's administrator says"
  }

  package func probe() throws(DropTrouble) {
    let probe = child(folder, "\(DropName.probe)")
    do throws(SFTPFailure) {
      try client.upload([], to: probe)
      try client.remove(probe)
    } catch { throw DropTrouble(error.description) }
  }

  package func prepare() throws(DropTrouble) {
    let memory = child(folder, "\(DropName.memoryFolder)")
    do throws(SFTPFailure) {
      let names = try client.list(folder).map(\.name)
      if !names.contains("\(DropName.memoryFolder)") { try client.makeFolder(memory) }
    } catch {
      if case .noSuchFile = error {
        throw DropTrouble(
          "there is no folder \(folder) on \(client.server.host); make it there, or correct `folder` of the destination"
        )
      }
      throw DropTrouble(error.description)
    }
  }

  package func read(_ name: DropName) throws(DropTrouble) -> [UInt8]? {
    do throws(SFTPFailure) {
      return try client.download(path(name))
    } catch {
      if case .noSuchFile = error { return nil }
      throw DropTrouble(error.description)
    }
  }

  package func holds(_ name: DropName) throws(DropTrouble) -> Bool {
    let path = path(name)
    do throws(SFTPFailure) {
      return try client.list(path.folder).contains { path.folder.adding($0.name) == path }
    } catch {
      if case .noSuchFile = error { return false }
      throw DropTrouble(error.description)
    }
  }

  package func write(
    _ bytes: [UInt8], to name: DropName, reached: (DurableStep) -> Void
  ) throws(DropTrouble) {
    let path = path(name)
    let draft = child(path.folder, "\(DropName.draft(name.name).name)")
    do throws(SFTPFailure) {
      do throws(SFTPFailure) {
        try client.upload(bytes, to: draft, thenRenamedTo: path)
      } catch {
        guard case .existsAlready = error else { throw error }
        // SFTP renames onto nothing. What lies there is ours: equal, or what a cut left of it.
        if try client.download(path) == bytes {
          try client.remove(draft)
        } else {
          try client.remove(path)
          try client.rename(draft, to: path)
        }
      }
    } catch { throw DropTrouble(error.description) }
    reached(.renamed)
  }

  package func keepDraft(_ bytes: [UInt8], of file: FileName) throws(DropTrouble) {
    do { try client.upload(bytes, to: path(.draft(file))) } catch { throw DropTrouble(error.description) }
  }

  package func publishDraft(of file: FileName) throws(DropTrouble) -> Bool {
    do throws(SFTPFailure) {
      try client.rename(path(.draft(file)), to: path(.file(file)))
      return true
    } catch {
      if case .existsAlready = error { return false }
      throw DropTrouble(error.description)
    }
  }

  package func synchronise() {}

  private func path(_ name: DropName) -> SFTPPath {
    switch name {
    case .memory: child(child(folder, "\(DropName.memoryFolder)"), "\(name.name)")
    case .file, .done, .draft: child(folder, "\(name.name)")
    }
  }

  private func child(_ folder: SFTPPath, _ name: String) -> SFTPPath {
    guard let path = folder.adding(name) else {
      preconditionFailure("the name of a batch is part of a file's name")
    }
    return path
  }
}
