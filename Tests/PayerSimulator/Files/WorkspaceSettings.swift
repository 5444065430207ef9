/// What the organisation has set up: the files of its workspace, and the choices in them that differ from world to world.
struct WorkspaceSettings {
  static let administration = "de-linde"
  static let provider = "99999901"

  /// When a receivable under the Zvw comes into being.
  var recognition: String
  /// Who books the first account.
  var bookedBy: String

  init(by random: inout SplitMix64) {
    recognition = random.one(of: ["submitted", "awarded", "none"])
    bookedBy = random.one(of: ["gateway", "gateway", "bookkeeping"])
  }

  func files(for payers: [Payer], banks: [OwnAccount]) -> [SimulatedFile] {
    let tables = [
      ("mapping.yaml", mapping(payers)), ("chart.csv", chart(payers)), ("payers.csv", table(payers)),
      ("payer-ibans.csv", ibans(payers)), ("bank-accounts.csv", accounts(banks)),
      ("bank-others.csv", Self.others), ("revenue.csv", revenue(payers)), ("reasons.csv", Self.reasons),
    ]
    return [SimulatedFile("remitd.yaml", Self.settings)]
      + tables.map { SimulatedFile("mappings/\(Self.administration)/\($0.0)", $0.1) }
  }

  private func chart(_ payers: [Payer]) -> String {
    let own = payers.indices.flatMap { payer in
      let name = payers[payer].name
      return [
        "\(1310 + payer),Debiteuren \(name),assets", "\(1610 + payer),Terugvorderingen \(name),liabilities",
        "\(1450 + payer),Voorschotten \(name),liabilities", "\(1470 + payer),Afrekening \(name),liabilities",
      ]
    }
    let sister = [
      "1340,Debiteuren \(PayerCatalogue.sister.name),assets",
      "1640,Terugvorderingen \(PayerCatalogue.sister.name),liabilities",
    ]
    return (["account,name,kind"] + own + sister + Self.chart).map { $0 + "\n" }.joined()
  }

  private func table(_ payers: [Payer]) -> String {
    var rows = payers.indices.map { payer in
      let row = payers[payer]
      let advance = row.habit == .paysInAdvance || row.habit == .drawsDown
      return [
        row.code, row.name, row.group, row.scheme.rawValue, "\(1310 + payer)", "\(1610 + payer)",
        advance ? "\(1450 + payer)" : "", advance ? "\(1470 + payer)" : "", "D\(row.registerNumber)",
        "return", "no", row.isBlind ? "yes" : "no", "2026-01-01", "", "Simulated",
      ]
    }
    if payers.contains(where: { $0.group == PayerCatalogue.sister.group }) {
      let sister = PayerCatalogue.sister
      rows.append(
        [sister.code, sister.name, sister.group, sister.scheme.rawValue, "1340", "1640", "", "", "D3339"]
          + ["return", "no", "no", "2026-01-01", "", "Simulated"])
    }
    return PayerSimulator.table(
      "payer,name,group,scheme,debtor,takeback,advance,settlement,relation,award-by,partial,blind,from,until,because",
      rows)
  }

  private func ibans(_ payers: [Payer]) -> String {
    var rows = payers.map { [$0.iban, $0.group, "2026-01-01", "", "Simulated"] }
    for payer in payers where payer.paysFrom.iban != payer.iban {
      rows.append([payer.paysFrom.iban, payer.group, "2026-01-01", "", "A label of the same group"])
    }
    return PayerSimulator.table("iban,group,from,until,because", rows)
  }

  private func accounts(_ banks: [OwnAccount]) -> String {
    let rows = banks.enumerated().map { place, bank in
      [
        bank.iban, "\(1010 + place * 10)", place == 0 ? "BNK" : "BNK2", place == 0 ? bookedBy : "gateway",
        "camt.053", "2026-01-01", "", "Simulated",
      ]
    }
    return PayerSimulator.table("iban,account,journal,booked-by,statements,from,until,because", rows)
  }

  private func mapping(_ payers: [Payer]) -> String {
    let advances = payers.filter { $0.habit == .paysInAdvance }.map {
      "  - { payer: \($0.code), scheme: \($0.scheme.rawValue), from: 2026-01-01, because: Simulated }\n"
    }
    let schemes = Self.schemes(of: payers).map { scheme in
      let mode =
        switch scheme {
        case .zvw: recognition
        case .wlz: "awarded"
        case .wmo: "submitted"
        }
      return "  - { scheme: \(scheme.rawValue), mode: \(mode), from: 2026-01-01, because: Simulated }\n"
    }
    let centres = Self.schemes(of: payers).map {
      "      - { when: { scheme: \($0.rawValue) }, value: \"\($0.number)00\", from: 2026-01-01, because: Simulated }\n"
    }
    return """
      mapping: simulated
      tables:
        chart: chart.csv
        payers: payers.csv
        payer-ibans: payer-ibans.csv
        bank-accounts: bank-accounts.csv
        bank-others: bank-others.csv
      recognition:
      \(schemes.joined())\(advances.isEmpty ? "" : "advances:\n" + advances.joined())\(Self.rules)
        cost-centre:
          rules:
      \(centres.joined())    otherwise: { value: "", because: Simulated }

      """
  }

  private func revenue(_ payers: [Payer]) -> String {
    let rows = Self.schemes(of: payers).map {
      [$0.rawValue, "*", "current", "80\($0.number)0", "2026-01-01", "", "Simulated"]
    }
    return PayerSimulator.table(
      "scheme,service,care-year,account,from,until,because",
      rows + [["*", "*", "earlier", "8090", "2026-01-01", "", "Simulated"]])
  }

  /// A mapping speaks of no law under which nobody pays.
  private static func schemes(of payers: [Payer]) -> [Scheme] {
    Scheme.allCases.filter { scheme in payers.contains { $0.scheme == scheme } }
  }
}
