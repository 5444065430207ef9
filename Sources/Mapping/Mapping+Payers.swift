package import Accounting
package import Care

extension Mapping {
  /// The name of a payer, for entry texts; its code where it is not in payers.csv.
  package func payerName(_ payer: PayerCode) -> String {
    parts.payers[payer]?.first?.value.name ?? payer.text
  }

  /// Whether a payment of this payer may pay a part of what it names.
  package func mayLeaveRest(_ payer: PayerCode, on date: CalendarDate) -> Bool {
    parts.payers[payer]?.contains { $0.validity.contains(date) && $0.value.partial } ?? false
  }

  /// The one scheme in which a payer has accounts on a day; nothing where there are several.
  package func soleScheme(of payer: PayerCode, on date: CalendarDate) -> Scheme? {
    let schemes = Set(
      (parts.payers[payer] ?? []).filter { $0.validity.contains(date) }.map(\.value.scheme))
    return schemes.count == 1 ? schemes.first : nil
  }

  /// The payer accounts of a group that are paid in advance on a day.
  package func advances(ofGroup group: String, on date: CalendarDate) -> [(payer: PayerCode, scheme: Scheme)]
  {
    parts.advances.filter { key, periods in
      parts.groups[key.payer] == group && periods.contains { $0.contains(date) }
    }.keys.map { ($0.payer, $0.scheme) }.sorted { $0 < $1 }
  }

  /// The one scheme in which a payer has an account for advances; nothing where there are several.
  package func advanceScheme(of payer: PayerCode, on date: CalendarDate) -> Scheme? {
    let rows = (parts.payers[payer] ?? []).filter { $0.validity.contains(date) && $0.value.advance != nil }
    let schemes = Set(rows.map(\.value.scheme))
    return schemes.count == 1 ? schemes.first : nil
  }

  /// The year of care for which a payer pays on a day, where `advances` says so: by `year`, or because its row ends in
  /// the year in which it begins.
  package func advanceYear(of payer: PayerCode, _ scheme: Scheme, on date: CalendarDate) -> Int? {
    guard
      let period = parts.advances[PayerInScheme(payer: payer, scheme: scheme)]?
        .first(where: { $0.contains(date) }),
      let until = period.until, until.year == period.from.year
    else { return nil }
    return until.year
  }

  /// The payers of a group, in the order of their codes.
  package func payers(ofGroup group: String) -> [PayerCode] {
    parts.groups.filter { $0.value == group }.map(\.key).sorted()
  }

  /// The name of a group: that of its payer, if it has only one.
  package func groupName(_ group: String) -> String {
    let names = Set(payers.filter { $0.value.group == group }.map(\.value.name))
    return names.count == 1 ? names.first ?? group : group
  }

  /// Whether a payment of this payer that names nothing may be posted by the whole of one answer (class D).
  package func isBlind(_ payer: PayerCode, on date: CalendarDate) -> Bool {
    parts.payers[payer]?.contains { $0.validity.contains(date) && $0.value.blind } ?? false
  }
}
