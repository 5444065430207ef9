import Accounting

/// What is known of one statement while it is read, and what its control needs: it does not grow with the entries.
struct CamtStatement {
  enum BalanceKind: String {
    case opening = "OPBD"
    case previousClosing = "PRCD"
    case closing = "CLBD"
  }

  struct Balance {
    var code = ""
    var quantity: CamtQuantity?
    var direction: CamtDirection?
    var hasUnknownDirection = false
    var day: CalendarDate?
    var byte: Int
    var line: Int
  }

  /// A balance that takes part in the control.
  struct Proven {
    var cents: Int64
    var day: CalendarDate?
  }

  /// A figure of `TxsSummry`: as the bank says it.
  struct Summary {
    var count: Int?
    var sum: Int64?
  }

  enum SummaryKind: Int { case all, credits, debits }

  var byte: Int
  var line: Int
  var identification = ""
  /// Without blanks.
  var account = ""
  var accountCurrency: String?
  var createdOn: CalendarDate?
  var periodStart: CalendarDate?
  var periodEnd: CalendarDate?
  var electronicSequence = ""
  var legalSequence = ""
  /// Of the message or of the statement.
  var page = ""
  var isLastPage = true

  var opening: Proven?
  var previousClosing: Proven?
  var closing: Proven?
  /// The currency of the first balance of any kind.
  var balanceCurrency: String?
  var hasBalance = false
  /// A balance, or an entry, was refused: the control would only repeat that.
  var hasBrokenBalance = false
  var hasBrokenEntry = false

  /// Set once the statement was told, with what it was told in.
  var currency: Currency?
  var isTold = false

  var booked: Int64 = 0
  var bookedReversals: Int64 = 0
  var entries = [0, 0, 0]
  var bookedEntries = [0, 0, 0]
  var sums: [Int64] = [0, 0, 0]
  var summaries = [Summary(), Summary(), Summary()]
  var summaryPlace: (byte: Int, line: Int)?

  var withoutDay = 0
  var firstWithoutDay: (byte: Int, line: Int)?
  var notBooked = 0
  var wrongBatchCounts = 0
  var firstWrongBatchCount: (byte: Int, line: Int)?

  init(byte: Int, line: Int) {
    self.byte = byte
    self.line = line
  }

  var start: Proven? { opening ?? previousClosing }

  /// The bank's number of the statement, and its page.
  var sequence: String {
    [electronicSequence.isEmpty ? legalSequence : electronicSequence, page].filter { !$0.isEmpty }
      .joined(separator: "/")
  }

  /// The days it covers: as it says, else by its balances.
  var firstDay: CalendarDate? { periodStart ?? start?.day }
  var lastDay: CalendarDate? { periodEnd ?? closing?.day ?? createdOn }

  /// The day that entries without one are given.
  var day: CalendarDate? { closing?.day ?? periodEnd ?? createdOn }

  /// Of several balances of a kind the outermost count: a statement over several days has a pair for each.
  mutating func keep(_ balance: Proven, as kind: BalanceKind) {
    switch kind {
    case .opening: opening = Self.earlier(opening, balance)
    case .previousClosing: previousClosing = Self.earlier(previousClosing, balance)
    case .closing: closing = Self.later(closing, balance)
    }
  }

  private static func earlier(_ kept: Proven?, _ new: Proven) -> Proven {
    guard let kept else { return new }
    guard let keptDay = kept.day, let newDay = new.day else { return kept }
    return newDay < keptDay ? new : kept
  }

  private static func later(_ kept: Proven?, _ new: Proven) -> Proven {
    guard let kept else { return new }
    guard let keptDay = kept.day, let newDay = new.day else { return new }
    return newDay >= keptDay ? new : kept
  }

  mutating func count(_ direction: CamtDirection) {
    entries[SummaryKind.all.rawValue] += 1
    entries[Self.kind(direction).rawValue] += 1
  }

  /// False when the sums no longer fit.
  mutating func book(_ cents: Int64, _ direction: CamtDirection, isReversal: Bool) -> Bool {
    let signed = direction.signed(cents)
    for kind in [SummaryKind.all, Self.kind(direction)] {
      bookedEntries[kind.rawValue] += 1
      let (sum, overflow) = sums[kind.rawValue].addingReportingOverflow(cents)
      guard !overflow else { return false }
      sums[kind.rawValue] = sum
    }
    // The net sum and the sum of reversals are never larger than the gross sum just checked.
    booked += signed
    if isReversal { bookedReversals += signed }
    return true
  }

  private static func kind(_ direction: CamtDirection) -> SummaryKind {
    direction == .credit ? .credits : .debits
  }
}
