extension Template {
  /// The least that is a whole mapping, with its lines in plain sight: broken variants are made from it.
  static let small = Template(files: [
    "mapping.yaml": """
    mapping: small
    tables:
      chart: chart.csv
      payers: payers.csv
      payer-ibans: payer-ibans.csv
      bank-accounts: bank-accounts.csv
    recognition:
      - { scheme: Zvw, mode: submitted, from: 2026-01-01, because: agreed }
      - { scheme: Wlz, mode: awarded, from: 2026-01-01, because: agreed }
    journals: { declared: VRK, awarded: VRK, reduced: VRK, takeback: VRK, explained: MEM, decided: MEM }
    texts:
      declared: "{declaration} {payer-name}"
    suspense:
      receipts: { account: "2100", due: 14 days, cleared-by: explanation }
      rejected: { account: "2110", due: 30 days, cleared-by: decision }
      takeback-open: { account: "2120", due: 30 days, cleared-by: credit line }
      client-due: { account: "2130", due: 60 days, cleared-by: invoice }
      no-account: { account: "2190", due: 5 days, cleared-by: mapping }
    decide:
      revenue:
        table: revenue.csv
        otherwise: { suspense: no-account, because: asked about }
      difference:
        table: reasons.csv
        otherwise: { destination: undecided, because: never a write-off }
        accounts:
          tariff-difference: { account: "8015" }
          not-chargeable: { account: "4810" }
          write-off: { account: "4800" }
      revenue-correction:
        rules:
          - { when: { scheme: Zvw }, account: "8016", from: 2026-01-01, because: agreed }
        otherwise: { suspense: no-account, because: asked about }
      cost-centre:
        rules:
          - { when: { scheme: Zvw }, value: "100", from: 2026-01-01, because: agreed }
        otherwise: { value: "", because: none }
      interest: { account: "9100", because: paid late }

    """,
    "chart.csv": """
    account,name,kind
    1010,Bank,assets
    1310,Debtor,assets
    1350,Care office,assets
    1610,Takebacks,liabilities
    2100,Receipts,liabilities
    2110,Rejected,assets
    2120,Takebacks open,assets
    2130,Clients,assets
    2190,No account,liabilities
    4800,Written off,expenses
    4810,Not chargeable,expenses
    8010,Revenue Zvw,income
    8015,Tariffs,income
    8016,Corrections,income
    8020,Revenue Wlz,income
    8090,Earlier years,income
    9100,Interest,income

    """,
    "payers.csv": """
    payer,name,group,scheme,debtor,takeback,advance,settlement,from,until,because
    uzovi-3311,Kruis,kruis,Zvw,1310,1610,,,2026-01-01,,agreed
    uzovi-5512,Kantoor,kantoor,Wlz,1350,,,,2026-01-01,,agreed

    """,
    "payer-ibans.csv": """
    iban,group,from,until,because
    NL36TEST0000003311,kruis,2026-01-01,,letter
    NL70TEST0000005512,kantoor,2026-01-01,,letter

    """,
    "bank-accounts.csv": """
    iban,account,journal,booked-by,statements,from,until,because
    NL85TEST0000000101,1010,BNK,gateway,camt.053,2026-01-01,,ours

    """,
    "revenue.csv": """
    scheme,service,care-year,account,from,until,because
    Zvw,1000,current,8010,2026-01-01,,nursing
    Zvw,*,earlier,8090,2026-01-01,,earlier
    Wlz,*,current,8020,2026-01-01,,at home

    """,
    "reasons.csv": """
    scheme,code,awarded,destination,from,until,because
    *,0551,zero,redeclare,2026-01-01,,authorisation
    Zvw,0611,part,tariff-difference,2026-01-01,,tariff

    """,
  ])
}
