import Accounting
import Care
import Matching
import Testing

/// How payers withhold what they announced: the oldest first, or all (class C).
struct OffsettingTests {
  private static let vgz = PayerCode("uzovi-7095")
  private static let other = PayerCode("uzovi-7119")

  private func takeback(_ name: String, _ cents: Int64, scheme: String = "Zvw", day: Int = 1) throws
    -> OpenTakeback
  {
    OpenTakeback(
      item: OpenItem(item: name, number: name, awarded: -cents, paidBefore: 0), cents: -cents,
      payer: try #require(name.hasPrefix("o") ? Self.other : Self.vgz), scheme: Scheme(scheme),
      announcedOn: try #require(CalendarDate(year: 2026, month: 4, day: day)))
  }

  private func ways(_ withheld: Int64, _ takebacks: [OpenTakeback]) -> [[String]] {
    Offsetting.ways(of: withheld, from: takebacks).map { $0.map(\.item.item) }
  }

  @Test func `the oldest are withheld first, each whole`() throws {
    let takebacks = [
      try takeback("a", 100), try takeback("b", 50, day: 2), try takeback("c", 70, day: 3),
    ]
    #expect(ways(100, takebacks) == [["a"]])
    #expect(ways(150, takebacks) == [["a", "b"]])
    #expect(ways(220, takebacks) == [["a", "b", "c"]])
    #expect(ways(50, takebacks) == [], "a younger one alone is not how payers withhold")
    #expect(ways(120, takebacks) == [], "with a part of one, any amount would fit")
    #expect(ways(300, takebacks) == [])
  }

  @Test func `those announced on one day are equally old: any of them may be withheld first`() throws {
    let takebacks = [try takeback("a", 100), try takeback("b", 50), try takeback("c", 50)]
    #expect(ways(200, takebacks) == [["a", "b", "c"]])
    #expect(ways(150, takebacks).count > 1, "b or c may be the one that is left, or a part of a")
    let parts = Offsetting.ways(of: 100, from: [try takeback("a", 100), try takeback("b", 50)])
    #expect(parts.map { $0.map(\.cents) } == [[-100], [-50, -50]], "a whole, or b and half of a")
  }

  @Test func `accounts of schemes and payers are withheld from by themselves, and two ways are a question`()
    throws
  {
    let takebacks = [
      try takeback("a", 100), try takeback("w", 100, scheme: "Wlz"), try takeback("o", 30, scheme: "Wlz"),
    ]
    #expect(ways(100, takebacks).contains(["a"]) && ways(100, takebacks).contains(["w"]))
    #expect(ways(200, takebacks) == [["a", "w"]])
    #expect(ways(30, takebacks) == [["o"]])
    #expect(ways(230, takebacks) == [["a", "w", "o"]])
  }
}
