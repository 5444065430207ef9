import Accounting
import Findings
import YAML

extension SettingsReader {
  /// The keys of a destination by its kind; `id` and `kind` stand in each.
  private static func keys(
    of kind: Settings.Outlet.KindName
  ) -> (required: [String], optional: [String]) {
    switch kind {
    case .fileDrop: (["format"], ["folder", "sftp", "datev"])
    case .tryton: (["url", "database", "company", "secret"], ["interface", "user"])
    case .partner: (["url", "look-up"], ["headers", "secret", "accepted", "known", "body"])
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
    case .tryton: tryton(outline).map { .tryton($0) }
    case .partner: partner(outline).map { .partner($0) }
    }
  }

  private mutating func fileDrop(_ outline: Outline) -> Settings.FileDrop? {
    let record = inspector.record(outline, keys: ["format", "folder"])
    let format: Placed<Settings.FileDrop.Format>? = inspector.choice(
      inspector.required("format", of: record))
    let place = place(outline, record)
    let isDATEV = format?.value == .datev
    if let node = outline["datev"], let format, !isDATEV {
      inspector.report(
        "unused-key", at: inspector.position(node.mark),
        "files are \(format.value.rawValue), which takes nothing of this",
        remedy: "Remove datev, or write format: datev")
    }
    if isDATEV, outline["datev"] == nil {
      inspector.report(
        "missing-key", at: outline.position, "a file drop for DATEV does not say datev",
        remedy: "Add datev: with consultant, client and account-length, as the tax consultant has them")
    }
    let datev = isDATEV ? outline["datev"].flatMap { self.datev($0) } : nil
    guard let format, let place, !isDATEV || datev != nil else { return nil }
    return Settings.FileDrop(format: format.value, place: place, datev: datev)
  }

  private mutating func datev(_ node: Node) -> Settings.FileDrop.DATEV? {
    guard
      let record = inspector.record(
        node, of: "datev", required: ["consultant", "client", "account-length"], optional: ["fiscal-year"])
    else { return nil }
    let consultant = number(
      inspector.required("consultant", of: record), 1_001...9_999_999,
      "Write the number of the tax consultant (Berater)")
    let client = number(
      inspector.required("client", of: record), 1...99_999, "Write the client's number there (Mandant)")
    let length = number(
      inspector.required("account-length", of: record), 4...8, "Write how many digits a ledger account has")
    let fiscalYear = inspector.value(
      record.text("fiscal-year"), "day-of-year",
      "Write month and day on which the financial year begins: 01-01, the day at most 28", FiscalYear.init)
    guard let consultant, let client, let length else { return nil }
    if record.text("fiscal-year") != nil, fiscalYear == nil { return nil }
    return Settings.FileDrop.DATEV(
      consultant: consultant, client: client, accountLength: length,
      fiscalYear: fiscalYear?.value ?? .calendarYear)
  }

  private mutating func number(_ text: Placed<String>?, _ range: ClosedRange<Int>, _ shape: String) -> Int? {
    inspector.value(text, "number", "\(shape), from \(range.lowerBound) to \(range.upperBound)") {
      text -> Int? in
      guard text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text) else { return nil }
      return range.contains(number) ? number : nil
    }?.value
  }

  private mutating func place(_ outline: Outline, _ record: Record) -> Settings.FileDrop.Place? {
    switch (outline["folder"], outline["sftp"]) {
    case (nil, let node?): return sftpFolder(node).map { .sftp($0) }
    case (_?, nil):
      return inspector.path(inspector.required("folder", of: record)).map { .folder($0.value) }
    case (_?, _?):
      inspector.report(
        "two-places", at: outline.position(ofKey: "sftp"),
        "a file drop is a folder here or one on a server, not both",
        remedy: "Keep folder or sftp; for both, make two destinations")
      return nil
    case (nil, nil):
      inspector.report(
        "missing-key", at: outline.position, "a file drop does not say folder or sftp",
        remedy:
          "Add folder: with a path in the workspace, or sftp: with host, user, key-file, host-key and folder")
      return nil
    }
  }

  private mutating func tryton(_ outline: Outline) -> Settings.Tryton? {
    let record = inspector.record(
      outline, keys: ["url", "database", "company", "interface", "user", "secret"])
    let url = webAddress(inspector.required("url", of: record))
    let database = inspector.value(
      inspector.required("database", of: record), "name", "Use letters, digits, . _ -"
    ) { $0.isCode(1...63, also: "._-") ? $0 : nil }
    let company = inspector.required("company", of: record)
    let access = access(to: record)
    let secret = secret(inspector.required("secret", of: record))
    guard let url, let database, let company, let access, let secret else { return nil }
    return Settings.Tryton(
      url: url, database: database.value, company: company.value, access: access, secret: secret)
  }

  private mutating func access(to record: Record) -> Settings.Tryton.Access? {
    let interface: Placed<Settings.Tryton.Interface>? = inspector.choice(record.text("interface"))
    guard interface?.value == .rest else {
      guard record.text("interface") == nil || interface != nil else { return nil }
      guard record.text("user") != nil else {
        inspector.report(
          "missing-key", at: record.position, "user is missing from a destination of kind tryton",
          remedy: "Add user:, whose password is the secret; or interface: rest, where the secret is a key")
        return nil
      }
      return inspector.required("user", of: record).map { .user($0.value) }
    }
    if record.text("user") != nil {
      inspector.report(
        "needless-user", .warning, at: record.position(of: "user"),
        "over REST the key says who we are; user is not used", remedy: "Remove it")
    }
    return .key
  }

  /// Without a slash at its end.
  mutating func webAddress(_ text: Placed<String>?) -> String? {
    if let text, text.value.contains("://"), text.value.contains("@") {
      inspector.report(
        "secret-in-settings", at: text.position, "the address names a user, and perhaps a password",
        remedy:
          "Leave both out of the address; name the secret with secret: env:NAME, file:path or credential:NAME"
      )
      return nil
    }
    return inspector.value(
      text, "address",
      "Write https://host or https://host:port/path; http:// only for 127.0.0.1 and localhost"
    ) { text in
      let isSafe = text.hasPrefix("https://") || text.isPlainLoopback
      guard isSafe, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }), !text.contains("@") else { return nil }
      return text.hasSuffix("/") ? String(text.dropLast()) : text
    }?.value
  }

  /// A value that looks like a secret must not be repeated in a finding.
  mutating func secret(_ text: Placed<String>?) -> SecretName? {
    guard let text else { return nil }
    guard let name = SecretName(text.value) else {
      inspector.report(
        "secret-in-settings", at: text.position,
        "the secret is not named but written, or its name is not one",
        remedy: "Write env:NAME, file:path below the workspace, or credential:NAME")
      return nil
    }
    return name
  }
}

extension String {
  fileprivate var isPlainLoopback: Bool {
    ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { start in
      guard hasPrefix(start) else { return false }
      let next = dropFirst(start.count).first
      return next == nil || next == ":" || next == "/"
    }
  }
}
