package import Accounting

/// One line of care as a story tells it: who, what, when, how much. Nothing in here is a real person's.
package struct StoryLine: Sendable, Hashable {
  /// A citizen service number of the test range (`TestPeople`), nine digits.
  package var client: String
  /// Service code as declared: `1000`, `Z051`.
  package var service: String
  package var from: CalendarDate
  package var until: CalendarDate
  /// Whole units, as EI counts them (five minutes, or a day for Wlz).
  package var quantity: Int
  /// Price of one unit; never negative.
  package var tariff: Money
  /// Signed; negative on a credit line.
  package var claimed: Money
  /// Our own reference, at most 20 characters.
  package var reference: String
  /// The line that is credited or, in canonical files, declared again.
  package var previous: String?

  package init(
    _ reference: String, client: String, service: String, from: CalendarDate, until: CalendarDate,
    quantity: Int, tariff: Money, claimed: Money, previous: String? = nil
  ) {
    self.client = client
    self.service = service
    self.from = from
    self.until = until
    self.quantity = quantity
    self.tariff = tariff
    self.claimed = claimed
    self.reference = reference
    self.previous = previous
  }

  /// An ordinary line: quantity times tariff.
  package init(
    _ reference: String, client: String, service: String, from: CalendarDate, until: CalendarDate,
    quantity: Int, tariff: Money
  ) {
    self.init(
      reference, client: client, service: service, from: from, until: until, quantity: quantity,
      tariff: tariff, claimed: Money(minorUnits: Int64(quantity) * tariff.minorUnits))
  }

  /// The credit line of this line: the same care with the sign turned, under its own new reference.
  package func credited(as reference: String) -> StoryLine {
    var line = self
    line.reference = reference
    line.previous = self.reference
    line.claimed = Money(minorUnits: -claimed.minorUnits)
    return line
  }

  /// The same care declared again under a new reference. EI has no room for what it replaces; canonical files do.
  package func declaredAgain(as reference: String, naming previous: String? = nil) -> StoryLine {
    var line = self
    line.reference = reference
    line.previous = previous
    return line
  }
}
