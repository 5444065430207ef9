package import Accounting

/// A payer's answer to one line, where it has something to remark.
package struct StoryAnswer: Sendable, Hashable {
  /// Granted in all, signed like the claim.
  package var awarded: Money
  package var codes: [String]

  package init(_ awarded: Money, _ codes: String...) {
    self.awarded = awarded
    self.codes = codes
  }
}

/// A payer's return as a story tells it. Lines without an answer are granted by silence, unless the whole
/// declaration is rejected.
package struct StoryReturn: Sendable {
  package var declaration: StoryDeclaration
  /// The payer's own number, at most 24 characters; empty on a technical rejection.
  package var reference: String
  package var date: CalendarDate
  /// Codes on the header, one to three: `8001`, `0200`, `8097`.
  package var headerCodes: [String]
  /// By line reference.
  package var answers: [String: StoryAnswer]
  /// Codes on a client, by citizen service number; every other client that is returned carries 0200.
  package var clientCodes: [String: String]
  /// Nothing at all is granted, listed or not.
  package var rejectsWhole: Bool

  package init(
    to declaration: StoryDeclaration, _ reference: String, on date: CalendarDate, headerCodes: [String],
    answers: [String: StoryAnswer] = [:], clientCodes: [String: String] = [:], rejectsWhole: Bool = false
  ) {
    let known = Set(declaration.lines.map(\.reference))
    precondition(answers.keys.allSatisfy(known.contains), "a return answers lines of its declaration only")
    self.declaration = declaration
    self.reference = reference
    self.date = date
    self.headerCodes = headerCodes
    self.answers = answers
    self.clientCodes = clientCodes
    self.rejectsWhole = rejectsWhole
  }

  /// What the return says of the whole declaration: claimed less what its listed lines lose.
  package var awarded: Money {
    if rejectsWhole { return Money(minorUnits: 0) }
    return Money(
      minorUnits: declaration.lines.reduce(0) { sum, line in
        sum + (answers[line.reference]?.awarded ?? line.claimed).minorUnits
      })
  }
}
