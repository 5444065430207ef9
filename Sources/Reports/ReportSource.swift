import Accounting
package import Books
import Care
package import Mapping
import Matching
import Posting

/// What reports are made from: the books of one administration, and its mapping for names and owners.
package struct ReportSource {
  package let books: Books
  package let administration: Settings.Administration
  /// The version in force; nothing while the administration has none that is right.
  package let mapping: Mapping?
  /// Reads an archived version by its digest.
  package let version: (_ digest: String) throws -> Mapping

  package init(
    books: Books, administration: Settings.Administration, mapping: Mapping?,
    version: @escaping (_ digest: String) throws -> Mapping
  ) {
    self.books = books
    self.administration = administration
    self.mapping = mapping
    self.version = version
  }

  /// Who a receipt comes from: the payer, if its group has only one, else the group.
  func payer(ofGroup group: String) -> String {
    let payers = Set((mapping?.payers ?? []).filter { $0.value.group == group }.map(\.value.payer))
    return payers.count == 1 ? payers.first?.text ?? group : group
  }

  /// Receipts as they may be shown: the one way by which texts of the bank come into a report.
  func receiptRows(_ filter: ReceiptFilter) throws -> [ReceiptRow] {
    let administration = administration.id
    func masked(_ text: String) throws -> String {
      try BankText.masked(text) {
        try books.isNumberKnown(Naming.normalised($0), administration: administration)
      }
    }
    return try books.receiptRows(of: administration, filter).map { row in
      var row = row
      row.texts = try row.texts.map(masked)
      row.because = try masked(row.because)
      return row
    }
  }

  func name(ofAccount account: String) -> String {
    mapping?.chart.first { $0.account.text == account }?.name ?? ""
  }
}
