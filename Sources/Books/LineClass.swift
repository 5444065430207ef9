package import Care

/// What a rule may ask about a line; lines of one class get one answer.
package struct LineClass: Sendable, Hashable {
  package var payer: PayerCode
  package var scheme: Scheme
  package var service: ServiceCode
  package var practitioner: String
  package var location: String?
  package var stream: String?
  /// The year in which the care began.
  package var careYear: Int

  package init(
    payer: PayerCode, scheme: Scheme, service: ServiceCode, practitioner: String, location: String?,
    stream: String?, careYear: Int
  ) {
    self.payer = payer
    self.scheme = scheme
    self.service = service
    self.practitioner = practitioner
    self.location = location
    self.stream = stream
    self.careYear = careYear
  }
}
