import Foundation
import Glibc
import TestSupport

/// A file system in memory that fills up soon.
final class SmallDisk {
  let folder = TemporaryFolder()
  var path: String { folder.path + "/disk" }

  /// Whether this machine lets us mount: tried once.
  static let isPossible: Bool = {
    guard geteuid() == 0, Program.isInstalled("mount"), Program.isInstalled("umount") else { return false }
    do { return try SmallDisk(kilobytes: 16).isMounted } catch { return false }
  }()

  private let isMounted: Bool

  init(kilobytes: Int) throws {
    let path = folder.path + "/disk"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    isMounted =
      try Program.run("mount", ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path]).status == 0
  }

  deinit {
    guard isMounted else { return }
    do { _ = try Program.run("umount", ["-l", path]) } catch { print("still mounted: \(path): \(error)") }
  }
}
