/// A declaration with its lines, as declared and as granted.
struct Declaration {
  struct Line {
    var reference: String
    var client: String
    var service: Service
    var day: Day
    /// The rejected line that this one declares again.
    var previous: String?
    var awarded: Cents?
    var reason = ""
    var isDeclaredAgain = false

    var amount: Cents { service.amount }
    /// Whether it may be put right and declared again.
    var isMendable: Bool {
      awarded == 0 && (reason == Reason.noAuthorisation || reason == Reason.beyondOrder)
    }
  }

  var number: String
  var submittedOn: Day
  var from: Day
  var until: Day
  var lines: [Line]
  /// Where it stands in the ledger.
  var place: Int
  var answersOn: Day
  /// When the first answer reaches us; nothing while it is not given.
  var answerArrives: Day?
  var wasReviewed = false
  /// As granted before a lowered return, which may be withdrawn.
  var linesBeforeReview: [Line]?
  /// As a lowered return will grant them, once it says what was forgotten.
  var linesWhenSaid: [Line]?

  var claimed: Cents { lines.map(\.amount).total }
  var awarded: Cents { lines.map { $0.awarded ?? 0 }.total }
}

/// The codes that payers give.
enum Reason {
  static let noAuthorisation = "0551"
  /// More than the municipality's order to us.
  static let beyondOrder = "9321"
  static let otherTariff = "0611"
  static let maximumReached = "0584"
}
