import Accounting
import Findings
import YAML

/// Reads `remitd.yaml`.
struct SettingsReader {
  var inspector: Inspector

  init(file: String) { inspector = Inspector(file: file) }

  mutating func read(_ bytes: [UInt8]) -> Settings? {
    guard let node = inspector.document(bytes),
      let root = inspector.outline(
        node, of: "the settings", required: ["storage", "administrations", "destinations"],
        optional: ["inbox-quiet", "sources", "profiles", "web"])
    else { return nil }
    let record = inspector.record(root, keys: ["storage", "inbox-quiet"])
    let storage = storage(inspector.required("storage", of: record))
    let quiet = inspector.value(
      record.text("inbox-quiet"), "duration", "Write 500ms, 2s or 1m; at most an hour", Self.milliseconds)
    let destinations = outlets(root)
    let administrations = administrations(root, destinations: destinations)
    let sources = sources(root, among: administrations)
    let profiles = profiles(root)
    let web = root["web"].flatMap { listener($0) }
    guard let storage else { return nil }
    return Settings(
      storage: storage, inboxQuietMilliseconds: quiet?.value ?? 2_000,
      administrations: administrations, destinations: destinations.map(\.value), sources: sources,
      profiles: profiles.receipts, specifications: profiles.specifications, web: web)
  }

  private mutating func storage(_ text: Placed<String>?) -> Settings.Storage? {
    guard let text else { return nil }
    if text.value.hasPrefix("postgresql://") {
      let authority = text.value.dropFirst("postgresql://".count).prefix { $0 != "/" }
      if let at = authority.lastIndex(of: "@"), authority[..<at].contains(":") {
        inspector.report(
          "secret-in-settings", at: text.position, "the address of the database contains a password",
          remedy: "Leave it out here; give it as the environment's PGPASSWORD, a file or a credential")
        return nil
      }
      return .postgresql(url: text.value)
    }
    guard text.value.hasPrefix("sqlite:") else {
      inspector.report(
        "bad-storage", at: text.position, "\(quoted(text.value)) is no storage",
        remedy: "Write sqlite:books.sqlite or postgresql://user@host/remitd")
      return nil
    }
    let path = inspector.path(text.map { String($0.dropFirst("sqlite:".count)) })
    return path.map { .sqlite(path: $0.value) }
  }

  static func milliseconds(_ text: String) -> Int? {
    let units = [("ms", 1), ("s", 1_000), ("m", 60_000)]
    guard let (unit, factor) = units.first(where: { text.hasSuffix($0.0) }) else { return nil }
    let digits = text.dropLast(unit.count)
    guard (1...7).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
      let number = Int(digits)
    else { return nil }
    return number * factor <= 3_600_000 ? number * factor : nil
  }

  /// The items of a list, each with an identifier that no other has.
  mutating func records(
    _ root: Outline, _ key: String, of what: String, required: [String], optional: [String] = []
  ) -> [(id: Placed<String>?, outline: Outline)] {
    guard let node = root[key] else { return [] }
    var ids = UniqueIDs()
    var records: [(id: Placed<String>?, outline: Outline)] = []
    for item in inspector.items(node, of: key) {
      guard let outline = inspector.outline(item, of: what, required: required, optional: optional) else {
        continue
      }
      records.append((ids.next(of: outline, &inspector), outline))
    }
    return records
  }

  private mutating func administrations(
    _ root: Outline, destinations: [Placed<Settings.Outlet>]
  ) -> [Settings.Administration] {
    let required = ["id", "name", "owner", "currency", "provider", "mapping", "destination"]
    let optional = ["test", "other-providers", "tax-number", "commerce-number"]
    let records = records(
      root, "administrations", of: "an administration", required: required, optional: optional)
    if let node = root["administrations"], case .sequence(let items) = node.content, items.isEmpty {
      inspector.report(
        "missing-value", at: inspector.position(node.mark), "there is no administration",
        remedy: "Add one with id, name, owner, currency, provider, mapping and destination")
    }
    var users: [Settings.Outlet.Target: User] = [:]
    return records.compactMap { id, outline in
      let record = inspector.record(
        outline, keys: Array(required.dropFirst()) + optional.filter { $0 != "other-providers" })
      let name = inspector.required("name", of: record)
      let owner = inspector.required("owner", of: record)
      let currency = inspector.value(
        inspector.required("currency", of: record), "currency", "Write its ISO code: EUR", Currency.init)
      let provider = provider(inspector.required("provider", of: record))
      let otherProviders = outline["other-providers"].map { inspector.texts($0, of: "other-providers") } ?? []
      let mapping = inspector.path(inspector.required("mapping", of: record))
      let destination = knownDestination(inspector.required("destination", of: record), among: destinations)
      let isTest = inspector.flag(record.text("test"), yes: "true", no: "false", otherwise: false)
      let taxNumber = number(record.text("tax-number"), "RSIN or VAT number: 123456789 or NL123456789B01")
      let commerceNumber = number(
        record.text("commerce-number"), "number of the chamber of commerce: 12345678")
      requireTaxNumber(record, of: destination, among: destinations)
      let outlet = destinations.first { $0.value.id == destination }?.value
      if isTest { keepTestsApart(record, from: outlet) }
      if let id { refuseShared(record, id.value, isTest: isTest, outlet, users: &users) }
      guard let id, let name, let owner, let currency, let provider, let mapping, let destination else {
        return nil
      }
      return Settings.Administration(
        id: id.value, name: name.value, owner: owner.value, currency: currency.value,
        provider: provider.value, otherProviders: Set(otherProviders.compactMap { self.provider($0)?.value }),
        mapping: mapping.value, destination: destination, isTest: isTest,
        taxNumber: taxNumber, commerceNumber: commerceNumber)
    }
  }

