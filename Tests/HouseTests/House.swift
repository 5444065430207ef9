import Foundation
import Testing

/// The sources as they lie, and the drawing of them in `Sources/README.md`.
struct House {
  static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let sources = repository.appending(path: "Sources")

  /// Floors from the top, as drawn.
  let floors: [[String]]
  /// From the table: the sentence, and the modules that are no rooms.
  let rows: [String: (sentence: String, modules: Set<String>)]

  init() throws {
    let text = try String(contentsOf: Self.sources.appending(path: "README.md"), encoding: .utf8)
    let drawing = try #require(text.split(separator: "```\n").dropFirst().first)
    floors = drawing.split(separator: "\n").map { line in
      line.prefix { $0 != "|" }.split(separator: " ").map(String.init)
    }
    var rows: [String: (String, Set<String>)] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      let modules = cells[3].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      rows[cells[1].filter { $0 != "`" }] = (cells[2], Set(modules))
    }
    self.rows = rows
  }

  var rooms: [String] { floors.flatMap { $0 } }
  var doors: [String] { floors[floors.count - 1] }
  /// Each is named after its door.
  var walls: [String] { doors.map { String($0.dropFirst()) } }
  /// Rooms that hold Swift.
  var swiftRooms: [String] { rooms.filter { !doors.contains($0) } }

  /// From the ground: 0.
  func floor(_ room: String) -> Int? {
    floors.firstIndex { $0.contains(room) }.map { floors.count - 1 - $0 }
  }

  struct Line: CustomStringConvertible {
    var file: String
    var number: Int
    /// Without its comment.
    var code: String
    var description: String { "\(file):\(number): \(code)" }
  }

  /// Every line of a room's Swift, comments left out.
  static func lines(of room: String) throws -> [Line] {
    let folder = sources.appending(path: room)
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    return try names.filter { $0.hasSuffix(".swift") }.flatMap { name in
      try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        .split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        .map { Line(file: "\(room)/\(name)", number: $0.offset + 1, code: code(String($0.element))) }
    }
  }

  private static func code(_ line: String) -> String {
    if line.drop(while: { $0 == " " }).hasPrefix("//") { return "" }
    return line.firstRange(of: " // ").map { String(line[..<$0.lowerBound]) } ?? line
  }

  /// The module of an import line.
  static func module(importedBy line: Line) -> String? {
    guard line.code.contains("import ") else { return nil }
    let words = line.code.split(separator: " ")
    guard let place = words.firstIndex(of: "import"), place + 1 < words.count else { return nil }
    let before: Set<Substring> = ["package", "internal", "private", "public", "fileprivate"]
    guard words[..<place].allSatisfy({ before.contains($0) || $0.hasPrefix("@") }) else { return nil }
    return words[place + 1].split(separator: ".").first.map(String.init)
  }

  /// Rooms that `Package.swift` lets a room import.
  static func dependencies() throws -> [String: [String]] {
    let text = try String(contentsOf: repository.appending(path: "Package.swift"), encoding: .utf8)
    var all: [String: [String]] = [:]
    let room = /room\(\s*"(\w+)",\s*above:\s*\[([^\]]*)\]/
    let program = /executableTarget\(\s*name:\s*"(remitd)",\s*dependencies:\s*\[([^\]]*)\]/
    for match in text.matches(of: room).map(\.output) + text.matches(of: program).map(\.output) {
      all[String(match.1)] = match.2.matches(of: /"(\w+)"/).map { String($0.output.1) }
    }
    return all
  }
}
