package import JSON
import Mapping
import Accounting
package import Books
import Matching
import Posting

/// Payments and what they were judged to be (CONTRACT.md section 4).
package struct ReceiptsReport: Report, Hashable {
  package struct Receipt: Sendable, Hashable {
    package var row: ReceiptRow
    /// The payer's code, or the group's name where several pay together.
    package var payer: String?
    /// The accounts of bank-others.csv that it stands on, as a person reads them: `4400 Bankkosten`.
    package var otherAccounts: [String]

    package var unexplained: Int64 {
      row.amount - row.parts.reduce(0) { $0 + $1.cents } - row.others.reduce(0) { $0 + $1.cents }
    }

    /// What a person still has to explain. Not what concerns no payer and is the bookkeeping's to book.
    package var unsettled: Int64 { row.outcome == .notOurs ? row.waiting : unexplained }

    /// What the bank tells of it. Not that of movements that concern no payer: they may name anybody.
    package var text: String {
      row.outcome == .notOurs ? ReceiptsReport.dots : row.texts.joined(separator: " ")
    }

    package var json: JSON {
      [
        "reference": .text(row.reference), "date": .day(row.bookedOn), "amount": .amount(row.amount),
        "payer": .text(payer), "text": .text(text), "outcome": .text(row.outcome.rawValue),
        "class": .text(row.evidence?.rawValue), "parts": ReceiptsReport.parts(row.parts, row.others),
        "unexplained": .amount(unexplained),
        "candidates": .array(row.candidates.map { ReceiptsReport.parts($0) }),
      ]
    }
  }

  static let dots = "•••"

  package let receipts: [Receipt]

  package init(_ source: ReportSource, _ filter: ReceiptFilter = ReceiptFilter(), payer: String? = nil) throws
  {
    let rows = try source.books.snapshot { try source.receiptRows(filter) }
    receipts = rows.map { Receipt($0, source) }.filter { receipt in
      payer.map { receipt.payer == $0 || receipt.row.group == $0 } ?? true
    }
  }

  static func parts(_ parts: [Contribution], _ others: [OtherPart] = []) -> JSON {
    .array(
      parts.map { part in
        let name = ItemName.part(of: part.item)
        return [
          "kind": .text(name.kind), "reference": .text(name.reference), "amount": .amount(part.cents),
        ]
      }
        + others.map { other in
          [
            "kind": .text("other-account"), "reference": .text(other.account), "amount": .amount(other.cents),
          ]
        })
  }

  package var json: JSON { ["receipts": .array(receipts.map(\.json))] }

  package var text: String {
    guard !receipts.isEmpty else { return "No receipts.\n" }
    var table = TextTable(
      .left("date"), .left("reference"), .right("amount"), .left("payer"), .left("outcome"), .left("class"),
      .right("unexplained"), .left("pays, or why it waits"))
    for receipt in receipts {
      let row = receipt.row
      table.add(
        row.bookedOn.description, row.reference, readable(row.amount), receipt.payer ?? "",
        row.outcome.rawValue, row.evidence?.rawValue ?? "", readable(receipt.unsettled),
        receipt.story)
    }
    table.close(
      counted(receipts.count, "receipt"), "", readable(receipts.reduce(0) { $0 + $1.row.amount }), "", "", "",
      readable(receipts.reduce(0) { $0 + $1.unsettled }), "")
    return table.text
  }
}

extension ReceiptsReport.Receipt {
  init(_ row: ReceiptRow, _ source: ReportSource) {
    self.row = row
    payer = row.group.map { source.payer(ofGroup: $0) }
    otherAccounts = row.others.map { other in
      let name = source.name(ofAccount: other.account)
      return name.isEmpty ? other.account : "\(other.account) \(name)"
    }
  }

  /// What it pays, or why it waits, in a few words.
  fileprivate var story: String {
    guard row.parts.isEmpty else {
      return row.parts.map { ItemName.part(of: $0.item).reference }.joined(separator: " ")
    }
    guard otherAccounts.isEmpty else { return "from no payer: on \(otherAccounts.joined(separator: ", "))" }
    guard unsettled != 0 || row.outcome != .notOurs else { return "from no payer: booked by the bookkeeping" }
    return row.cause.map { "\($0.rawValue): \(row.because)" } ?? row.because
  }
}
