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
