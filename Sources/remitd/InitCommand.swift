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
      --administration names. A folder with anything in it is left alone.
      """,
    options: [
      Option("template", "<name>", "home-care"),
      Option("accounts", "plain|rgs", "how accounts are numbered; plain where left out, rgs comes later"),
    ], run: runInitialise)

  private enum Accounts: String, CaseIterable { case plain, rgs }

  private static func runInitialise(
    _ invocation: Invocation, _ streams: inout Streams
  ) throws -> ExitCode {
    guard invocation.text("workspace") == nil else {
      throw WrongUse("init names its folder without a flag", remedy: "write remitd init <folder>")
    }
    let name = invocation.text("template") ?? "home-care"
    guard let template = Template.all.first(where: { $0.name == name }) else {
      throw WrongUse.unknown("template", name, among: Template.all.map(\.name))
    }
    guard try invocation.choice("accounts", Accounts.self) != .rgs else {
      throw WrongUse(
        "a chart of accounts by RGS comes with a later version of remitd",
        remedy: "leave it out, or write --accounts plain, and put your own accounts into chart.csv")
    }
    let administration = invocation.administration ?? Template.administration
    guard administration.isPlainName else {
      throw WrongUse(
        "\(administration) cannot name an administration",
        remedy: "use lower-case letters, digits and hyphens: de-linde")
    }
    let folder = DiskPath(invocation.operands[0])
    try refuseUnlessEmpty(folder)
    let made = try template.write(into: folder, administration: administration)
    streams.print(
      InitReport(folder: folder.display, administration: administration, files: made),
      asJSON: invocation.isJSON)
    return .done
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
    for file in files where file.name != "remitd.yaml" {
      guard let name = FileName(file.name) else { preconditionFailure("a template has names of files") }
      try Self.make(mapping / name, file.bytes)
      made.append("mappings/\(administration)/\(file.name)")
    }
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

  var json: JSON {
    ["workspace": .text(folder), "administration": .text(administration), "files": .texts(files)]
  }

  var text: String {
    """
    \(folder) is a workspace with the administration \(administration).
    Put your payers, accounts and bank accounts into \(folder)/mappings/\(administration)/, then run
      remitd check --workspace \(folder)
    and drop files into \(folder)/inbox/\(administration)/.

    """
  }
}

extension String {
  fileprivate var isPlainName: Bool {
    (1...40).contains(utf8.count) && first != "-"
      && utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
  }
}
