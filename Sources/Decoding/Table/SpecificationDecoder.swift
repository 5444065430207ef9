import Accounting
package import Care
import Findings
import Tables

/// Reads a payer's own table of what a payment consists of, under a profile. The table does not say what was paid: the
/// payment is what its rows come to, and a bank line of exactly that amount proves them.
package struct SpecificationDecoder: ProfileDecoder {
  package let profile: SpecificationProfile

  package init(_ profile: SpecificationProfile) { self.profile = profile }

  var profileName: String { profile.name }
  var separatorRemedy: String {
    "say so in `separator` of a profile in remitd.yaml, or give the file as the payer wrote it"
  }
  var head: ProfileHead {
    ProfileHead(
      columns: profile.columns.all, separators: profile.separators, encodings: profile.encodings,
      skipFirst: profile.skipFirst)
  }

  package func decode(
    _ source: inout some ByteSource, named name: String, sink: (Fact) throws -> Void
  ) throws -> Reading {
    var findings = FindingList()
    var first = HeldBack(source)
    let start = Position(file: name, line: 1, column: 1, byte: 0)
    guard let dialect = head.dialect(of: try first.head()) else {
      findings.append(
        Finding(
          "no-header", at: start,
          "the table does not have the columns of the profile \(profile.name)",
          remedy: "the columns are \(profile.columns.all.joined(separator: ", "))"))
      return reading(findings, lines: 0)
    }
    if profile.payer == nil {
      findings.append(
        Finding(
          "payer-missing", at: start,
          "the profile \(profile.name) does not say whose specifications these are",
          remedy:
            "add a profile to remitd.yaml with id: \(profile.name), kind: specification and the payer's number"
        ))
    }
    let named = profile.fileName?.reading(of: name, dates: profile.date)
    findings.append(contentsOf: unnamed(named, at: start))

    var rows = SpecificationRows(profile, named)
    try head.read(
      &first, CSVReader(file: name, dialect: dialect), skippingLast: profile.skipLast, into: &findings
    ) { row, findings in
      guard rows.hasHeader else { return rows.takeHeader(row, &findings) }
      try rows.read(row, &findings, sink)
    }
    try rows.close(&findings, sink)
    if rows.lines == 0, !findings.hasErrors { findings.append(CSVTable.noRows(in: name)) }
    return reading(findings, lines: rows.lines)
  }

  private func reading(_ findings: FindingList, lines: Int) -> Reading {
    Reading(
      format: Format(kind: .specifications, name: "specification (\(profile.name))"), findings: findings,
      lines: lines)
  }

  /// What neither a column nor the name of the file says.
  private func unnamed(_ named: FileNameForm.Reading?, at start: Position) -> [Finding] {
    var messages: [String] = []
    if profile.columns.specification == nil, named?.specification == nil {
      messages.append("nothing says which number the specification has")
    }
    if profile.columns.date == nil, named?.date == nil {
      messages.append("nothing says of which day the specification is")
    }
    let remedy =
      profile.fileName.map {
        "name the file as \($0.pattern), days written as \(profile.date.pattern), and give it again"
      } ?? "name the column that says it under `columns` of the profile \(profile.name)"
    return messages.map { Finding("specification-unnamed", at: start, $0, remedy: remedy) }
  }
}
