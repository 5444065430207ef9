import Foundation
import PayerSimulator
import Testing

/// Writes a world into a folder, for looking at it and for giving it to the program:
/// `REMITD_WORLD=<folder> REMITD_SEED=3 swift test --filter WorldFolderTests`.
struct WorldFolderTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let folder = environment["REMITD_WORLD"].map { URL(filePath: $0) }

  @Test(.enabled(if: folder != nil, "needs the folder in REMITD_WORLD"))
  func `a world becomes a workspace, with what reaches its inbox in the folder events`() throws {
    let folder = try #require(Self.folder)
    let seed = try #require(UInt64(Self.environment["REMITD_SEED"] ?? "1"))
    let world = SimulatedWorld.play(seed: seed)
    for file in world.workspace { try write(file, named: file.name, to: folder) }
    var count = 10000
    for file in world.events.flatMap(\.files) {
      count += 1
      try write(file, named: "events/\(count)-\(file.name)", to: folder)
    }
    #expect(count > 10100)
  }

  private func write(_ file: SimulatedFile, named name: String, to folder: URL) throws {
    let path = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(file.bytes).write(to: path)
  }
}
