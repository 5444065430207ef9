import Books
import Disk
import Foundation
import Glibc
import Pipeline
import Testing

/// An auditor may read a workspace, and no more.
struct ReadOnlyTests {
  @Test(.enabled(if: Stranger.canBe, "setfsuid cannot be called"), arguments: [false, true])
  func `verify needs no right to write, while the books rest and while somebody has them open`(isOpen: Bool)
    throws
  {
    let books = try DamagedBooks()
    let folder = isOpen ? books.trial.folder : URL(filePath: books.path).deletingLastPathComponent()
    let before = try Self.names(in: folder)
    try Self.setRights(of: folder, writable: false)
    defer {
      do { try Self.setRights(of: folder, writable: true) } catch { print("stays read-only: \(error)") }
    }
    let (report, canWrite) = try Stranger.run {
      let descriptor = open(folder.appending(path: "new").path, O_CREAT | O_WRONLY, 0o600)
      let workspace = try Workspace.open(DiskPath(folder.path)).get()
      return (try Verification(workspace).run(), descriptor >= 0)
    }
    #expect(!canWrite)
    #expect(report.isEqual, "\(report.findings)")
    #expect(report.entries > 5)
    #expect(try Self.names(in: folder) == before)
  }

  @Test func `verify leaves nothing behind in the workspace`() throws {
    let books = try DamagedBooks()
    let folder = URL(filePath: books.path).deletingLastPathComponent()
    let before = try Self.names(in: folder)
    #expect(try books.verify().isEqual)
    #expect(try Self.names(in: folder) == before)
  }

  private static func names(in folder: URL) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
  }

  private static func setRights(of folder: URL, writable: Bool) throws {
    for name in [""] + (try names(in: folder)) {
      let path = folder.appending(path: name).path
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      let rights: mode_t = isFolder.boolValue ? (writable ? 0o755 : 0o555) : (writable ? 0o644 : 0o444)
      #expect(chmod(path, rights) == 0)
    }
  }
}

/// Somebody who owns nothing here: for whoever is root, another user in the eyes of the file system, on this thread alone.
private enum Stranger {
  private static let setUser: (@convention(c) (UInt32) -> Int32)? = {
    guard let address = dlsym(nil, "setfsuid") else { return nil }
    return unsafeBitCast(address, to: (@convention(c) (UInt32) -> Int32).self)
  }()

  static var canBe: Bool { geteuid() != 0 || setUser != nil }

  static func run<Value>(_ body: () throws -> Value) rethrows -> Value {
    guard geteuid() == 0 else { return try body() }
    _ = setUser?(65_534)
    defer { _ = setUser?(0) }
    return try body()
  }
}
