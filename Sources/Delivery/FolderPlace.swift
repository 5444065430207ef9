package import Disk

/// A folder of this machine. Every step outlives a power cut.
package struct FolderPlace: DropPlace {
  private let folder: DiskPath

  /// - Parameter folder: made at the first send if it is missing.
  package init(_ folder: DiskPath) { self.folder = folder }

  package var name: String { folder.display }
  package var remedy: String { "make the folder, and give it to the user that runs remitd" }

  package func probe() throws(DropTrouble) {
    try asking { () throws(DiskFailure) in
      try DurableFile.touch(folder / DropName.probe)
      try Folder.remove(folder / DropName.probe)
    }
  }

  package func prepare() throws(DropTrouble) {
    try asking { () throws(DiskFailure) in
      try Folder.make(folder, mode: 0o750)
      try Folder.make(folder / DropName.memoryFolder, mode: 0o750)
    }
  }

  package func read(_ name: DropName) throws(DropTrouble) -> [UInt8]? {
    try asking { () throws(DiskFailure) in try DurableFile.read(path(name)) }
  }

  package func holds(_ name: DropName) throws(DropTrouble) -> Bool {
    try asking { () throws(DiskFailure) in try FileStamp.ofWhatLies(at: path(name)) != nil }
  }

  package func write(
    _ bytes: [UInt8], to name: DropName, reached: (DurableStep) -> Void
  ) throws(DropTrouble) {
    try asking { () throws(DiskFailure) in
      _ = try DurableFile.write(bytes, to: path(name), mode: 0o640, reached: reached)
    }
  }

  package func keepDraft(_ bytes: [UInt8], of file: FileName) throws(DropTrouble) {
    try asking { () throws(DiskFailure) in
      var draft = try DraftFile(at: path(.draft(file)), mode: 0o640)
      try draft.append(bytes)
      try draft.keep()
    }
  }

  package func publishDraft(of file: FileName) throws(DropTrouble) -> Bool {
    try asking { () throws(DiskFailure) in
      try Folder.rename(path(.draft(file)), toFree: path(.file(file)))
    }
  }

  package func synchronise() throws(DropTrouble) {
    try asking { () throws(DiskFailure) in try Folder.synchronise(folder) }
  }

  private func path(_ name: DropName) -> DiskPath {
    switch name {
    case .memory: folder / DropName.memoryFolder / name.name
    case .file, .done, .draft: folder / name.name
    }
  }

  private func asking<Answer>(_ act: () throws(DiskFailure) -> Answer) throws(DropTrouble) -> Answer {
    do { return try act() } catch { throw DropTrouble(error.description) }
  }
}
