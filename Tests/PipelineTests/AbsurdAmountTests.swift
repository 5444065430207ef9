import Books
import Findings
import Testing

/// A file that cannot be true costs one file: it must not stop the files after it.
struct AbsurdAmountTests {
  private static let header =
    "payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,submitted_on\n"

  private static func declaration(_ number: String, _ amounts: String...) -> String {
    header
      + amounts.enumerated().map { index, amount in
        "uzovi-3311,\(number),L\(index),999900006,99999901,1000,Zvw,2026-03-0\(index + 1),2026-03-0\(index + 1),1.00,\(amount),2026-04-02\n"
      }.joined()
  }

  @Test(
    arguments: [
      (["92233720368547758.07"], "absurd-amount"),
      (["99999999999.99", "99999999999.99"], "absurd-total"),
    ])
  func `amounts nobody can count are quarantined, and the next file is posted`(
    amounts: [String], rule: String
  ) throws {
    let trial = try TrialWorkspace()
    var text = Self.declaration("DA", amounts[0])
    if amounts.count > 1 { text = Self.declaration("DA", amounts[0], amounts[1]) }
    let file = try trial.take("absurd.csv", text)
    #expect(file.state == .quarantined)
    #expect(try trial.books.findings(ofFile: file.id).map(\.rule).contains(rule))
    try trial.take("next.csv", Self.declaration("DB", "10.00"))
    #expect(try trial.balances() == ["1310": 1000, "8010": -1000])
  }
}
