/// Comma, a header line, one row per line. No cell here needs quotation marks.
func table(_ header: String, _ rows: [[String]]) -> String {
  ([header] + rows.map { $0.joined(separator: ",") }).map { $0 + "\n" }.joined()
}

enum DeclarationsTable {
  static func file(_ name: String, of payer: Payer, _ declarations: [Declaration]) -> SimulatedFile {
    let header =
      "payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on,previous"
    let rows = declarations.flatMap { declaration in
      declaration.lines.map { line in
        [
          payer.code, declaration.number, line.reference, line.client, WorkspaceSettings.provider,
          line.service.code, payer.scheme.rawValue, line.day.text, line.day.text,
          "\(line.service.quantity).00", line.amount.text, declaration.submittedOn.text,
          line.previous ?? "",
        ]
      }
    }
    return SimulatedFile(name, table(header, rows))
  }
}

enum AwardsTable {
  static func file(
    _ name: String, of payer: Payer, _ declaration: Declaration, number: String, on day: Day
  ) -> SimulatedFile {
    let header =
      "payer,remittance,remittance_date,declaration,line,claimed,awarded,reasons,total_claimed,total_awarded"
    let start = [payer.code, number, day.text, declaration.number]
    func row(_ line: Declaration.Line) -> [String] {
      start + [line.reference, line.amount.text, (line.awarded ?? 0).text, line.reason]
    }
    guard payer.answer == .awardsWithTotals else {
      return SimulatedFile(name, table(header, declaration.lines.map { row($0) + ["", ""] }))
    }
    let totals = [declaration.claimed.text, declaration.awarded.text]
    let remarks = declaration.lines.filter { !$0.reason.isEmpty }.map { row($0) + totals }
    return SimulatedFile(
      name, table(header, remarks.isEmpty ? [start + ["", "", "", ""] + totals] : remarks))
  }
}

/// Describes one payment, and announces what is still wanted back after it.
struct Specification {
  enum Kind: String {
    case payment, award, offset, advance, interest, takeback
    case advanceDrawdown = "advance-drawdown"
  }

  struct Row {
    var kind: Kind
    var declaration = ""
    var amount: Cents
    /// The payer's own number of the takeback or advance.
    var reference = ""
    /// Repeats it where it is withheld.
    var against = ""
    var remark = ""
  }

  var number: String
  var date: Day
  /// May be nothing.
  var payment: Cents
  /// Sum up to the payment.
  var contributions: [Row]
  var announced: [TrueTakeback]

  func file(of payer: Payer) -> SimulatedFile {
    let takebacks = announced.map {
      Row(kind: .takeback, declaration: $0.declaration, amount: -$0.open, reference: $0.number ?? "")
    }
    let rows = [Row(kind: .payment, amount: payment)] + contributions + takebacks
    return SimulatedFile(
      "\(date.compact)-specificatie-\(number).csv",
      table(
        "payer,specification,date,kind,declaration,amount,reference,against,scheme,remark",
        rows.map {
          [
            payer.code, number, date.text, $0.kind.rawValue, $0.declaration, $0.amount.text, $0.reference,
            $0.against, payer.scheme.rawValue, $0.remark,
          ]
        }))
  }
}
