/// What a rule may ask, as `when:` and the columns of a table name it.
package enum ConditionName: String, Sendable, CaseIterable {
  case payer, group, scheme, service, practitioner, location, stream, code
  case careYear = "care-year"
  case awarded
}
