import Accounting
import Care
import Decoding
import Findings
import Testing

/// Canonical specifications, row by row (CONTRACT.md section 3).
struct SpecificationTableTests {
  private static let header = "payer,specification,date,kind,declaration,amount,reference,against"
  private static let sound = """
    uzovi-7095,BS-1,2026-04-20,payment,,400.00,,
    uzovi-7095,BS-1,2026-04-20,award,WV1,500.00,,
    uzovi-7095,BS-1,2026-04-20,offset,,-100.00,,CM-1
    uzovi-7095,BS-1,2026-04-20,takeback,WV2,-200.00,CM-1,
    """

  private func rules(_ rows: String) throws -> [String] {
    let text = Self.header + "\n" + rows + "\n"
    return try Decoded(Array(text.utf8), named: "specification.csv").findings.map(\.rule)
  }

  @Test func `a specification is its payment, what that consists of, and what is announced`() throws {
    let text = Self.header + "\n" + Self.sound + "\n"
    let read = try Decoded(Array(text.utf8), named: "specification.csv")
    #expect(read.findings == [])
    #expect(read.reading.format == Format(kind: .specifications, name: "canonical specification"))
    let rows = read.facts.compactMap { fact in if case .specificationRow(let row) = fact { row } else { nil }
    }
    #expect(rows.map(\.kind) == [.payment, .award, .offset, .takeback])
    #expect(rows.map(\.amount.minorUnits) == [400_00, 500_00, -100_00, -200_00])
    #expect(rows[2].against == "CM-1" && rows[3].reference == "CM-1" && rows[3].declaration == "WV2")
  }

  @Test(arguments: [
    ("award,WV1,500.00,,", "award,WV1,500.01,,", "specification-sum"),
    ("payment,,400.00,,", "award,WV3,400.00,,", "no-payment"),
    ("takeback,WV2,-200.00,CM-1,", "payment,,-200.00,,", "second-payment"),
    ("offset,,-100.00,,CM-1", "offset,,100.00,,CM-1", "specification-sign"),
    ("takeback,WV2,-200.00,CM-1,", "takeback,,-200.00,,", "cell-empty"),
    ("award,WV1,500.00,,", "award,,500.00,,", "cell-empty"),
    ("takeback,WV2,-200.00,CM-1,", "reclaim,WV2,-200.00,CM-1,", "specification-kind"),
    ("BS-1,2026-04-20,takeback", "BS-1,2026-04-21,takeback", "specification-differs"),
  ])
  func `what cannot be meant is refused by name`(was: String, now: String, rule: String) throws {
    let rows = Self.sound.replacing(was, with: now)
    #expect(rows != Self.sound)
    #expect(try rules(rows).contains(rule))
  }

  @Test func `rows of one specification stand together`() throws {
    let other = Self.sound.replacing("BS-1", with: "BS-2")
    #expect(try rules(Self.sound + "\n" + other) == [])
    let torn = Self.sound.split(separator: "\n")
    let pieces = torn.prefix(3).joined(separator: "\n") + "\n" + other + "\n" + torn[3]
    #expect(try rules(pieces).contains("specification-in-pieces"))
  }
}
