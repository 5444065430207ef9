package import Decoding
package import Mapping
import Tables

extension SpecificationProfile {
  /// A profile of the settings. What it leaves out is as in the shipped profile of its name.
  package init(_ profile: Settings.SpecificationProfile) {
    let shipped = SpecificationProfile.shipped.first { $0.name == profile.id }
    guard let columns = profile.columns.map(Columns.init) ?? shipped?.columns,
      let date = profile.date.map(DateForm.init) ?? shipped?.date,
      let separators = profile.separator.map({ [$0] }) ?? shipped?.separators,
      let encodings = profile.encoding.map({ [TextEncoding($0)] }) ?? shipped?.encodings,
      let number = profile.decimal.map(NumberForm.init(decimal:)) ?? shipped?.number
    else { preconditionFailure("settings leave out only what a shipped profile says") }
    self.init(
      name: profile.id, payer: profile.payer, separators: separators, encodings: encodings, number: number,
      date: date, skipFirst: profile.skipFirst ?? shipped?.skipFirst ?? 0,
      skipLast: profile.skipLast ?? shipped?.skipLast ?? 0, columns: columns,
      fileName: profile.fileName.map(FileNameForm.init) ?? shipped?.fileName,
      netsAboveZero: profile.nettedSign.map { $0 == .plus } ?? shipped?.netsAboveZero ?? false,
      takebackMarks: shipped?.takebackMarks ?? [])
  }
}

extension SpecificationProfile.Columns {
  fileprivate init(_ columns: [Settings.SpecificationProfile.Column: String]) {
    self.init(
      declaration: columns[.declaration] ?? "", amount: columns[.amount] ?? "",
      payerNumber: columns[.payerNumber], nettedWith: columns[.nettedWith],
      nettedDeclaration: columns[.nettedDeclaration], nettedAmount: columns[.nettedAmount],
      stillOpen: columns[.stillOpen], remark: columns[.remark], specification: columns[.specification],
      date: columns[.date])
  }
}

extension NumberForm {
  fileprivate init(decimal: UInt8) {
    let mark = Unicode.Scalar(decimal)
    self.init(decimalMark: mark, thousandsMarks: mark == "," ? ["."] : [","], allowsCurrency: true)
  }
}

extension TextEncoding {
  init(_ encoding: Settings.Profile.Encoding) {
    self =
      switch encoding {
      case .utf8: .utf8
      case .windows1252: .windows1252
      case .latin1: .latin1
      }
  }
}
