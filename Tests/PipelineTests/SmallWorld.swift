import Storybook

/// A small world made from a seed: declarations, returns and statements that do not contradict one another, with what
/// each declaration was granted in the end, worked out from the world and not from the books.
struct SmallWorld {
  struct File {
    var name: String
    var bytes: [UInt8]
  }

  private(set) var files: [File] = []
  private(set) var invoices: [Invoice] = []
  private(set) var replies: [Reply] = []
  private(set) var movements: [Movement] = []

  private var random: SplitMix64
  private var next = 0

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    declare()
    answer()
    declareAgain()
    pay()
    write()
  }

  private static let payers = ["uzovi-7095", "uzovi-3311"]
  private static let prices: [Int64] = [100_00, 60_00, 45_50, 250_00, 99_99]

  private mutating func number(below bound: Int) -> Int { random.number(below: bound) }
  private mutating func chance(_ percent: Int) -> Bool { number(below: 100) < percent }
  private mutating func count() -> Int {
    next += 1
    return next
  }

  private static func april(_ day: Int) -> String { "2026-04-" + (day < 10 ? "0\(day)" : "\(day)") }

  // MARK: Declarations

  private mutating func declare() {
    for _ in 0..<3 + number(below: 2) {
      let payer = Self.payers[number(below: 4) == 0 ? 1 : 0]
      let name = chance(70) ? "WV26000\(100 + count())" : "0026000\(100 + count())"
      // Some care systems count the lines of each declaration from 1.
      let counts = chance(30)
      let visits = (0..<1 + number(below: 3)).map { index in
        visit(counts ? "\(index + 1)" : "L\(count())")
      }
      invoices.append(Invoice(name, to: payer, on: Self.april(1 + number(below: 4)), visits))
    }
  }

  private mutating func visit(_ reference: String) -> Visit {
    var visit = Visit(reference, Self.prices[number(below: Self.prices.count)], client: number(below: 2))
    visit.service = ["1000", "1000", "1001", "1002", "1999"][number(below: 5)]
    if chance(40) { (visit.from, visit.until) = ("2026-03-09", "2026-03-15") }
    if chance(10) { (visit.from, visit.until) = ("2025-12-22", "2025-12-28") }
    if chance(15) { visit.vat = visit.cents * 9 / 109 }
    if chance(5) { visit.isApproved = false }
    if chance(25) { visit.location = "north" }
    return visit
  }

  // MARK: Returns

  private mutating func answer() {
    for invoice in invoices {
      guard chance(90) else { continue }
      reply(to: invoice, on: 8 + number(below: 8))
      if chance(35) { reply(to: invoice, on: 10 + number(below: 18)) }
    }
  }

  private mutating func reply(to invoice: Invoice, on day: Int) {
    var listed: [Reply.Listed] = []
    for visit in invoice.visits {
      guard visit.isApproved else {
        // Production that nobody approved was not declared: a return that speaks of it is held.
        if chance(10) { listed.append(visit.granted(0)) }
        continue
      }
      switch number(below: 10) {
      case 0, 1: listed.append(visit.granted(0, ["0551", "0584", "0435"][number(below: 3)]))
      case 2: listed.append(visit.granted(visit.cents - visit.cents / 4, "8059"))
      case 3: listed.append(visit.granted(visit.cents, "0200"))
      default: break
      }
    }
    var awarded: Int64? = invoice.claimed - listed.reduce(0) { $0 + $1.claimed - $1.awarded }
    if chance(20) { awarded = nil }
    if chance(8) { awarded = awarded.map { $0 - 1_00 } }
    if listed.isEmpty, awarded == nil { awarded = invoice.claimed }
    replies.append(
      Reply("44\(1_000 + count())", on: Self.april(day), to: invoice, awarded: awarded, listed))
  }

  // MARK: Declared again, credited

  private mutating func declareAgain() {
    for payer in Self.payers {
      var visits: [Visit] = []
      for reply in replies where reply.payer == payer {
        guard let invoice = invoices.first(where: { $0.number == reply.declaration }) else { continue }
        for listed in reply.listed {
          guard let visit = invoice.visits.first(where: { $0.reference == listed.line }) else { continue }
          if listed.awarded == 0, chance(50) {
            var again = visit
            again.reference = "H\(count())"
            again.previous = chance(50) ? visit.reference : ""
            if chance(30) { again.cents -= 5_00 }
            again.vat = 0
            visits.append(again)
          } else if listed.awarded == listed.claimed, chance(30) {
            visits.append(
              Visit(
                "C\(count())", -visit.cents, client: visit.client, service: visit.service, from: visit.from,
                until: visit.until, previous: visit.reference))
          }
        }
      }
      guard !visits.isEmpty else { continue }
      let invoice = Invoice(
        "WV26000\(500 + count())", to: payer, on: Self.april(12 + number(below: 8)), visits)
      invoices.append(invoice)
      if chance(75) { reply(to: invoice, on: 16 + number(below: 10)) }
    }
  }

  // MARK: Money

  private mutating func pay() {
    for invoice in invoices {
      let answers = replies.filter { $0.declaration == invoice.number }
      guard let first = answers.first, chance(80) else { continue }
      let amount = first.totals.last ?? first.listed.reduce(0) { $0 + $1.awarded }
      guard amount != 0 else { continue }
      pay(chance(85) ? amount : amount + 1_00, naming: text(invoice, first), from: invoice.payer)
      guard let last = answers.last?.totals.last, last < amount, chance(60) else { continue }
      pay(last - amount, naming: "TERUGBETALING \(invoice.number)", from: invoice.payer)
    }
    if invoices.count > 1, chance(40) {
      let two = invoices.prefix(2)
      let sum = two.reduce(0) { $0 + $1.claimed }
      pay(sum, naming: two.map(\.number).joined(separator: "/"), from: two[0].payer)
    }
    if chance(50) { other(-900_00, "Huur steunpunt") }
    if chance(50) { other(-12_10, "Kosten zakelijk betalingsverkeer") }
    if chance(30), let invoice = invoices.first { other(invoice.claimed, "Factuur \(invoice.number)") }
  }

  private mutating func text(_ invoice: Invoice, _ reply: Reply) -> String {
    switch number(below: 6) {
    case 0: "BETALING"
    case 1: "VGZ DECL \(reply.reference)"
    case 2: "UW NOTA " + invoice.number.prefix(6) + " " + invoice.number.dropFirst(6)
    case 3: "declaratie \(invoice.number), \(reply.reference)"
    default: "FACTUUR \(invoice.number)"
    }
  }

  private mutating func pay(_ cents: Int64, naming text: String, from payer: String) {
    guard cents != 0 else { return }
    movements.append(
      Movement(
        bankReference(), on: Self.april(12 + number(below: 17)), cents, text,
        from: payer == Self.payers[0] ? Movement.vgz : Movement.zilverenKruis))
  }

  private mutating func other(_ cents: Int64, _ text: String) {
    movements.append(
      Movement(
        bankReference(), on: Self.april(12 + number(below: 17)), cents, text, from: Movement.stranger,
        name: "Lindelaan BV"))
  }

  private mutating func bankReference() -> String { "TESTBANK26\(10_000 + count())" }

  // MARK: Files

  private mutating func write() {
    var index = 0
    while index < invoices.count {
      let end = min(invoices.count, index + (chance(25) ? 2 : 1))
      add("declarations", Canonical.declarations(Array(invoices[index..<end])))
      index = end
    }
    index = 0
    while index < replies.count {
      let end = min(replies.count, index + (chance(25) ? 2 : 1))
      add("awards", Canonical.awards(Array(replies[index..<end])))
      index = end
    }
    guard !movements.isEmpty else { return }
    let ordered = movements.sorted { ($0.day, $0.reference) < ($1.day, $1.reference) }
    let cut = number(below: ordered.count)
    let overlap = min(ordered.count, cut + number(below: 2))
    if overlap > 0 {
      files.append(
        File(name: "camt-1.xml", bytes: Canonical.statement("2026041", Array(ordered[..<overlap]))))
    }
    if cut < ordered.count {
      files.append(File(name: "camt-2.xml", bytes: Canonical.statement("2026042", Array(ordered[cut...]))))
    }
  }

  private mutating func add(_ kind: String, _ text: String) {
    files.append(File(name: "\(kind)-\(files.count + 1).csv", bytes: Array(text.utf8)))
  }

  /// Any order, with two files given twice.
  func shuffled(_ seed: UInt64) -> [File] {
    var random = SplitMix64(seed: seed)
    var order = files
    for _ in 0..<2 { order.append(files[random.number(below: files.count)]) }
    random.shuffle(&order)
    return order
  }
}
