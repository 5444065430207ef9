/// Months of a care organisation with its payers and its banks: the files of its workspace, whatever reaches its inbox,
/// and what is true.
package struct SimulatedWorld: Sendable {
  package var seed: UInt64
  /// The id of the administration: files go to its inbox.
  package var administration: String
  package var payers: [SimulatedPayer]
  /// Paths are relative to the folder of the workspace.
  package var workspace: [SimulatedFile]
  /// In the order in which they reach the inbox.
  package var events: [SimulatedEvent]
  package var truth: TruthLedger

  /// The same seed gives the same bytes. Care of `months` months from January 2026 on, declared, answered and paid in the
  /// months that follow.
  package static func play(seed: UInt64, months: Int = 12) -> SimulatedWorld {
    var play = Play(seed: seed, months: months)
    play.run()
    return play.world
  }
}

/// A payer as the world knows it.
package struct SimulatedPayer: Sendable {
  package var code: String
  package var habit: PayerHabit
  package var answer: AnswerForm
  /// What `blind` says of it in `payers.csv`.
  package var isBlind: Bool
}

package struct SimulatedFile: Hashable, Sendable {
  package var name: String
  package var bytes: [UInt8]

  package init(name: String, text: String) {
    self.init(name, text)
  }

  init(_ name: String, _ text: String) {
    self.name = name
    bytes = Array(text.utf8)
  }
}

/// Something that reaches the organisation on a day.
package struct SimulatedEvent: Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case declarations
    case returnMessage = "return"
    case awards
    case specification
    case statement
    /// On paper: `takeback` says which one is withdrawn. Only a person can tell the books.
    case letter
  }

  package var day: Day
  package var kind: Kind
  /// To be put into the inbox. A letter has none.
  package var files: [SimulatedFile]
  /// What a letter withdraws: the payer, and the payer's number of the takeback.
  package var takeback: (payer: String, number: String)?
}
