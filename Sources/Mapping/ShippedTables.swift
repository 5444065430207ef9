/// Tables that come with the program and that a mapping may build on: `extends: home-care@1`. A version never changes once
/// it has been shipped, and is never taken away: what was posted under it is derived from it again.
package enum ShippedTables {
  /// By set and version, the tables by their names.
  private static let sets: [String: [String: [UInt8]]] = [
    "home-care@1": ["reasons.csv": PackageResources.home_care_1_reasons_csv]
  ]

  package static var names: [String] { sets.keys.sorted() }

  /// The tables of a set, `reasons.csv` and the like; nothing if there is no such set.
  package static func tables(of name: String) -> [String: [UInt8]]? { sets[name] }
}
