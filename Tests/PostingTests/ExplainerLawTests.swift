import Matching
import Testing

/// The judgement of payments against the sentences of DESIGN.md section 4, over every small case.
struct ExplainerLawTests {
  private static func items(_ count: Int) -> [[OpenItem]] {
    let states: [(Int64?, Int64)] = [
      (nil, 0), (0, 0), (2, 0), (2, 2), (2, 1), (1, 2), (-1, 0), (-1, -1),
    ]
    var all: [[OpenItem]] = [[]]
    for index in 0..<count {
      all = all.flatMap { before in
        states.map { state in
          before + [
            OpenItem(item: "p/\(index)", number: "\(index)", awarded: state.0, paidBefore: state.1)
          ]
        }
      }
    }
    return all
  }

  private func judge(
    _ amount: Int64, known: [OpenItem] = [], ambiguous: [[OpenItem]] = [], unknown: [String] = [],
    wholeAnswers: [OpenItem] = [], isBlind: Bool = false
  ) -> Verdict {
    Explainer.judge(
      PaymentAtHand(
        amount: amount, named: NamedItems(known: known, ambiguous: ambiguous, unknown: unknown)),
      wholeAnswers: { wholeAnswers }, isBlind: { _ in isBlind }, takebacks: { _ in [] },
      isUnsettled: { _ in false },
      combinations: { _, _ in .none })
  }

  @Test(arguments: 1...3)
  func `what is named explains a payment if all of it is answered and open for exactly its amount`(
    count: Int
  ) {
    for items in Self.items(count) {
      for amount in -3...5 as ClosedRange<Int64> {
        let verdict = judge(amount, known: items)
        let open = items.filter { $0.open != 0 }
        let sum = items.reduce(0) { $0 + ($1.open ?? 0) }
        if items.contains(where: { $0.awarded == nil }) {
          #expect(verdict.outcome == .waiting && verdict.cause == .noReturnYet && verdict.parts == [])
        } else if !open.isEmpty, sum == amount {
          #expect(verdict.outcome == .unique && verdict.evidence == .namedInFull && verdict.cause == nil)
          #expect(verdict.parts == open.map { Contribution(item: $0.item, cents: $0.open ?? 0) })
          #expect(verdict.parts.reduce(0) { $0 + $1.cents } == amount)
        } else {
          #expect(verdict.outcome == .none && verdict.parts == [])
          #expect(verdict.cause == .amountDiffers || verdict.cause == .duplicateSuspected)
        }
      }
    }
  }

  @Test func `a number we do not know makes a payment wait, whatever else it names`() {
    for items in Self.items(1) {
      let verdict = judge(2, known: items, unknown: ["WV9"])
      #expect(verdict.outcome == .waiting && verdict.cause == .unknownDeclaration && verdict.parts == [])
    }
  }

  @Test func `a number that means two things is a question, with what fits as candidates`() {
    let fits = OpenItem(item: "p/1", number: "1", awarded: 2, paidBefore: 0)
    let other = OpenItem(item: "p/2", number: "2", awarded: 3, paidBefore: 0)
    let verdict = judge(2, known: [fits], ambiguous: [[fits, other]])
    #expect(verdict.outcome == .several && verdict.cause == .severalExplanations && verdict.parts == [])
    #expect(verdict.candidates == [[Contribution(item: "p/1", cents: 2)]])
  }

  @Test func `paid in full before, and named again, is suspected to be a duplicate`() {
    let paid = OpenItem(item: "p/1", number: "1", awarded: 2, paidBefore: 2)
    #expect(judge(2, known: [paid]).cause == .duplicateSuspected)
    #expect(judge(1, known: [paid]).cause == .amountDiffers)
  }

  @Test(arguments: 0...3, [false, true])
  func `where nothing is named, one whole answer is proof only with a payer that pays so`(
    count: Int, isBlind: Bool
  ) {
    let items = (0..<count).map {
      OpenItem(item: "p/\($0)", number: "\($0)", awarded: 2, paidBefore: 0)
    }
    let verdict = judge(2, wholeAnswers: items, isBlind: isBlind)
    switch count {
    case 0: #expect(verdict.outcome == .none && verdict.cause == .noExplanation)
    case 1:
      #expect(verdict.outcome == .unique && verdict.evidence == .wholeAnswer)
      #expect(verdict.parts.isEmpty != isBlind)
      #expect(verdict.candidates.isEmpty == isBlind)
    default:
      #expect(verdict.outcome == .several && verdict.cause == .severalExplanations)
      #expect(verdict.parts == [] && verdict.candidates.count == count)
    }
  }

  @Test func `that nothing is named is asked first: whole answers are not looked for otherwise`() {
    let item = OpenItem(item: "p/1", number: "1", awarded: 5, paidBefore: 0)
    let verdict = Explainer.judge(
      PaymentAtHand(amount: 2, named: NamedItems(known: [item], ambiguous: [], unknown: [])),
      wholeAnswers: {
        Issue.record("a weaker class was asked")
        return []
      }, isBlind: { _ in true }, takebacks: { _ in [] }, isUnsettled: { _ in false },
      combinations: { _, _ in .none })
    #expect(verdict.cause == .amountDiffers)
  }
}
