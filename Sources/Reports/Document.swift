import JSON
import Accounting
import Books
import Crypto

/// A document or decision in the words of `explain` and of `because`.
struct Document {
  let row: DocumentRow

  /// What it is called: `declaration WV26000117`, `return 5550012301 of 2026-03-24 on WV26000098`.
  var name: String {
    switch row.kind {
    case .declaration: "declaration \(row.reference)"
    case .remittance:
      "return \(row.reference.isEmpty ? "without a number" : row.reference) of \(row.date)"
        + " on \(row.declaration ?? "")"
    case .specification: "specification \(row.reference) of \(row.date)"
    case .receipt: "receipt \(row.reference) of \(row.date)"
    case .decision: "decision on \(row.reference) by \(by) on \(row.date): \(row.reason ?? "")"
    case .file: "held file \(row.reference), which contradicts it"
    case .mapping: "mapping \(row.reference.prefix(12)) recorded on \(row.date)"
    }
  }

  private var by: String { row.by.flatMap { $0.isEmpty ? nil : $0 } ?? "a person" }

  /// With the place, in short.
  var because: String {
    guard let source = row.source else { return name }
    return "\(name) (file \(source.name), byte \(source.byte))"
  }

  /// Where exactly it stands: file, day, digest, bytes and lines.
  var place: String? {
    guard let source = row.source else { return nil }
    var place = "file \(source.name), received \(source.receivedOn), digest \(hex.prefix(12)), "
    place += source.end > source.byte ? "bytes \(source.byte)–\(source.end - 1)" : "byte \(source.byte)"
    return place
      + (source.lastLine > source.line
        ? ", lines \(source.line)–\(source.lastLine)" : ", line \(source.line)")
  }

  private var hex: String { row.source.flatMap { Digest($0.digest)?.hex } ?? "" }

  var json: JSON {
    let source: JSON =
      row.source.map { source in
        [
          "file": .text(source.name), "digest": .text(hex), "received": .day(source.receivedOn),
          "byte": .number(source.byte), "end": .number(source.end), "line": .number(source.line),
          "last_line": .number(source.lastLine),
        ]
      } ?? .null
    return [
      "kind": .text(row.kind == .remittance ? "return" : row.kind.rawValue),
      "reference": .text(row.reference),
      "payer": .text(row.payer), "declaration": .text(row.declaration), "date": .day(row.date),
      "reason": .text(row.reason), "by": .text(row.by), "source": source,
    ]
  }
}
