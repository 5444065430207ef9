extension WorkspaceSettings {
  static let settings = """
    storage: sqlite:books.sqlite
    inbox-quiet: 2s
    administrations:
      - id: \(administration)
        name: Thuiszorg De Linde
        owner: Financiële administratie
        currency: EUR
        provider: "\(provider)"
        mapping: mappings/\(administration)/mapping.yaml
        destination: ledger-files
        test: false
    destinations:
      - id: ledger-files
        kind: file-drop
        format: hledger
        folder: drop/\(administration)

    """

  static let chart = [
    "1010,Rekening-courant,assets", "1020,Tweede rekening,assets", "1520,Te betalen btw,liabilities",
    "2100,Tussenrekening ontvangsten,liabilities", "2110,Tussenrekening afgewezen declaraties,assets",
    "2120,Tussenrekening terugvorderingen,assets", "2130,Tussenrekening cliënten,assets",
    "2140,Toegekend en anders verrekend,assets", "2190,Tussenrekening zonder rekening,liabilities",
    "4000,Lonen,expenses", "4300,Huur,expenses", "4400,Bankkosten,expenses",
    "4790,Betalingsverschillen,expenses", "4800,Afboeking debiteuren,expenses",
    "4810,Niet declarabele zorg,expenses", "8010,Omzet wijkverpleging,income",
    "8015,Tariefverschillen,income", "8016,Terugvorderingen,income", "8020,Omzet Wlz,income",
    "8030,Omzet Wmo,income", "8090,Omzet eerdere jaren,income", "8095,Terugvorderingen eerdere jaren,income",
    "9100,Rentebaten,income",
  ]

  static let others = """
    iban,text,account,from,until,because
    \(Iban.test(900)),,4300,2026-01-01,,Rent
    \(Iban.test(901)),,4000,2026-01-01,,Wages
    ,kosten zakelijk betalingsverkeer,4400,2026-01-01,,The bank's own charges

    """

  static let reasons = """
    scheme,code,awarded,destination,from,until,because
    *,\(Reason.noAuthorisation),zero,redeclare,2026-01-01,,Authorisation absent
    *,\(Reason.beyondOrder),zero,redeclare,2026-01-01,,More than was ordered
    *,\(Reason.otherTariff),part,tariff-difference,2026-01-01,,The tariff of the agreement counts
    *,\(Reason.maximumReached),zero,not-chargeable,2026-01-01,,Maximum reached

    """

  static let rules = """
    journals: { declared: VRK, awarded: VRK, reduced: VRK, takeback: VRK, explained: MEM, decided: MEM }
    texts:
      declared: "Declaratie {declaration} {payer-name}"
      awarded: "Toekenning {declaration} {remittance}"
      reduced: "Afwijzing {declaration} {remittance}"
      takeback: "Terugvordering {declaration} {payer-name}"
      bank: "Ontvangst {payer-name} {receipt}"
      explained: "Afletteren {receipt} {payer-name}"
      decided: "Besluit {declaration} {receipt}"
      reversed: "Storno {entry} {declaration} {receipt}"
      held: "Teruggenomen: {declaration} {receipt}"
      remapped: "Na gewijzigde inrichting: {declaration} {receipt}"
    tolerance:
      - { payer: "*", money: "0.05", percent: "0.10", because: Simulated }
    suspense:
      receipts: { account: "2100", owner: debiteurenbeheer, due: 14 days, cleared-by: "asking the payer" }
      rejected: { account: "2110", owner: zorgadministratie, due: 30 days, cleared-by: "declaring the line again" }
      takeback-open: { account: "2120", owner: debiteurenbeheer, due: 30 days, cleared-by: "crediting the line" }
      client-due: { account: "2130", owner: facturatie, due: 60 days, cleared-by: "invoicing the client" }
      no-account: { account: "2190", owner: functioneel beheer, due: 5 days, cleared-by: "giving the service a row" }
    decide:
      revenue:
        table: revenue.csv
        otherwise: { suspense: no-account, because: Simulated }
      difference:
        table: reasons.csv
        otherwise: { destination: undecided, because: Simulated }
        accounts:
          redeclare: { suspense: rejected }
          other-payer: { suspense: rejected }
          undecided: { suspense: rejected }
          client: { suspense: client-due }
          own-contribution: { suspense: client-due }
          tariff-difference: { account: "8015" }
          not-chargeable: { account: "4810" }
          write-off: { account: "4800" }
      revenue-correction:
        rules:
          - { when: { care-year: current }, account: "8016", from: 2026-01-01, because: Simulated }
          - { when: { care-year: earlier }, account: "8095", from: 2026-01-01, because: Simulated }
        otherwise: { suspense: no-account, because: Simulated }
      payment-difference: { account: "4790", because: Simulated }
      interest: { account: "9100", because: Simulated }
      settled-otherwise: { account: "2140", because: Simulated }
      client-invoice: { account: "8010", because: Simulated }
      vat: { account: "1520", because: Simulated }

    """
}
