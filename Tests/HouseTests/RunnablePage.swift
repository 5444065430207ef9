import Foundation

/// A page with commands that a test runs as its reader does. Blocks are marked `sh run`, and `sh run daemon` for what goes
/// on in another terminal; a block marked `text shown` right behind one is what its commands answer.
struct RunnablePage {
  struct Block {
    var isDaemon: Bool
    var commands: String
    /// Nothing where the page does not show the answer. A line `…` stands for any lines.
    var shown: [String]?
  }

  let text: String
  let blocks: [Block]

  /// Stands between the answers of two blocks.
  private static let seam = "@@@ the next block"

  init(_ path: String) throws {
    text = try String(contentsOf: House.repository.appending(path: path), encoding: .utf8)
    var blocks: [Block] = []
    var fence: (kind: String, lines: [String])?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      switch fence {
      case .none:
        if line.hasPrefix("```") { fence = (String(line.dropFirst(3)), []) }
      case .some((let kind, let lines)) where line == "```":
        let isDaemon = kind == "sh run daemon"
        if isDaemon || kind == "sh run" {
          blocks.append(Block(isDaemon: isDaemon, commands: lines.joined(separator: "\n")))
        } else if kind == "text shown", !blocks.isEmpty {
          blocks[blocks.count - 1].shown = lines
        }
        fence = nil
      case .some: fence?.lines.append(line)
      }
    }
    self.blocks = blocks
  }

  /// The commands in the order of the page. The daemon speaks into a pipe: it is ready at its first line, and what was
  /// dropped is taken in once the inbox is empty.
  var script: String {
    var script = "set -eu\n"
    for block in blocks {
      if block.isDaemon {
        script += "mkfifo said\n\(block.commands) 2>said &\ndaemon=$!\ntrap 'kill $daemon' EXIT\n"
        script += "exec 3<said\nread -r ready <&3\n"
      } else {
        script += block.commands + "\n"
        script +=
          "while [ -n \"${daemon:-}\" ] && ls my-books/inbox/*/* >/dev/null 2>&1; do read -r said <&3; done\n"
      }
      script += "echo '\(Self.seam)'\n"
    }
    let ends = blocks.contains { $0.isDaemon } ? "trap - EXIT\nkill $daemon\nwait $daemon\n" : ""
    return script + ends
  }

  /// What the commands answered, and how they ended; `samples` and the program lie where the page expects them.
  func run() throws -> (output: String, status: Int32) {
    try Shell.inTemporaryFolder { folder in
      let files = FileManager.default
      try files.createDirectory(at: folder.appending(path: ".build"), withIntermediateDirectories: true)
      try files.createSymbolicLink(
        at: folder.appending(path: ".build/release"), withDestinationURL: Shell.products)
      try files.createSymbolicLink(
        at: folder.appending(path: "samples"),
        withDestinationURL: House.repository.appending(path: "samples"))
      try Data(script.utf8).write(to: folder.appending(path: "page.sh"))
      return try Shell.run("/bin/bash", ["page.sh"], in: folder)
    }
  }

  /// Blocks whose answer is another than the one shown: the commands, and what they answered.
  func differences(from output: String) -> [(commands: String, answer: String)] {
    let answers = output.components(separatedBy: Self.seam + "\n")
    return zip(blocks, answers).compactMap { block, answer in
      guard let shown = block.shown else { return nil }
      var lines = answer.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      if lines.last == "" { lines.removeLast() }
      return Self.matches(shown[...], lines[...]) ? nil : (block.commands, answer)
    }
  }

  static func matches(_ shown: ArraySlice<String>, _ lines: ArraySlice<String>) -> Bool {
    guard let first = shown.first else { return lines.isEmpty }
    if first == "…" {
      return (lines.startIndex...lines.endIndex).contains { matches(shown.dropFirst(), lines[$0...]) }
    }
    return first == lines.first && matches(shown.dropFirst(), lines.dropFirst())
  }
}
