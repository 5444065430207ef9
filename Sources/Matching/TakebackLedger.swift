package import Accounting
package import Care

/// One row of a payer's specification that speaks of a takeback.
package struct TakebackMention: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// Says how much of it is still open on the day of the specification.
    case announcement
    /// Says how much of it was withheld from the payment that the specification describes.
    case offset
  }

  package var kind: Kind
  /// The specification, by its number in the books.
  package var specification: Int64
  package var date: CalendarDate
  /// The payer's own number of the specification: decides the order within a day.
  package var specificationReference: String
  package var position: Int64
  /// The payer's own number of the takeback; nothing where the row gives none.
  package var number: String?
  /// Our declaration on which money is taken back; nothing where the row names none.
  package var declaration: String?
  package var scheme: Scheme?
  /// Cents, positive.
  package var amount: Int64

  package init(
    kind: Kind, specification: Int64, date: CalendarDate, specificationReference: String, position: Int64,
    number: String?, declaration: String?, scheme: Scheme?, amount: Int64
  ) {
    self.kind = kind
    self.specification = specification
    self.date = date
    self.specificationReference = specificationReference
    self.position = position
    self.number = number
    self.declaration = declaration
    self.scheme = scheme
    self.amount = amount
  }
}

/// Money that a payer wants back, gathered from everything that it says of it (POSTING.md rule 6).
package struct Takeback: Sendable, Hashable {
  /// The payer's own number; without one, our declaration with `#1`, `#2` … behind it.
  package var key: String
  package var declaration: String?
  package var scheme: Scheme?
  /// What is taken back in all, in cents, positive.
  package var amount: Int64
  /// The day of the first specification that speaks of it.
  package var announcedOn: CalendarDate
  /// The specifications that speak of it, in order.
  package var specifications: [Int64]
  /// By specification, what it withholds of it, in cents, positive.
  package var offsets: [Int64: Int64]
  /// Specifications whose rows on it cannot all be true: another amount is open than is left.
  package var isContradicted: Bool
}

