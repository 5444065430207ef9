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
}
