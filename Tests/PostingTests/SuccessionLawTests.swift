import Accounting
import Matching
import Storybook
import Testing

/// CONTRACT.md section 3, `previous`: what declares a rejected line again.
struct SuccessionLawTests {
  private func line(
    _ declaration: Int64, on day: Int32, rejected: Bool, after days: Int32 = 0, claimed: Int64 = 100,
    names: Int64? = nil, position: Int64 = 1
  ) -> Succession.Candidate {
    Succession.Candidate(
      id: Succession.LineID(declaration: declaration, position: position),
      submittedOn: CalendarDate(dayNumber: 20_000 + day), number: "WV\(declaration)", claimed: claimed,
      rejectedOn: rejected ? CalendarDate(dayNumber: 20_000 + day + days) : nil,
      predecessor: names.map { .line(Succession.LineID(declaration: $0, position: 1)) } ?? .unsaid)
  }

  private func successors(_ lines: [Succession.Candidate]) -> [Int64: Int64] {
    Dictionary(
      uniqueKeysWithValues: Succession.outcome(among: lines).successors.map {
        ($0.key.declaration * 10 + $0.key.position, $0.value.declaration)
      })
  }

  @Test func `one open rejected line is declared again by the next of equal care`() {
    #expect(successors([line(1, on: 1, rejected: true), line(2, on: 5, rejected: false)]) == [11: 2])
    #expect(successors([line(1, on: 1, rejected: false), line(2, on: 5, rejected: false)]) == [:])
  }

  @Test func `a chain of rejections is followed link by link`() {
    let lines = [
      line(1, on: 1, rejected: true), line(2, on: 5, rejected: true), line(3, on: 9, rejected: true),
      line(4, on: 13, rejected: false),
    ]
    #expect(successors(lines) == [11: 2, 21: 3, 31: 4])
  }

  @Test func `of two equal visits that are rejected none is guessed`() {
    let lines = [
      line(1, on: 1, rejected: true), line(1, on: 1, rejected: true, position: 2),
      line(2, on: 5, rejected: false), line(2, on: 5, rejected: false, position: 2),
    ]
    #expect(successors(lines) == [:])
    #expect(Set(Succession.outcome(among: lines).ambiguous.map(\.declaration)) == [2])
  }

  @Test func `what was submitted before the answer does not repeat it`() {
    let early = line(2, on: 3, rejected: false)
    #expect(successors([line(1, on: 1, rejected: true, after: 4), early]) == [:])
    let sameDay = line(3, on: 5, rejected: false)
    #expect(successors([line(1, on: 1, rejected: true, after: 4), early, sameDay]) == [11: 3])
  }

  @Test func `a line that names an unknown one is not matched by equal care`() {
    var line = line(2, on: 5, rejected: false)
    line.predecessor = .unknown
    #expect(successors([self.line(1, on: 1, rejected: true), line]) == [:])
  }

  @Test func `of one day the shorter number comes first`() {
    #expect(successors([line(9, on: 1, rejected: true), line(10, on: 1, rejected: false)]) == [91: 10])
    #expect(successors([line(10, on: 1, rejected: true), line(9, on: 1, rejected: false)]) == [:])
  }

  @Test func `many lines of equal care take no longer than their number`() {
    let lines = (1...5_000 as ClosedRange<Int64>).flatMap { position in
      [
        line(1, on: 1, rejected: true, position: position),
        line(2, on: 5, rejected: false, position: position),
      ]
    }
    #expect(Succession.outcome(among: lines).ambiguous.count == 5_000)
  }

  @Test func `what names its predecessor leaves the other to be found`() {
    let lines = [
      line(1, on: 1, rejected: true), line(2, on: 2, rejected: true),
      line(3, on: 5, rejected: false, names: 1), line(4, on: 6, rejected: false),
    ]
    #expect(successors(lines) == [11: 3, 21: 4])
  }

  @Test func `a credit line declares nothing again`() {
    #expect(
      successors([line(1, on: 1, rejected: true), line(2, on: 5, rejected: false, claimed: -100)]) == [:])
  }

  @Test func `the order in which lines are given does not matter`() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<400 {
      let count = 2 + random.number(below: 5)
      var lines = (1...Int64(count)).map { index in
        line(
          index, on: Int32(random.number(below: 6)), rejected: random.number(below: 2) == 0,
          after: Int32(random.number(below: 4)),
          claimed: random.number(below: 5) == 0 ? -100 : 100,
          names: index > 1 && random.number(below: 4) == 0 ? index - 1 : nil)
      }
      let expected = successors(lines)
      random.shuffle(&lines)
      #expect(successors(lines) == expected)
      #expect(Set(expected.values).count == expected.count, "a line declares at most one other again")
    }
  }
}
