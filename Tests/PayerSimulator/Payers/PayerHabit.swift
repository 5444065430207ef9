/// How a payer pays, and what it says of it.
package enum PayerHabit: String, CaseIterable, Sendable {
  /// A transfer for each declaration: `declaratie` where it is whole, `AFREKENING` where takebacks were withheld.
  case oneByOne
  /// One transfer for all that is due; its text names every declaration.
  case severalInOne
  /// A specification some days before each payment.
  case specifiesBefore
  /// `AFREKENING` texts that name declarations, less takebacks that were announced.
  case settlesNet
  /// An advance each month, which awards draw down; settled after the year.
  case paysInAdvance
  /// A specification some days after each payment.
  case specifiesAfter
  /// Names declarations and withholds takebacks that it never announced, or announces too late.
  case forgetsToAnnounce
  /// Like `severalInOne`, from the account of another label of its group.
  case paysFromSister
  /// Half of a declaration now, the rest a run later.
  case splits
  /// Texts that name nothing.
  case namesNothing
  /// One advance in January, which specifications draw down from payment to payment.
  case drawsDown
  /// Numbers that lack digits.
  case cutsNumbers
  /// A service bureau that keeps a fee of each transfer.
  case deductsFee

  var specifies: Bool {
    switch self {
    case .specifiesBefore, .specifiesAfter, .drawsDown: true
    default: false
    }
  }

  var paysDeclarationsApart: Bool {
    switch self {
    case .oneByOne, .splits, .deductsFee, .cutsNumbers: true
    default: false
    }
  }

  /// In which ways it takes back.
  var channels: [TrueTakeback.Channel] {
    switch self {
    case .specifiesBefore, .specifiesAfter, .drawsDown: [.specification, .specification, .loweredReturn]
    case .settlesNet: [.specification, .loweredReturn]
    case .forgetsToAnnounce: [.unannounced]
    default: [.loweredReturn]
    }
  }

  /// How much of a payment it withholds at most. Who does not specify leaves something to pay, else nobody heard of it.
  var offsetPercent: [Int] { specifies ? [100, 100, 50] : [70, 90] }
}

/// In which form a payer answers.
package enum AnswerForm: String, CaseIterable, Sendable {
  /// AW320: lists only lines with a remark; its totals prove the rest.
  case returnMessage
  /// The canonical table with totals: likewise.
  case awardsWithTotals
  /// The canonical table with a row for every line.
  case awardsLineByLine
}
