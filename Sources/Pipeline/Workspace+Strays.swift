package import Disk
package import Findings
import Mapping

extension Workspace {
  private static let mostStrays = 20

  /// Files that lie where nothing takes them: beside the inboxes, one folder too high, or in the inbox of an administration
  /// that the settings have not got. The first few of them.
  package func strays() throws(DiskFailure) -> [Finding] {
    let inboxes = folder / "inbox"
    guard try FileStamp.ofWhatLies(at: inboxes)?.kind == .folder else { return [] }
    let known = settings.administrations.map(\.id).sorted()
    var strays: [Finding] = []
    try Folder.names(in: inboxes) { name throws(DiskFailure) in
      guard !name.isUnfinished, let kind = try FileStamp.ofWhatLies(at: inboxes / name)?.kind else {
        return true
      }
      if kind == .folder {
        guard !known.contains(name.display), try hasFiles(inboxes / name) else { return true }
        strays.append(
          Finding(
            "stray-file", .warning, at: Position(file: "inbox/\(name.display)"),
            "no administration is called so, and nothing takes the files in there",
            remedy: nearestName(to: name.display, among: known).map { "did you mean inbox/\($0)?" }
              ?? "move them to the inbox of an administration: \(known.prefix(12).joined(separator: ", "))"))
      } else {
        strays.append(
          Finding(
            "stray-file", .warning, at: Position(file: "inbox/\(name.display)"),
            "it lies beside the inboxes, where nothing takes it",
            remedy: "move it one folder down: inbox/\(known.count == 1 ? known[0] : "<administration>")/"))
      }
      return strays.count < Self.mostStrays
    }
    return strays.sorted { $0.position < $1.position }
  }

  private func hasFiles(_ folder: DiskPath) throws(DiskFailure) -> Bool {
    var has = false
    try Folder.names(in: folder) { name throws(DiskFailure) in
      guard !name.isUnfinished else { return true }
      has = true
      return false
    }
    return has
  }
}
