import Storybook

/// What was asked for on the command line.
enum Request: Equatable {
  case volume(Volume, folder: String)
  /// A statement of so many receipts in camt.053 and in ING's table.
  case bank(rows: Int, folder: String)
  /// The inbox of a story, written into its folder under `samples/`.
  case story(folder: String)
  case help

  struct Wrong: Error { var message: String }

  static let usage = """
    usage: remitd-generate --lines <number> [--seed <number>] --output <folder> [--format ei|csv] [--shuffled]
           remitd-generate --bank <number> --output <folder>
           remitd-generate --story <folder>

    --lines     declaration lines, in declarations of 300
    --seed      the same seed gives the same bytes (default 1)
    --format    ei: an AW319 and an AW320 per declaration; csv: one declarations.csv and one awards.csv;
                both with one camt.053 of a receipt per declaration (default ei)
    --bank      one statement of so many receipts, as camt053.xml and as ing.csv
    --shuffled  answers and receipts come in another order than the declarations, and the lines of a declaration too
    --story     writes the files of a story into <folder>/inbox; the folder's name is the story's

    """

  init(_ arguments: some Sequence<String>) throws(Wrong) {
    var rest = Array(arguments)[...]
    var volume = Volume()
    var output: String?
    var story: String?
    var rows: Int?
    while let option = rest.popFirst() {
      switch option {
      case "--help", "-h":
        self = .help
        return
      case "--lines": volume.lines = try Self.number(after: option, in: &rest)
      case "--bank": rows = try Self.number(after: option, in: &rest)
      case "--seed": volume.seed = UInt64(try Self.number(after: option, in: &rest))
      case "--output": output = try Self.value(after: option, in: &rest)
      case "--story": story = try Self.value(after: option, in: &rest)
      case "--shuffled": volume.shuffled = true
      case "--format":
        let name = try Self.value(after: option, in: &rest)
        guard let form = Volume.Form(rawValue: name) else {
          throw Wrong(message: "--format is ei or csv, not \(name)")
        }
        volume.form = form
      default: throw Wrong(message: "unknown option \(option)")
      }
    }
    if let story {
      self = .story(folder: story)
    } else if let output, let rows, rows > 0, rows <= Volume.most / Volume.linesPerDeclaration {
      self = .bank(rows: rows, folder: output)
    } else if let output, volume.lines > 0, volume.lines <= Volume.most {
      self = .volume(volume, folder: output)
    } else {
      throw Wrong(message: "--lines (1 to \(Volume.most)) or --bank, and --output, are needed, or --story")
    }
  }

  private static func value(
    after option: String, in rest: inout ArraySlice<String>
  ) throws(Wrong) -> String {
    guard let value = rest.popFirst() else { throw Wrong(message: "\(option) needs a value") }
    return value
  }

  private static func number(after option: String, in rest: inout ArraySlice<String>) throws(Wrong) -> Int {
    let text = try value(after: option, in: &rest)
    guard let number = Int(text), number >= 0 else {
      throw Wrong(message: "\(option) needs a number, not \(text)")
    }
    return number
  }
}
