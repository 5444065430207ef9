import Mapping

/// What must stand on each account once a world is told, worked out line by line from what was declared, granted and
/// paid (POSTING.md, "The targets"), and not from the books.
struct WorldSums {
  /// Cents by booker, account and cost centre, without what comes to nothing.
  var lines: Set<String> {
    Set(cents.filter { $0.value != 0 }.map { "balance \($0.key) \($0.value)" })
  }

  private var cents: [String: Int64] = [:]
  private let modes: Modes

  /// - Parameter explained: the bank's references of the movements that are explained.
  init(_ world: SmallWorld, _ modes: Modes, explained: Set<String>) {
    self.modes = modes
    let succession = WorldSuccession(world)
    for invoice in world.invoices {
      let answers = world.answers(to: invoice)
      for visit in invoice.visits where visit.isApproved {
        let isRedeclared = succession.isRedeclared(visit, of: invoice)
        post(visit, of: invoice, answers[visit.reference], isRedeclared: isRedeclared)
      }
    }
    for movement in world.movements { post(movement, isExplained: explained.contains(movement.reference)) }
  }

  private mutating func add(_ amount: Int64, _ booker: String, _ account: String, _ costCentre: String = "") {
    cents["\(booker) \(account) \(costCentre)", default: 0] += amount
  }

  // MARK: Declared and granted

  private mutating func post(
    _ visit: Visit, of invoice: Invoice, _ answer: SmallWorld.Answer?, isRedeclared: Bool
  ) {
    let booker = modes.recognition == .none ? "care-system" : "gateway"
    let granted = answer?.awarded ?? (modes.recognition == .awarded ? 0 : visit.cents)
    add(granted, booker, invoice.payer == "uzovi-7095" ? "1320" : "1310")
    let residual = visit.cents - granted
    guard modes.recognition == .submitted, residual != 0, !isRedeclared, let answer else {
      return earn(granted, visit, booker)
    }
    earn(visit.cents, visit, booker)
    let vat = visit.vat * residual / visit.cents
    switch answer.reasons {
    case "8059": add(residual - vat, booker, "8015", visit.costCentre)
    case "0584": add(residual - vat, booker, "4810", visit.costCentre)
    default: return add(residual, booker, "2110")
    }
    add(vat, booker, visit.hasNoAccount ? "2190" : "1520")
  }

  private mutating func earn(_ amount: Int64, _ visit: Visit, _ booker: String) {
    let vat = visit.vat * amount / visit.cents
    if visit.hasNoAccount {
      add(-amount, booker, "2190")
    } else {
      add(-vat, booker, "1520")
      add(vat - amount, booker, visit.isOfEarlierYear ? "8090" : "8010", visit.costCentre)
    }
  }

  // MARK: Paid

  private mutating func post(_ movement: Movement, isExplained: Bool) {
    let namesOurs = movement.text.hasPrefix("Factuur")
    let concernsPayer = movement.iban != Movement.stranger || namesOurs
    guard modes.bank == .gateway || concernsPayer else { return }
    let booker = modes.bank == .gateway ? "gateway" : "bookkeeping"
    let isBankCost = movement.text.hasPrefix("Kosten")
    add(movement.cents, booker, "1010")
    add(-movement.cents, booker, isBankCost ? "4400" : "2100")
    guard isExplained else { return }
    add(movement.cents, "gateway", "2100")
    add(-movement.cents, "gateway", movement.iban == Movement.vgz ? "1320" : "1310")
  }
}

extension Visit {
  fileprivate var isOfEarlierYear: Bool { from.hasPrefix("2025") }
  /// No row of the template has a revenue account for it.
  fileprivate var hasNoAccount: Bool { service == "1999" && !isOfEarlierYear }
  fileprivate var costCentre: String { location == "north" ? "110" : "100" }
}

extension SmallWorld {
  struct Answer {
    var awarded: Int64
    var reasons: String
    /// Since when nothing is granted.
    var rejectedOn: String?
  }

  /// By line: what the latest return that answers it says.
  func answers(to invoice: Invoice) -> [String: Answer] {
    var answers: [String: Answer] = [:]
    let lines = Dictionary(uniqueKeysWithValues: invoice.visits.map { ($0.reference, $0) })
    for reply in replies.sorted(by: { ($0.date, $0.reference) < ($1.date, $1.reference) })
    where reply.declaration == invoice.number {
      guard reply.listed.allSatisfy({ lines[$0.line]?.isApproved == true }) else { continue }
      let before = answers
      if let awarded = reply.totals.last {
        let residual = reply.listed.reduce(0) { $0 + $1.claimed - $1.awarded }
        guard invoice.claimed - awarded == residual else { continue }
        for visit in invoice.visits { answers[visit.reference] = Answer(awarded: visit.cents, reasons: "") }
      }
      for listed in reply.listed {
        let since = before[listed.line]?.rejectedOn ?? reply.date
        answers[listed.line] = Answer(
          awarded: listed.awarded, reasons: listed.reasons, rejectedOn: listed.awarded == 0 ? since : nil)
      }
    }
    return answers
  }
}

/// Which lines of a world are declared again: by the reference that a later line names, or by equal care of which
/// exactly one rejected line was open (CONTRACT.md section 3).
struct WorldSuccession {
  private struct Line {
    var invoice: Invoice
    var visit: Visit
    var answer: SmallWorld.Answer?

    func isSameCare(as other: Line) -> Bool {
      invoice.payer == other.invoice.payer && visit.client == other.visit.client
        && visit.service == other.visit.service && visit.from == other.visit.from
        && visit.until == other.visit.until
    }
  }

  /// Of all that is claimed, by invoice date.
  private let lines: [Line]
  private var redeclared: Set<String> = []

  init(_ world: SmallWorld) {
    lines = world.invoices.sorted {
      ($0.date, $0.number.utf8.count, $0.number) < ($1.date, $1.number.utf8.count, $1.number)
    }.flatMap { invoice in
      let answers = world.answers(to: invoice)
      return invoice.visits.filter(\.isApproved).map {
        Line(invoice: invoice, visit: $0, answer: answers[$0.reference])
      }
    }
    let claims = lines.filter { $0.visit.cents > 0 }
    for line in claims {
      if let named = named(by: line) { redeclared.insert(Self.key(named)) }
    }
    for (index, line) in claims.enumerated() where line.visit.previous.isEmpty {
      let open = claims[..<index].filter { isOpen($0, for: line) }
      if open.count == 1 { redeclared.insert(Self.key(open[0])) }
    }
  }

  func isRedeclared(_ visit: Visit, of invoice: Invoice) -> Bool {
    redeclared.contains("\(invoice.number)/\(visit.reference)")
  }

  private static func key(_ line: Line) -> String { "\(line.invoice.number)/\(line.visit.reference)" }

  /// The one line of another declaration that has the reference.
  private func named(by line: Line) -> Line? {
    let others = lines.filter {
      $0.invoice.payer == line.invoice.payer && $0.invoice.number != line.invoice.number
        && $0.visit.reference == line.visit.previous
    }
    return others.count == 1 ? others[0] : nil
  }

  /// It was rejected by the day on which the other was declared, and nothing has declared it again yet.
  private func isOpen(_ rejected: Line, for line: Line) -> Bool {
    guard let day = rejected.answer?.rejectedOn, day <= line.invoice.date else { return false }
    return rejected.isSameCare(as: line) && rejected.invoice.number != line.invoice.number
      && !redeclared.contains(Self.key(rejected))
  }
}