  private mutating func provider(_ text: Placed<String>?) -> Placed<String>? {
    inspector.value(text, "provider", "An AGB code has eight digits; quote it") { text in
      text.utf8.count == 8 && text.utf8.allSatisfy { (48...57).contains($0) } ? text : nil
    }
  }

  private mutating func number(_ text: Placed<String>?, _ shape: String) -> String? {
    inspector.value(text, "number", "Write the \(shape)") { $0.isCode(1...30, also: ".") ? $0 : nil }?.value
  }

  /// An audit file says whose books it is of.
  private mutating func requireTaxNumber(
    _ record: Record, of destination: String?, among destinations: [Placed<Settings.Outlet>]
  ) {
    guard record.text("tax-number") == nil,
      let outlet = destinations.first(where: { $0.value.id == destination })?.value,
      case .fileDrop(let drop) = outlet.kind, drop.format.isAuditFile
    else { return }
    inspector.report(
      "no-tax-number", at: record.position(of: "destination"),
      "an audit file names the tax number of the administration, and it has none here",
      remedy: "Add tax-number: with the RSIN or the VAT number")
  }

  /// What a test message led to must never stand among real entries.
  private mutating func keepTestsApart(_ record: Record, from outlet: Settings.Outlet?) {
    guard let outlet else { return }
    if case .fileDrop = outlet.kind { return }
    inspector.report(
      "test-destination", at: record.position(of: "destination"),
      "a test administration delivers to file drops only, and \(quoted(outlet.id)) is a bookkeeping system",
      remedy: "Give it a destination of kind: file-drop of its own")
  }

  /// Two administrations give their entries the same references: what the second would send to a system is there already,
  /// from the first. Files have the administration in their name, and may lie in one folder, but not those of a test.
  private mutating func refuseShared(
    _ record: Record, _ id: String, isTest: Bool, _ outlet: Settings.Outlet?,
    users: inout [Settings.Outlet.Target: User]
  ) {
    guard let outlet else { return }
    let position = record.position(of: "destination")
    for target in outlet.targets {
      guard let first = users[target] else {
        users[target] = User(id: id, isTest: isTest, position: position)
        continue
      }
      let isFolder = if case .place = target { true } else { false }
      guard !isFolder || first.isTest != isTest else { continue }
      inspector.report(
        "shared-destination", at: position,
        isFolder
          ? "\(id) delivers to the place of \(first.id), and one of them is a test administration"
          : "\(id) delivers to \(quoted(outlet.id)), as \(first.id) does; their entries have the same references there",
        remedy: isFolder
          ? "Give the test administration a folder of its own"
          : "Give each administration a destination of its own, with its own company or address",
        also: [first.position])
      return
    }
  }

  private struct User {
    var id: String
    var isTest: Bool
    var position: Position
  }

  private mutating func knownDestination(
    _ text: Placed<String>?, among destinations: [Placed<Settings.Outlet>]
  ) -> String? {
    guard let text else { return nil }
    let known = destinations.map(\.value.id)
    guard known.contains(text.value) else {
      inspector.report(
        "unknown-destination", at: text.position, "there is no destination \(quoted(text.value))",
        remedy: Inspector.suggestion(for: text.value, among: known))
      return nil
    }
    return text.value
  }

  private mutating func listener(_ node: Node) -> Settings.Web? {
    guard let record = inspector.record(node, of: "web", required: ["listen"]) else { return nil }
    let listen = inspector.value(
      inspector.required("listen", of: record), "address", "Write host and port: 127.0.0.1:8470"
    ) { text -> Settings.Web? in
      guard let colon = text.lastIndex(of: ":") else { return nil }
      let host = text[..<colon]
      let digits = text[text.index(after: colon)...]
      guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 32 && $0 < 127 }),
        digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = UInt16(digits), port > 0
      else { return nil }
      return Settings.Web(host: String(host), port: port)
    }
    return listen?.value
  }
}

/// The identifiers of one list.
struct UniqueIDs {
  private var seen: [String: Position] = [:]

  /// The identifier of the next item; one that stood before is a finding, and is given all the same.
  mutating func next(of outline: Outline, _ inspector: inout Inspector) -> Placed<String>? {
    let record = inspector.record(outline, keys: ["id"])
    guard let id = inspector.label(inspector.required("id", of: record)) else { return nil }
    if let first = seen[id.value] {
      inspector.report(
        "duplicate-id", at: id.position, "\(id.value) stands already at \(first)",
        remedy: "Give each an id of its own", also: [first])
    }
    seen[id.value] = seen[id.value] ?? id.position
    return id
  }
}
