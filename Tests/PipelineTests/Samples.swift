import Foundation

/// The stories under `samples/`.
enum Samples {
  static func folder(_ name: String) -> URL { TrialWorkspace.repository.appending(path: "samples/\(name)") }

  /// Files of a story that replace those of the template's mapping.
  static func mapping(of name: String) throws -> [String: String] {
    let folder = folder(name).appending(path: "mapping")
    guard FileManager.default.fileExists(atPath: folder.path) else { return [:] }
    var files: [String: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      files[name] = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }
    return files
  }

  /// Files of a story in their order of arrival.
  static func files(of name: String) throws -> [(name: String, bytes: [UInt8])] {
    let inbox = folder(name).appending(path: "inbox")
    return try FileManager.default.contentsOfDirectory(atPath: inbox.path).sorted().map {
      ($0, Array(try Data(contentsOf: inbox.appending(path: $0))))
    }
  }

  /// The template that its mapping is, as `story.md` says it; most stories are of home care.
  static func template(of name: String) throws -> String {
    let text = try String(contentsOf: folder(name).appending(path: "story.md"), encoding: .utf8)
    let name = text.firstMatch(of: /mapping is the\s+template `([a-z-]+)`/)?.output.1
    return name.map(String.init) ?? "home-care"
  }
}
