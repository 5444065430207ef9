import Accounting
import Books
import Disk
import Foundation
import Mapping
import Pipeline

/// A workspace of its own for one test, made from the shipped template.
final class TrialWorkspace {
  static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// In memory where the system has such a place: what is tested here is not whether disks keep what they are given,
  /// and each transaction waits for one.
  private static let place: URL = {
    let memory = URL(filePath: "/dev/shm")
    return FileManager.default.isWritableFile(atPath: memory.path)
      ? memory : FileManager.default.temporaryDirectory
  }()

  let folder: URL
  let loops: Loops
  private var received = 0

  /// - Parameters:
  ///   - overrides: files that replace those of the template's mapping, by name.
  ///   - profiles: of the settings, as YAML.
  ///   - today: the day on which everything happens.
  init(
    _ overrides: [String: String] = [:], template: String = "home-care", isTest: Bool = false,
    today: String = "2026-05-01", profiles: String = ""
  ) throws {
    folder = Self.place.appending(path: "remitd-\(UUID().uuidString)")
    let mappings = folder.appending(path: "mappings/de-linde")
    try FileManager.default.createDirectory(at: mappings, withIntermediateDirectories: true)
    let shipped = Self.repository.appending(path: "mappings/\(template)")
    for name in try FileManager.default.contentsOfDirectory(atPath: shipped.path) {
      let target = name == "remitd.yaml" ? folder : mappings
      var text = try String(contentsOf: shipped.appending(path: name), encoding: .utf8)
      if name == "remitd.yaml", isTest { text = text.replacing("test: false", with: "test: true") }
      if name == "remitd.yaml" { text += profiles }
      try text.write(to: target.appending(path: name), atomically: false, encoding: .utf8)
    }
    for (name, text) in overrides {
      try text.write(to: mappings.appending(path: name), atomically: false, encoding: .utf8)
    }
    loops = try Self.open(folder, today: today)
  }

  static func open(_ folder: URL, today: String = "2026-05-01") throws -> Loops {
    guard let day = CalendarDate(iso: today) else { preconditionFailure("a test names a day that exists") }
    return try Loops(try Workspace.open(DiskPath(folder.path)).get(), clock: .fixed(day))
  }

  deinit {
    do { try FileManager.default.removeItem(at: folder) } catch {
      print("the workspace of a test stays behind: \(error)")
    }
  }

  var books: Books { loops.books }

  /// Takes one file in and does all that follows from it.
  @discardableResult
  func take(_ name: String, _ bytes: [UInt8]) throws -> BookFile {
    let id = try receive(name, bytes)
    try loops.settle()
    guard let file = try books.file(id) else { preconditionFailure("a received file is in the books") }
    return file
  }

  /// Takes all files in before anything follows from them.
  func takeAll(_ files: [(name: String, bytes: [UInt8])]) throws {
    for file in files { _ = try receive(file.name, file.bytes) }
    try loops.settle()
  }

  private func receive(_ name: String, _ bytes: [UInt8]) throws -> Int64 {
    received += 1
    let source = folder.appending(path: "given-\(received)")
    try FileManager.default.createDirectory(at: source, withIntermediateDirectories: true)
    let path = source.appending(path: name)
    try Data(bytes).write(to: path)
    return try loops.receiver.receive([DiskPath(path.path)], administration: "de-linde")[0].get()
  }

  @discardableResult
  func take(_ name: String, _ text: String) throws -> BookFile { try take(name, Array(text.utf8)) }

  func endState() throws -> EndState { try books.endState(of: "de-linde") }

  /// Cents per account over all entries of the gateway and of the other systems.
  func balances() throws -> [String: Int64] {
    var balances: [String: Int64] = [:]
    for line in try endState().lines where line.hasPrefix("balance ") {
      let parts = line.split(separator: " ", omittingEmptySubsequences: false)
      balances[String(parts[2]), default: 0] += Int64(parts[4]) ?? 0
    }
    return balances.filter { $0.value != 0 }
  }
}
