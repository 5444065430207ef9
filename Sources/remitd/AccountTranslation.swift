/// Other codes for the ledger accounts of a template, wherever its files name one. Comments and everything else stay.
///
/// It knows the places where a template names an account, so that the service `1000` is not taken for one.
struct AccountTranslation: Sendable {
  /// New codes by old ones.
  var codes: [String: String] = [:]
  /// New kinds by old codes, where the kind changes too: RGS counts a suspense account of receipts among the assets.
  var kinds: [String: String] = [:]

  /// What a table of plain accounts says: `plain,account,kind`.
  init(table: String) {
    for row in table.split(separator: "\n").dropFirst() {
      let cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      precondition(cells.count == 3, "a row of a template's accounts has three cells: \(row)")
      codes[cells[0]] = cells[1]
      kinds[cells[0]] = cells[2]
    }
  }

  init(_ codes: [String: String]) { self.codes = codes }

  func applied(to template: Template) -> Template {
    var template = template
    for file in template.files where file.name != Template.referenceAccounts {
      let text = String(decoding: file.bytes, as: UTF8.self)
      if file.name == "mapping.yaml" {
        template = template.exchanging(file.name, with: translated(mapping: text))
      } else if file.name.hasSuffix(".csv") {
        template = template.exchanging(file.name, with: translated(table: text))
      }
    }
    return template
  }

  private static let columns: Set<Substring> = ["account", "debtor", "takeback", "advance", "settlement"]

  private func translated(table text: String) -> String {
    precondition(!text.contains("\""), "the tables of a template need no quotation marks")
    var rows = text.split(separator: "\n", omittingEmptySubsequences: false)
    let header = rows[0].split(separator: ",", omittingEmptySubsequences: false)
    for index in rows.indices.dropFirst() where !rows[index].isEmpty {
      var cells = rows[index].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      for (column, name) in header.enumerated() where Self.columns.contains(name) {
        if let place = header.firstIndex(of: "kind") { cells[place] = kinds[cells[column]] ?? cells[place] }
        cells[column] = codes[cells[column]] ?? cells[column]
      }
      rows[index] = Substring(cells.joined(separator: ","))
    }
    return rows.joined(separator: "\n")
  }

  /// `account: "1310"` of a rule, and `debit 1310` or `credit 1310` of an example.
  private func translated(mapping text: String) -> String {
    text.replacing(/(account: "|debit |credit )([A-Za-z0-9.\-]+)/) { match in
      "\(match.output.1)\(codes[String(match.output.2)] ?? String(match.output.2))"
    }
  }
}
