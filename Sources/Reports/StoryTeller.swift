import Findings
import JSON
import Posting
import Matching
import Accounting
import Books
import Mapping

/// Puts stories together. Each asks the books; nothing is kept between them.
struct StoryTeller {
  let source: ReportSource

  var books: Books { source.books }
  var administration: String { source.administration.id }

  init(_ source: ReportSource) { self.source = source }

  // MARK: Entries

  func entries(referenced reference: String) throws -> [Explanation.Story] {
    var rows: [EntryRow] = []
    try books.entryRows(of: administration, EntryFilter(reference: reference)) { rows.append($0) }
    return try rows.map(story)
  }

  private func story(_ row: EntryRow) throws -> Explanation.Story {
    let entry = try JournalRow(row, books, isMeasured: true)
    let version = try books.mappingDigest(row.mapping) ?? ""
    let reversals = try books.reversals(of: row.reference, administration: administration)
    var story = Explanation.Story(kind: "entry", reference: row.reference)
    story.sentences = [
      "Entry \(row.reference) in journal \(row.journal): \(visible(row.text, isOneLine: true)).",
      "It is \(row.state)" + (row.job.map { " with job \($0)" } ?? "")
        + ", booked by \(row.booker.rawValue).",
      String(entry.postingLines.dropLast()),
      "It is the difference between what had to stand and what stood on \(caseName(row)), event \(row.kind).",
      dateSentence(row),
      "Its accounts come from mapping version \(version.prefix(12)).",
    ]
    if let reversed = row.reverses { story.sentences.append("It reverses \(reversed).") }
    for reversal in reversals { story.sentences.append("It is reversed by \(reversal).") }
    story.sentences.append("It rests on:")
    story.sentences += entry.documents.map { Self.sentence($0) }
    story.members = [
      ("entry", entry.json),
      ("case", ["kind": .text(caseKind(row)), "reference": .text(row.subject)]),
      ("event", .text(row.kind)), ("document_date", .day(row.documentDate)), ("mapping", .text(version)),
      ("reverses", .text(row.reverses)), ("reversed_by", .texts(reversals)),
      ("grounds", .array(entry.documents.map { Document(row: $0).json })),
    ]
    return story
  }

  private func caseKind(_ row: EntryRow) -> String {
    switch ItemName.parts(of: row.subject)?.kind {
    case .declaration: "declaration"
    case .takeback: "takeback"
    default: "receipt"
    }
  }

  private func caseName(_ row: EntryRow) -> String { "\(caseKind(row)) \(row.subject)" }

  private func dateSentence(_ row: EntryRow) -> String {
    guard row.date != row.documentDate else {
      return "It is dated \(row.date), the latest document date among what it rests on."
    }
    return "It is dated \(row.date), the first open day: \(row.documentDate), the latest document date among "
      + "what it rests on, was closed."
  }

  /// A line of a list, with the place in the file.
  static func sentence(_ row: DocumentRow) -> String {
    let document = Document(row: row)
    return "  - \(document.name)" + (document.place.map { ": \($0)" } ?? "")
  }

  func reference(_ row: EntryRow) -> JSON {
    [
      "reference": .text(row.reference), "date": .day(row.date), "event": .text(row.kind),
      "state": .text(row.state),
    ]
  }

  func sentence(_ rows: [EntryRow]) -> [String] {
    guard !rows.isEmpty else { return ["Nothing is posted on it."] }
    return ["It is posted in:"]
      + rows.map { row in
        "  - \(row.reference) of \(row.date): \(visible(row.text, isOneLine: true)) [\(row.kind), \(row.state)]"
      }
  }

  // MARK: Receipts

  func receipts(referenced reference: String) throws -> [Explanation.Story] {
    guard let receipt = try books.receipt(referenced: reference, administration: administration),
      let document = try books.document(.receipt, receipt.id)
    else { return [] }
    let judged = try source.receiptRows(ReceiptFilter(reference: reference)).first
    let rows = try books.entries(about: reference, or: .receipt, receipt.id, administration: administration)
    var story = Explanation.Story(kind: "receipt", reference: reference)
    story.sentences = [
      receipt.specification == nil
        ? "Receipt \(reference): \(readable(receipt.amount)) on our account \(receipt.account), booked on "
          + "\(receipt.bookedOn)."
        : "Payment of 0.00 by specification \(receipt.texts.joined()) of \(receipt.bookedOn).",
      (receipt.specification == nil ? "The bank tells of it" : "The payer tells of it")
        + " in \(Document(row: document).place ?? "no file").",
    ]
    if let judged {
      story.sentences += sentences(on: ReceiptsReport.Receipt(judged, source))
    } else {
      story.sentences.append(
        receipt.until == nil
          ? "It is not judged yet: postings are still being made." : "It is withdrawn and counts no longer.")
    }
    story.sentences += sentence(rows)
    story.members = [
      ("receipt", judged.map { ReceiptsReport.Receipt($0, source).json } ?? .null),
      ("account", .text(receipt.account)), ("cause", .text(Self.cause(judged))),
      ("because", .text(judged?.because)), ("document", Document(row: document).json),
      ("entries", .array(rows.map(self.reference))),
    ]
    return [story]
  }

  /// Why it waits; nothing for what concerns no payer and waits for nobody.
  private static func cause(_ row: ReceiptRow?) -> String? {
    guard let row, row.outcome != .notOurs || row.waiting != 0 else { return nil }
    return row.cause?.rawValue
  }

  private func sentences(on receipt: ReceiptsReport.Receipt) -> [String] {
    let row = receipt.row
    var sentences = [
      receipt.payer.map { "It comes from \($0)." }
        ?? "It comes from an account that no payer is known to use.",
      "Its outcome is \(row.outcome.rawValue)"
        + (row.evidence.map { ", evidence of class \($0.rawValue)" } ?? "") + ": it \(row.because).",
    ]
    if receipt.text != ReceiptsReport.dots { sentences.insert("Its text is: \(receipt.text)", at: 1) }
    if !row.parts.isEmpty {
      sentences.append("It consists of:")
      sentences += row.parts.map {
        "  - \(ItemName.part(of: $0.item).kind) \($0.item): \(readable($0.cents))"
      }
    }
    if row.outcome == .notOurs, receipt.unsettled == 0 {
      sentences.append(
        receipt.otherAccounts.isEmpty
          ? "It is the bookkeeping's to book; nothing is posted on it here."
          : "By bank-others.csv it stands on \(receipt.otherAccounts.joined(separator: ", ")).")
    } else if receipt.unexplained != 0 {
      sentences.append(
        "\(readable(receipt.unexplained)) of it is not explained"
          + (row.cause.map { ", cause \($0.rawValue)." } ?? "."))
    }
    for (number, candidate) in row.candidates.enumerated() {
      sentences.append(
        "Candidate \(number + 1): "
          + candidate.map { "\($0.item) \(readable($0.cents))" }.joined(separator: ", ") + ".")
    }
    return sentences
  }
}
