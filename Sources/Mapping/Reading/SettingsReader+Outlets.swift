import Findings
import YAML

extension SettingsReader {
  /// The keys of a destination by its kind; `id` and `kind` stand in each.
  private static func keys(
    of kind: Settings.Outlet.KindName
  ) -> (required: [String], optional: [String]) {
    switch kind {
    case .fileDrop: (["format", "folder"], [])
    }
  }

  /// An outlet with a fault still exists by name, so that an administration may use it without a second finding.
  mutating func outlets(_ root: Outline) -> [Placed<Settings.Outlet>] {
    guard let node = root["destinations"] else { return [] }
    var ids = UniqueIDs()
    var outlets: [Placed<Settings.Outlet>] = []
    for item in inspector.items(node, of: "destinations") {
      let kind = kind(of: item)
      let keys = Self.keys(of: kind ?? .fileDrop)
      guard
        let outline = inspector.outline(
          item, of: "a destination", required: ["id", "kind"] + keys.required, optional: keys.optional),
        let id = ids.next(of: outline, &inspector)
      else { continue }
      let unread = Settings.Outlet.Kind.fileDrop(
        Settings.FileDrop(format: .hledger, place: .folder("drop")))
      outlets.append(
        Placed(
          Settings.Outlet(id: id.value, kind: kind.flatMap { read($0, outline) } ?? unread), at: id.position))
    }
    return outlets
  }

  /// Read ahead of the other keys, for it decides which they are. A fault of its shape is told with theirs.
  private mutating func kind(of item: Node) -> Settings.Outlet.KindName? {
    guard case .mapping(let pairs) = item.content, let pair = pairs.first(where: { $0.key == "kind" }),
      let text = inspector.text(pair.value)
    else { return nil }
    return inspector.choice(text)?.value
  }

  private mutating func read(
    _ kind: Settings.Outlet.KindName, _ outline: Outline
  ) -> Settings.Outlet.Kind? {
    switch kind {
    case .fileDrop: fileDrop(outline).map { .fileDrop($0) }
    }
  }

  private mutating func fileDrop(_ outline: Outline) -> Settings.FileDrop? {
    let record = inspector.record(outline, keys: ["format", "folder"])
    let format: Placed<Settings.FileDrop.Format>? = inspector.choice(
      inspector.required("format", of: record))
    let folder = inspector.path(inspector.required("folder", of: record))
    guard let format, let folder else { return nil }
    return Settings.FileDrop(format: format.value, place: .folder(folder.value))
  }
}
