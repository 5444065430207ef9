import Mapping
import Posting
import Storybook
import Testing

/// POSTING.md, row "declared": VAT goes to its role, in proportion when awarded or reduced, last cent to revenue.
struct VATLawTests {
  @Test(
    arguments: [
      // 109.00 holds 9.00 VAT; half of it is granted.
      (109_00, 9_00, 54_50, 4_50),
      // A third: 2.7519… of VAT, and the cent goes to revenue.
      (109_00, 9_00, 33_33, 2_75),
      (109_00, 9_00, 109_00, 9_00), (109_00, 9_00, 0, 0),
      (0_01, 0_01, 0_01, 0_01),
      // A credit line: the sides swap, the proportion stays.
      (-109_00, -9_00, -54_50, -4_50), (-109_00, -9_00, -33_33, -2_75),
    ] as [(Int64, Int64, Int64, Int64)])
  func `what is awarded carries its share of VAT`(
    claimed: Int64, vat: Int64, awarded: Int64, share: Int64
  ) {
    let standing = Targets.target(
      of: TestAccounts.declaration(
        "A", TestAccounts.line("A", .awarded, claimed: claimed, vat: vat, awarded: awarded)))
    #expect(standing.sum(.vat) == -share)
    #expect(standing.sum(.revenue) == share - awarded)
    #expect(standing.sum(.debtor) == awarded)
  }

  @Test func `a reduction that is final gives the VAT on it back`() {
    let line = TestAccounts.line(
      "A", .submitted, claimed: 109_00, vat: 9_00, awarded: 54_50, to: .tariffDifference)
    let standing = Targets.target(of: TestAccounts.declaration("A", line))
    #expect(standing.sum(.revenue) == -100_00)
    #expect(standing.sum(.tariffDifference) == 50_00)
    #expect(standing.sum(.vat) == -4_50)
    #expect(standing.sum(.debtor) == 54_50)
  }

  @Test func `a reduction that waits keeps its VAT until it is settled`() {
    let line = TestAccounts.line("A", .submitted, claimed: 109_00, vat: 9_00, awarded: 0, to: .rejected)
    let standing = Targets.target(of: TestAccounts.declaration("A", line))
    #expect(standing.sum(.rejected) == 109_00)
    #expect(standing.sum(.vat) == -9_00)
    #expect(standing.sum(.revenue) == -100_00)
  }

  @Test func `VAT without an account waits with its whole line, and none of it lands on revenue`() {
    var line = TestAccounts.line("A", .submitted, claimed: 109_00, vat: 9_00)
    line.revenue = TestAccounts.answer(.noAccount)
    line.vatAnswer = TestAccounts.answer(.noAccount)
    let standing = Targets.target(of: TestAccounts.declaration("A", line))
    #expect(standing.sum(.noAccount) == -109_00)
    #expect(standing.sum(.revenue) == 0)
    #expect(standing.sum(.debtor) == 109_00)
  }

  @Test(arguments: Recognition.allCases)
  func `VAT is never more than in proportion, nor less by a whole cent`(recognition: Recognition) {
    var random = SplitMix64(seed: 109)
    for _ in 0..<3_000 {
      let sign: Int64 = random.number(below: 2) == 0 ? 1 : -1
      let claimed = Int64(1 + random.number(below: 1_000_000))
      let vat = Int64(random.number(below: Int(claimed) + 1))
      let awarded = Int64(random.number(below: Int(claimed) + 1))
      let standing = Targets.target(
        of: TestAccounts.declaration(
          "A",
          TestAccounts.line(
            "A", recognition, claimed: sign * claimed, vat: sign * vat, awarded: sign * awarded,
            isRedeclared: true)))
      let posted = standing.sum(.vat) * -sign
      #expect(posted >= 0 && posted * claimed <= vat * awarded)
      #expect((posted + 1) * claimed > vat * awarded)
      #expect(standing.sum(.debtor) == sign * awarded)
    }
  }

  @Test func `the largest amounts that money can be do not overflow a share`() {
    let line = TestAccounts.line("A", .awarded, claimed: .max, vat: .max, awarded: .max)
    let standing = Targets.target(of: TestAccounts.declaration("A", line))
    #expect(standing.sum(.vat) == -.max)
    #expect(standing.sum(.revenue) == 0)
  }
}
