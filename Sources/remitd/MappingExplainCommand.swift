import Accounting
import Books
import Care
import Findings
import Mapping
import Pipeline
import Reports

extension Command {
  static let mappingExplain = Command(
    "mapping explain", operands: "[declaration[/line]]", arity: 0...1,
    "why a line stands on its accounts: every rule that was looked at, and which one answered",
    discussion: """
      Takes a declaration as lists name it, WV26000117 or uzovi-3311/WV26000117, with or without one of its lines, and \
      answers from the mapping versions that it was posted under. Without a declaration it answers for a case that the \
      flags describe, from the mapping as it lies in the folder: --payer, --scheme and --service, and with --codes what \
      becomes of a part that is not granted.
      """,
    options: [
      Option("payer", "<payer>", "of the case: uzovi-3311"), Option("scheme", "<scheme>", "of the case: Zvw"),
      Option("service", "<code>", "of the case"),
      Option("practitioner", "<code>", "of the case, if rules ask for it"),
      Option("location", "<name>", "likewise"), Option("stream", "<name>", "likewise"),
      Option(
        "care-year", "<year>", "current or earlier; current where left out",
        words: ["current", "earlier"]),
      Option("codes", "<codes>", "return codes, separated by blanks, in quotation marks"),
      Option(
        "awarded", "<part>", "part or zero: how much was granted with these codes; zero where left out",
        words: ["part", "zero"]),
      Option("date", "<day>", "on which it is posted; today where left out"),
      Option("all", nil, "every rule, also those that ask for something else altogether"),
    ], run: runMappingExplain)

  private static func runMappingExplain(
    _ invocation: Invocation, _ streams: inout Streams
  ) throws -> ExitCode {
    let workspace = try Workspace.open(for: invocation)
    let administration = try workspace.administration(named: invocation.administration)
    var report =
      if let name = invocation.operands.first {
        try posted(name, of: administration, in: workspace)
      } else {
        try described(by: invocation, of: administration, in: workspace)
      }
    report.isWhole = invocation.has("all")
    streams.print(report, asJSON: invocation.isJSON)
    return .done
  }

  // MARK: A declaration in the books

  private static func posted(
    _ name: String, of administration: Settings.Administration, in workspace: Workspace
  ) throws -> MappingExplanation {
    let books = try workspace.booksToRead()
    guard let now = try books.mappings(of: administration.id).last else {
      throw WrongUse(
        "nothing was taken in yet", remedy: "describe a case with --payer, --scheme and --service")
    }
    let shelf = MappingShelf(books) { try workspace.loadMapping(digest: $0) }
    return try books.snapshot {
      var report = MappingExplanation()
      for (declaration, line) in try declarations(named: name, of: administration.id, in: books) {
        for lines in try LineExplanation.explain(declaration, line: line, in: books, shelf, now: now.id) {
          report.add(lines, of: declaration)
        }
      }
      guard !report.isEmpty else {
        throw WrongUse.nothing("declaration or line", called: name, listedBy: "declarations or explain")
      }
      return report
    }
  }

  /// What a name may mean: a number, or payer and number, each with or without a line. Numbers may hold a slash too.
  private static func declarations(
    named name: String, of administration: String, in books: Books
  ) throws -> [(BookDeclaration, line: String?)] {
    func named(_ words: ArraySlice<Substring>) throws -> [BookDeclaration] {
      let whole = words.joined(separator: "/")
      let alike = try books.declarations(named: whole, administration: administration, at: .max)
      guard alike.isEmpty, words.count > 1, let payer = PayerCode(String(words[words.startIndex])) else {
        return alike
      }
      let number = words.dropFirst().joined(separator: "/")
      return try books.declarations(named: number, administration: administration, at: .max)
        .filter { $0.payer == payer }
    }
    let words = name.split(separator: "/", omittingEmptySubsequences: false)[...]
    let whole = try named(words)
    guard whole.isEmpty else { return whole.map { ($0, nil) } }
    for split in stride(from: words.count - 1, to: 0, by: -1) {
      let found = try named(words[..<split])
      if !found.isEmpty { return found.map { ($0, words[split...].joined(separator: "/")) } }
    }
    return []
  }

  // MARK: A case that is described

  private static func described(
    by invocation: Invocation, of administration: Settings.Administration, in workspace: Workspace
  ) throws -> MappingExplanation {
    guard let payer = try invocation.payer(), let scheme = try invocation.code("scheme", Scheme.self),
      let service = try invocation.code("service", ServiceCode.self)
    else {
      throw WrongUse(
        "mapping explain wants a declaration, or a case",
        remedy: "write remitd mapping explain WV26000117, or --payer uzovi-3311 --scheme Zvw --service 1000")
    }
    let careYear: CareYear = try invocation.choice("care-year") ?? .current
    let granted: Granted = try invocation.choice("awarded") ?? .zero
    let date = try invocation.day("date") ?? Clock.system.today()
    let codes = try (invocation.text("codes") ?? "").split(separator: " ").map { word in
      guard let code = ReasonCode(String(word)) else {
        throw WrongUse("--codes holds no code: \(word)", remedy: "write them as \"0551 8002\"")
      }
      return code
    }
    let read = try workspace.readMapping(of: administration)
    guard let mapping = read.mapping else { throw WorkspaceFindings(read.findings.kept) }
    let line = Circumstances(
      payer: payer, scheme: scheme, service: service, practitioner: invocation.text("practitioner") ?? "",
      location: invocation.text("location"), stream: invocation.text("stream"), careYear: careYear, date: date
    )
    var report = MappingExplanation()
    report.add(mapping.explainRevenue(line), of: mapping)
    if !codes.isEmpty {
      report.add(mapping.explainDifference(line, codes: codes, granted: granted), of: mapping)
    }
    report.add(gaps: mapping.gaps(of: payer, [scheme], on: date))
    return report
  }
}

extension Invocation {
  fileprivate func code<Value: Code>(_ name: String, _ kind: Value.Type) throws(WrongUse) -> Value? {
    guard let text = values[name] else { return nil }
    guard let code = Value(text) else {
      throw WrongUse("--\(name) is no \(name): \(text)", remedy: "write it as in the tables of the mapping")
    }
    return code
  }
}
