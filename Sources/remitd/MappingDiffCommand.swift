import JSON
import Books
import Disk
import Findings
import Mapping
import Pipeline
import Reports

extension Command {
  static let mappingDiff = Command(
    "mapping diff", operands: "[a [b]]", arity: 0...2,
    "what two mappings say otherwise, statement by statement",
    discussion: """
      Each of the two is a folder with a mapping.yaml, or the digest of a version that was recorded: its first six digits \
      will do. `now` is the version in force, `folder` the mapping as it lies in the workspace. Left out, they are now \
      and folder. What only reads otherwise, such as the order of rows, is no difference. Lines in the books that the second would \
      place otherwise are counted; what is posted keeps its place. Ends with 0.
      """, run: runMappingDiff)

  private static func runMappingDiff(_ invocation: Invocation, _ streams: inout Streams) throws -> ExitCode {
    let workspace = try Workspace.open(for: invocation)
    let administration = try workspace.administration(named: invocation.administration)
    let names = invocation.operands + ["now", "folder"].dropFirst(invocation.operands.count)
    let mappings = try names.map { try mapping($0, of: administration, in: workspace) }
    var displacements = Displacements(from: mappings[0], to: mappings[1])
    try workspace.booksToRead().askedLines(
      of: administration.id, declared: { displacements.count($0, lines: $1) },
      reduced: { displacements.count($0, codes: $1, granted: $2, lines: $3) })
    streams.print(
      DiffReport(
        names: names, digests: mappings.map(\.digest), changes: mappings[0].changes(to: mappings[1]),
        displacements: displacements.rows),
      asJSON: invocation.isJSON)
    return .done
  }

  private static func mapping(
    _ name: String, of administration: Settings.Administration, in workspace: Workspace
  ) throws -> Mapping {
    if name == "folder" { return try read(administration, in: workspace) }
    let versions = try workspace.booksToRead().mappings(of: administration.id)
    if name == "now" {
      guard let last = versions.last else {
        throw WrongUse("no mapping was recorded yet", remedy: "take a file in first, or name two folders")
      }
      return try workspace.loadMapping(digest: last.digest)
    }
    if name.utf8.count >= 6, let version = versions.last(where: { $0.digest.hasPrefix(name) }) {
      return try workspace.loadMapping(digest: version.digest)
    }
    // Whoever names the file means the mapping that it is of.
    let named = DiskPath(name)
    let file = named.name?.bytes == Array("mapping.yaml".utf8) ? named : named / "mapping.yaml"
    guard let yaml = try DurableFile.read(file) else {
      throw WrongUse(
        "\(name) is neither a folder with a mapping.yaml nor a version that was recorded",
        remedy: "name a folder, now, folder, or a digest that `remitd explain` of an entry shows")
    }
    let read = try MappingFiles.read(yaml, at: file, named: file.display)
    guard let mapping = read.mapping else { throw WorkspaceFindings(read.findings.kept) }
    return mapping
  }

  private static func read(
    _ administration: Settings.Administration, in workspace: Workspace
  ) throws -> Mapping {
    let read = try workspace.readMapping(of: administration)
    guard let mapping = read.mapping else { throw WorkspaceFindings(read.findings.kept) }
    return mapping
  }
}

/// What `mapping diff` says.
struct DiffReport: Report {
  var names: [String]
  var digests: [String]
  var changes: [StatementChange]
  var displacements: [Displacements.Row]

  var json: JSON {
    [
      "mappings": .array(
        zip(names, digests).map { ["name": .text($0), "digest": .text($1)] as JSON }),
      "changes": .array(
        changes.map { change in
          [
            "section": .text(change.section), "subject": .text(change.subject),
            "before": .text(change.before),
            "after": .text(change.after),
          ]
        }),
      "placed_otherwise": .array(
        displacements.map { row in
          [
            "question": .text(row.question), "before": .text(row.before), "after": .text(row.after),
            "lines": .number(row.lines),
          ]
        }),
    ]
  }

  var text: String {
    guard !changes.isEmpty else { return "\(names[0]) and \(names[1]) say the same\n" }
    var text = ""
    var section = ""
    for change in changes {
      if change.section != section {
        section = change.section
        text += (text.isEmpty ? "" : "\n") + section + "\n"
      }
      switch (change.before, change.after) {
      case (nil, let after?): text += "  + \(change.subject): \(after)\n"
      case (let before?, nil): text += "  - \(change.subject): \(before)\n"
      case (let before?, let after?):
        text += "  ~ \(change.subject)\n      was  \(before)\n      is   \(after)\n"
      case (nil, nil): continue
      }
    }
    return text + "\n\(counted(changes.count, "difference"))\n" + placedOtherwise
  }

  private var placedOtherwise: String {
    guard !displacements.isEmpty else { return "" }
    var table = TextTable(.left("  question"), .left(names[0]), .left(names[1]), .right("lines"))
    for row in displacements { table.add("  \(row.question)", row.before, row.after, "\(row.lines)") }
    return "\nLines in the books that \(names[1]) would place otherwise. What is posted keeps its place:\n"
      + table.text
  }
}
