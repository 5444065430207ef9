package import Accounting
package import Care
import Findings

/// A row that a declaration needs and the mapping does not have.
package enum MappingGap: Sendable, Hashable {
  /// No row of payers.csv has the payer; perhaps it is a known one mistyped.
  case payer(PayerCode, nearest: String?)
  /// The payer has rows, and none for the scheme on the invoice date.
  case payerInScheme(PayerCode, Scheme, CalendarDate)
  /// No row of `recognition` has the scheme; perhaps it is a known one spelled otherwise.
  case recognition(Scheme, nearest: String?)
  /// There are rows for the scheme, and none holds on the invoice date.
  case recognitionOnDay(Scheme, CalendarDate)

  /// What to do, in one sentence without a full stop.
  package var remedy: String {
    switch self {
    case .payer(let payer, nil):
      "payers.csv has no payer \(payer): add a row for it"
    case .payer(let payer, let near?):
      "payers.csv has no payer \(payer): did you mean \(near)? Else add a row for it"
    case .payerInScheme(let payer, let scheme, let day):
      "payers.csv has no row for \(payer) under \(scheme) that is valid on \(day): add one, or let it begin earlier"
    case .recognition(let scheme, nil):
      "recognition has no row for the scheme \(scheme): add one with its mode, and a row for the payer in payers.csv"
    case .recognition(let scheme, let near?):
      "recognition has no row for the scheme \(scheme): did you mean \(near)? Let the system that declares write it "
        + "so, under a declaration number that is new; what has come is posted by rows for \(scheme) in recognition and "
        + "payers.csv"
    case .recognitionOnDay(let scheme, let day):
      "recognition has no row for \(scheme) that is valid on \(day): add one, or let it begin earlier"
    }
  }
}

extension Mapping {
  /// What is missing for a declaration of these schemes with this invoice date; empty where nothing is.
  package func gaps(of payer: PayerCode, _ schemes: [Scheme], on day: CalendarDate) -> [MappingGap] {
    let modes = schemes.compactMap { modeGap($0, on: day) }
    guard parts.payers[payer] != nil else {
      // Codes of payers are alike by nature: more than one slip is another payer.
      let nearest = nearestName(to: payer.text, among: parts.payers.keys.map(\.text), within: 1)
      return [.payer(payer, nearest: nearest)] + modes
    }
    let rows = schemes.filter { scheme in
      self.payer(payer, scheme, on: day) == nil
        // A scheme that nobody knows has no rows of payers either, and is told once.
        && parts.recognitions[scheme] != nil
    }
    return modes + rows.map { .payerInScheme(payer, $0, day) }
  }

  private func modeGap(_ scheme: Scheme, on day: CalendarDate) -> MappingGap? {
    guard recognition(of: scheme, on: day) == nil else { return nil }
    guard parts.recognitions[scheme] == nil else { return .recognitionOnDay(scheme, day) }
    return .recognition(
      scheme, nearest: nearestName(to: scheme.text, among: parts.recognitions.keys.map(\.text)))
  }
}
