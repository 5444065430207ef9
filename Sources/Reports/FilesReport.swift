package import JSON
import Mapping
import Accounting
package import Books
import Crypto
package import Findings

/// Files that were taken in, and what became of each (docs/json.md).
package struct FilesReport: Report, Hashable {
  package struct File: Sendable, Hashable {
    package var file: BookFile
    package var duplicateOf: String?
    package var findings: [Finding]
  }

  package let files: [File]

  package init(_ source: ReportSource, state: FileState? = nil, kind: String? = nil, name: String? = nil)
    throws
  {
    let books = source.books
    files = try books.snapshot {
      try books.files(of: source.administration.id).filter { file in
        state.map { file.state == $0 } ?? true && kind.map { file.kind == $0 } ?? true
          && name.map { file.name.contains($0) } ?? true
      }.map { file in
        File(
          file: file, duplicateOf: try file.duplicateOf.flatMap { try books.name(ofFile: $0) },
          findings: file.findings == "[]" ? [] : try books.findings(ofFile: file.id))
      }
    }
  }

  package var json: JSON {
    [
      "files": .array(
        files.map { file in
          [
            "name": .text(file.file.name), "digest": .text(Digest(file.file.digest)?.hex),
            "size": .number(file.file.size), "origin": .text(file.file.origin),
            "state": .text(file.file.state.rawValue), "kind": .text(file.file.kind),
            "format": .text(file.file.format), "lines": .number(file.file.lines),
            "received": .day(file.file.receivedOn), "duplicate_of": .text(file.duplicateOf),
            "findings": .findings(file.findings),
          ]
        })
    ]
  }

  package var text: String {
    guard !files.isEmpty else { return "No files.\n" }
    var table = TextTable(
      .left("received"), .left("name"), .left("state"), .left("format"), .right("lines"), .right("findings"),
      .left("duplicate of"))
    for file in files {
      table.add(
        file.file.receivedOn.description, file.file.name, file.file.state.rawValue, file.file.format ?? "",
        "\(file.file.lines)", file.findings.isEmpty ? "" : "\(file.findings.count)", file.duplicateOf ?? "")
    }
    table.close(
      counted(files.count, "file"), "", "", "", "\(files.reduce(0) { $0 + $1.file.lines })",
      "\(files.reduce(0) { $0 + $1.findings.count })", "")
    var text = table.text
    let spoken = files.filter { !$0.findings.isEmpty }
    if !spoken.isEmpty { text += "\n" }
    for file in spoken {
      for finding in file.findings.prefix(20) { text += "\(finding)\n" }
      if file.findings.count > 20 { text += "… and \(file.findings.count - 20) more in \(file.file.name)\n" }
    }
    return text
  }
}
