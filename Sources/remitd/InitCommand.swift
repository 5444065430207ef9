import JSON
import Disk
import Findings
import Mapping
import Pipeline
import Reports

extension Command {
  static let initialise = Command(
    "init", operands: "<folder>", arity: 1...1, "makes a workspace from a shipped template",
    discussion: """
      Makes the folder with settings, a mapping and an inbox for one administration: de-linde, or the one that \
      --administration names. A folder with anything in it is left alone. On a terminal it asks what is wished, unless \
      flags say it or --no-questions is given; Enter keeps what stands in brackets.
      """,
    options: [
      Option(
        "template", "<name>", "home-care, youth-and-social-support or small-practice",
        words: Template.all.map(\.name))
    ] + Wishes.options + [Option("no-questions", nil, "asks nothing, on a terminal too")],
    run: runInitialise)

  private static func runInitialise(
    _ invocation: Invocation, _ streams: inout Streams
  ) throws -> ExitCode {
    guard invocation.text("workspace") == nil else {
      throw WrongUse("init names its folder without a flag", remedy: "write remitd init <folder>")
    }
    let administration = invocation.administration ?? Template.administration
    guard administration.isPlainName else {
      throw WrongUse(
        "\(administration) cannot name an administration",
        remedy: "use lower-case letters, digits and hyphens: de-linde")
    }
    let folder = DiskPath(invocation.operands[0])
    try refuseUnlessEmpty(folder)
    let (template, examples) = try wished(invocation, &streams)
    let made = try template.write(into: folder, administration: administration)
    streams.print(
      InitReport(
        folder: folder.display, administration: administration, files: made, examples: examples),
      asJSON: invocation.isJSON)
    return .done
  }

  /// Who says something by flags is not asked: a script must not come to a halt because somebody watches it.
  private static func wished(
    _ invocation: Invocation, _ streams: inout Streams
  ) throws(WrongUse) -> (template: Template, examples: Int) {
    let flags = ["template", "no-questions", "json"] + Wishes.options.map(\.name)
    guard Questionnaire.isPossible, !flags.contains(where: invocation.has) else {
      let template = try Template.named(invocation.text("template") ?? Template.homeCare.name)
      return try template.fulfilling(Wishes(invocation))
    }
    var questionnaire = Questionnaire(nextLine: { readLine() }, errors: streams.errors)
    let template = try Wishes.template(&questionnaire)
    return try template.fulfilling(Wishes(asking: &questionnaire, about: template))
  }

  private static func refuseUnlessEmpty(_ folder: DiskPath) throws {
    guard let stamp = try FileStamp.ofWhatLies(at: folder) else { return }
    var isEmpty = true
    if stamp.kind == .folder {
      try Folder.names(in: folder) { _ throws(DiskFailure) in
        isEmpty = false
        return false
      }
    }
    guard stamp.kind == .folder, isEmpty else {
      throw WrongUse(
        "\(folder.display) is there and not an empty folder", remedy: "name a folder that is new or empty")
    }
  }
}

extension Template {
  /// The administration in the settings of a template.
  static let administration = "de-linde"

  /// Writes the template as a workspace. The settings come last: a folder without them is no workspace yet.
  /// - Returns: what was written, relative to the folder.
  func write(into folder: DiskPath, administration: String) throws(DiskFailure) -> [String] {
    guard let id = FileName(administration) else { preconditionFailure("the name was checked") }
    let mapping = folder / "mappings" / id
    for place in [mapping, folder / "inbox" / id, folder / "drop" / id, folder / "quarantine" / id] {
      try Folder.make(place, mode: 0o750)
    }
    try Folder.make(folder / "archive")
    var made: [String] = []
    for file in files where file.name != "remitd.yaml" && file.name != Self.referenceAccounts {
      guard let name = FileName(file.name) else { preconditionFailure("a template has names of files") }
      try Self.make(mapping / name, file.bytes)
      made.append("mappings/\(administration)/\(file.name)")
    }
    // By these editors complete and underline; the first lines of both files name them.
    try Folder.make(folder / "schemas", mode: 0o750)
    try Self.make(folder / "schemas" / "mapping.schema.json", PackageResources.mapping_schema_json)
    try Self.make(folder / "schemas" / "remitd.schema.json", PackageResources.remitd_schema_json)
    for file in files where file.name == "remitd.yaml" {
      let text = String(decoding: file.bytes, as: UTF8.self)
        .replacing(Self.administration, with: administration)
      try Self.make(folder / "remitd.yaml", Array(text.utf8))
      made.append(file.name)
    }
    return made
  }

  private static func make(_ path: DiskPath, _ bytes: [UInt8]) throws(DiskFailure) {
    let file = try OpenFile.making(path, mode: 0o640)
    try file.write(bytes)
    try file.synchronise()
    try Folder.synchronise(path.folder)
  }
}

struct InitReport: Report {
  var folder: String
  var administration: String
  var files: [String]
  /// Worked examples that follow an answer, and expect something else than in the template.
  var examples: Int

  var json: JSON {
    [
      "workspace": .text(folder), "administration": .text(administration), "files": .texts(files),
      "examples_changed": .number(examples),
    ]
  }

  var text: String {
    let mapping = "\(folder)/mappings/\(administration)/"
    var text = told("{1} is a workspace with the administration {2}.", folder, administration) + "\n"
    if examples > 0 {
      text += told("Worked examples in mapping.yaml that follow your answers: {1}.", "\(examples)") + "\n"
    }
    text += told("Put your payers, accounts and bank accounts into {1}, then run", mapping) + "\n"
    text += "  remitd check --workspace \(folder)\n"
    return text + told("and drop files into {1}.", "\(folder)/inbox/\(administration)/") + "\n"
  }
}

extension String {
  fileprivate var isPlainName: Bool {
    (1...40).contains(utf8.count) && first != "-"
      && utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
  }
}
