import Findings
import YAML

extension SettingsReader {
  private enum Then: String, CaseIterable { case remove, move }

  mutating func sources(_ root: Outline, among administrations: [Settings.Administration]) -> [Settings
    .Source]
  {
    guard let node = root["sources"] else { return [] }
    var ids = UniqueIDs()
    var sources: [Settings.Source] = []
    for item in inspector.items(node, of: "sources") {
      let kind = sourceKind(of: item)
      let keys: (required: [String], optional: [String]) =
        switch kind {
        case .sftp?, nil: Self.sftpKeys
        case .webdav?: (["url", "user", "secret"], [])
        }
      guard
        let outline = inspector.outline(
          item, of: "a source", required: ["id", "administration", "kind", "then"] + keys.required,
          optional: ["processed", "every"] + keys.optional),
        let id = ids.next(of: outline, &inspector)
      else { continue }
      if let kind, let source = source(id.value, kind, outline, among: administrations) {
        sources.append(source)
      }
    }
    return sources
  }

  private mutating func sourceKind(of item: Node) -> Settings.Source.KindName? {
    guard case .mapping(let pairs) = item.content, let pair = pairs.first(where: { $0.key == "kind" }),
      let text = inspector.text(pair.value)
    else { return nil }
    return inspector.choice(text)?.value
  }

  private mutating func source(
    _ id: String, _ kind: Settings.Source.KindName, _ outline: Outline,
    among administrations: [Settings.Administration]
  ) -> Settings.Source? {
    let record = inspector.record(outline, keys: ["administration", "then", "processed", "every"])
    let administration = inspector.required("administration", of: record)
    if let administration, !administrations.contains(where: { $0.id == administration.value }) {
      inspector.report(
        "unknown-administration", at: administration.position,
        "there is no administration \(quoted(administration.value))",
        remedy: Inspector.suggestion(for: administration.value, among: administrations.map(\.id)))
    }
    let afterwards = afterwards(record)
    let every = inspector.value(
      record.text("every"), "duration", "Write 10s, 60s or 5m; from a second to an hour"
    ) { text in Self.milliseconds(text).flatMap { $0 >= 1_000 ? $0 : nil } }
    let place: Settings.Source.Kind? =
      switch kind {
      case .sftp: sftpFolder(outline).map { .sftp($0) }
      case .webdav: webdav(outline)
      }
    guard let administration, let afterwards, let place else { return nil }
    return Settings.Source(
      id: id, administration: administration.value, kind: place, afterwards: afterwards,
      everyMilliseconds: every?.value ?? 60_000)
  }

  private mutating func afterwards(_ record: Record) -> Settings.Source.Afterwards? {
    let then: Placed<Then>? = inspector.choice(inspector.required("then", of: record))
    let processed = inspector.path(record.text("processed"))
    switch (then?.value, record.text("processed")) {
    case (.remove?, nil): return .remove
    case (.remove?, let text?):
      inspector.report(
        "unused-key", at: text.position, "files are removed, so none is ever put here",
        remedy: "Remove processed, or write then: move")
      return nil
    case (.move?, nil):
      inspector.report(
        "missing-key", at: record.position(of: "then"), "the source does not say where files are moved",
        remedy: "Add processed: with a folder below the source's")
      return nil
    case (.move?, _?):
      return processed.flatMap { folder in
        guard !folder.value.contains("/") else {
          inspector.report(
            "bad-path", at: folder.position, "\(quoted(folder.value)) is more than one folder",
            remedy: "Write the name of a folder that lies in the source's folder")
          return nil
        }
        return .move(to: folder.value)
      }
    case (nil, _): return nil
    }
  }

  private mutating func webdav(_ outline: Outline) -> Settings.Source.Kind? {
    let record = inspector.record(outline, keys: ["url", "user", "secret"])
    let url = webAddress(inspector.required("url", of: record))
    let user = inspector.value(
      inspector.required("user", of: record), "user", "Write the name that the server knows us by"
    ) { $0.contains(":") || $0.utf8.contains(where: { $0 < 32 || $0 == 127 }) ? nil : $0 }
    let secret = secret(inspector.required("secret", of: record))
    guard let url, let user, let secret else { return nil }
    return .webdav(url: url, user: user.value, secret: secret)
  }
}
