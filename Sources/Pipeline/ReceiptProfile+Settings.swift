package import Decoding
package import Mapping
import Tables

extension ReceiptProfile {
  /// A profile of the settings. What one with the name of a shipped profile leaves out is as shipped: the column of
  /// our own account above all, which most banks' tables have and people forget.
  package init(_ profile: Settings.Profile) {
    let shipped = ReceiptProfile.shipped.first { $0.name == profile.id }
    func column(_ column: Settings.Profile.Column) -> String? { profile.columns[column]?.first }
    let decimal = Unicode.Scalar(profile.decimal)
    guard let date = DateForm(profile.date) else { preconditionFailure("settings admit only date forms") }
    self.init(
      name: profile.id, separators: [profile.separator], encoding: TextEncoding(profile.encoding),
      number: NumberForm(decimalMark: decimal, thousandsMarks: decimal == "," ? ["."] : [","]), date: date,
      skipFirst: profile.skipFirst, skipLast: profile.skipLast,
      columns: Columns(
        date: column(.date) ?? "", amount: column(.amount) ?? "", sign: column(.sign),
        account: column(.account) ?? shipped?.columns.account, iban: column(.iban), name: column(.name),
        text: profile.columns[.text] ?? []),
      debit: profile.debit, credit: shipped?.debit == profile.debit ? shipped?.credit : nil)
  }
}
