/// The only people and organisations that appear in our files: none of them exists.
package enum TestPeople {
  /// Thuiszorg De Linde, fictional (AGB).
  package static let provider = "99999901"

  /// Citizen service numbers of the range reserved for tests; all pass the eleven test.
  package static let clients = [
    "999900006", "999900018", "999900031", "999900043", "999900055", "999900067", "999900079",
    "999900080", "999900092", "999900109", "999900110",
  ]
}