/// One takeback is one takeback, from however many specifications it is heard; what is repeated adds nothing.
///
/// A specification that announces says what is *still* open, so the whole amount is that and what was withheld up to
/// then. Whether "then" includes the withholding of the very specification, payers do not say: the reading that all of
/// its specifications agree with counts; if both agree, an amount that the same specification withholds in full was
/// open before, any other is open after.
package enum TakebackLedger {
  /// A function of the set of mentions, whatever their order. They are of one payer.
  package static func takebacks(from mentions: [TakebackMention]) -> [Takeback] {
    let ordered = mentions.sorted(by: isEarlier)
    var takebacks: [Takeback] = []
    var numbered: [String: [TakebackMention]] = [:]
    var numbers: [String] = []
    for mention in ordered {
      guard let number = mention.number else { continue }
      if numbered[number] == nil { numbers.append(number) }
      numbered[number, default: []].append(mention)
    }
    for number in numbers { takebacks.append(takeback(called: number, numbered[number] ?? [])) }
    var unnumbered = Unnumbered(takebacks)
    for mention in ordered where mention.number == nil { unnumbered.take(mention) }
    return unnumbered.takebacks
  }

  private static func isEarlier(_ left: TakebackMention, _ right: TakebackMention) -> Bool {
    if left.date != right.date { return left.date < right.date }
    if left.specificationReference != right.specificationReference {
      return (left.specificationReference.utf8.count, left.specificationReference)
        < (right.specificationReference.utf8.count, right.specificationReference)
    }
    return (left.specification, left.position) < (right.specification, right.position)
  }

  // MARK: With a number

  /// What one specification says of one takeback.
  private struct Said {
    var specification: Int64
    var announced: Int64?
    var withheld: Int64 = 0
  }

  private enum Reading: CaseIterable { case openAfter, openBefore }

  private static func takeback(called number: String, _ mentions: [TakebackMention]) -> Takeback {
    var said: [Said] = []
    for mention in mentions {
      if said.last?.specification != mention.specification {
        said.append(Said(specification: mention.specification))
      }
      let last = said.count - 1
      switch mention.kind {
      case .announcement: said[last].announced = (said[last].announced ?? 0) + mention.amount
      case .offset: said[last].withheld += mention.amount
      }
    }
    let (amount, isSound) = amount(said)
    return Takeback(
      key: number, declaration: mentions.lazy.compactMap(\.declaration).first,
      scheme: mentions.lazy.compactMap(\.scheme).first, amount: amount, announcedOn: mentions[0].date,
      specifications: said.map(\.specification),
      offsets: Dictionary(
        uniqueKeysWithValues: said.filter { $0.withheld != 0 }.map { ($0.specification, $0.withheld) }),
      isContradicted: !isSound)
  }

  private static func amount(_ said: [Said]) -> (Int64, isSound: Bool) {
    let withheld = said.reduce(0) { $0 + $1.withheld }
    guard let first = said.firstIndex(where: { $0.announced != nil }), let announced = said[first].announced
    else { return (withheld, true) }
    let before = said[..<first].reduce(0) { $0 + $1.withheld }
    let amounts: [Reading: Int64] = [
      .openAfter: announced + before + said[first].withheld, .openBefore: announced + before,
    ]
    let sound = Reading.allCases.filter { agrees(said, with: $0, amounts[$0] ?? 0) }
    let preferred: Reading = announced == said[first].withheld ? .openBefore : .openAfter
    let reading = sound.contains(preferred) ? preferred : sound.first ?? preferred
    return (amounts[reading] ?? 0, !sound.isEmpty)
  }

  private static func agrees(_ said: [Said], with reading: Reading, _ amount: Int64) -> Bool {
    var open = amount
    for said in said {
      if reading == .openBefore, let announced = said.announced, announced != open { return false }
      open -= said.withheld
      if reading == .openAfter, let announced = said.announced, announced != open { return false }
    }
    return open >= 0
  }

  // MARK: Without a number

  /// Known by our declaration and what is still open of it.
  private struct Unnumbered {
    var takebacks: [Takeback]
    private var counts: [String: Int] = [:]

    init(_ numbered: [Takeback]) { takebacks = numbered }

    mutating func take(_ mention: TakebackMention) {
      guard let declaration = mention.declaration else { return }
      let known = takebacks.indices.filter {
        takebacks[$0].declaration == declaration && takebacks[$0].announcedOn <= mention.date
      }
      switch mention.kind {
      case .announcement: announce(mention, of: declaration, known)
      case .offset: withhold(mention, of: declaration, known)
      }
    }

    private func open(_ takeback: Takeback) -> Int64 {
      takeback.amount - takeback.offsets.values.reduce(0, +)
    }

    private mutating func announce(_ mention: TakebackMention, of declaration: String, _ known: [Int]) {
      if let same = known.first(where: {
        let left = open(takebacks[$0])
        return left == mention.amount
          || left + (takebacks[$0].offsets[mention.specification] ?? 0) == mention.amount
      }) {
        return rest(same, on: mention)
      }
      // It differs from what is held as open: a question, not another takeback.
      if let other = known.first(where: { open(takebacks[$0]) > 0 }) {
        takebacks[other].isContradicted = true
        return rest(other, on: mention)
      }
      begin(mention, of: declaration)
    }

    private mutating func withhold(_ mention: TakebackMention, of declaration: String, _ known: [Int]) {
      let able = known.filter { open(takebacks[$0]) >= mention.amount }
      let exact = able.filter { open(takebacks[$0]) == mention.amount }
      if let one = exact.first ?? (able.count == 1 ? able.first : nil) {
        takebacks[one].offsets[mention.specification, default: 0] += mention.amount
        return rest(one, on: mention)
      }
      if let one = known.first(where: { open(takebacks[$0]) > 0 }) {
        takebacks[one].isContradicted = true
        takebacks[one].offsets[mention.specification, default: 0] += mention.amount
        return rest(one, on: mention)
      }
      begin(mention, of: declaration)
      takebacks[takebacks.count - 1].offsets[mention.specification] = mention.amount
    }

    private mutating func begin(_ mention: TakebackMention, of declaration: String) {
      counts[declaration, default: 0] += 1
      takebacks.append(
        Takeback(
          key: "\(declaration)#\(counts[declaration] ?? 1)", declaration: declaration, scheme: mention.scheme,
          amount: mention.amount, announcedOn: mention.date, specifications: [mention.specification],
          offsets: [:], isContradicted: false))
    }

    private mutating func rest(_ index: Int, on mention: TakebackMention) {
      guard !takebacks[index].specifications.contains(mention.specification) else { return }
      takebacks[index].specifications.append(mention.specification)
    }
  }
}
