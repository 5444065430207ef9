import Findings
import Foundation
import Mapping
import Testing

/// The files of one mapping, to read as they are or with something exchanged.
struct Template: Sendable {
  var files: [String: String]

  static let yaml = "mapping.yaml"

  /// `mappings/home-care` of this repository.
  static let homeCare = Template(folder: repository.appending(path: "mappings/home-care"))
  static let draftFolder = shared.appending(path: "design/mapping-draft")
  static var hasDraft: Bool { FileManager.default.fileExists(atPath: draftFolder.path) }

  init(folder: URL) {
    files = [:]
    do {
      for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
        files[file.lastPathComponent] = try String(contentsOf: file, encoding: .utf8)
      }
    } catch {
      Issue.record("\(folder.path) cannot be read: \(error)")
    }
  }

  init(files: [String: String]) { self.files = files }

  func exchanging(_ file: String, _ old: String, _ new: String) -> Template {
    var changed = self
    let text = files[file] ?? ""
    #expect(text.contains(old), "\(file) no longer contains \(old)")
    if let range = text.range(of: old) {
      changed.files[file] = text.replacingCharacters(in: range, with: new)
    }
    return changed
  }

  func adding(_ line: String, to file: String) -> Template {
    var changed = self
    changed.files[file, default: ""] += line + "\n"
    return changed
  }

  func read() -> (Mapping?, FindingList) {
    Mapping.read(
      Array((files[Self.yaml] ?? "").utf8), file: Self.yaml, digest: String(repeating: "0", count: 64)
    ) { name in files[name].map { Array($0.utf8) } }
  }

  func checked() throws -> Mapping {
    let (mapping, findings) = read()
    #expect(findings.kept.map(\.description) == [])
    return try #require(mapping)
  }

  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let shared: URL =
    ProcessInfo.processInfo.environment["REMITD_SHARED"].map { URL(filePath: $0) }
    ?? repository.deletingLastPathComponent().appending(path: "shared")
}

extension Finding {
  /// `file:line:column rule`: what a test asserts.
  var place: String { "\(position) \(rule)" }
}
