package import Care
import Accounting
import Findings
import Tables

/// Reads a bank's table under a profile. A table has no balances and gives movements no reference of their own.
package struct ReceiptDecoder: ProfileDecoder {
  package let profile: ReceiptProfile

  package init(_ profile: ReceiptProfile) { self.profile = profile }

  var profileName: String { profile.name }
  var separatorRemedy: String {
    "say so in `separator` of a profile in remitd.yaml, or give the file as the bank wrote it"
  }
  var head: ProfileHead {
    ProfileHead(
      columns: profile.columns.all, separators: profile.separators, encodings: [profile.encoding],
      skipFirst: profile.skipFirst)
  }

  package func decode(
    _ source: inout some ByteSource, named name: String, sink: (Fact) throws -> Void
  ) throws -> Reading {
    var findings = FindingList()
    var first = HeldBack(source)
    guard let dialect = self.head.dialect(of: try first.head()) else {
      findings.append(
        Finding(
          "no-header", at: Position(file: name, line: 1, column: 1, byte: 0),
          "the table does not have the columns of the profile \(profile.name)",
          remedy: "the columns are \(profile.columns.all.joined(separator: ", "))"))
      return reading(findings, lines: 0)
    }

    var statement = ReceiptRows(profile)
    try self.head.read(
      &first, CSVReader(file: name, dialect: dialect), skippingLast: profile.skipLast, into: &findings
    ) { row, findings in
      guard statement.hasHeader else { return statement.takeHeader(row) }
      try statement.read(row, &findings, sink)
    }
    if statement.lines == 0, !findings.hasErrors { findings.append(CSVTable.noRows(in: name)) }
    return reading(findings, lines: statement.lines)
  }

  private func reading(_ findings: FindingList, lines: Int) -> Reading {
    Reading(
      format: Format(kind: .receipts, name: "receipts (\(profile.name))"), findings: findings, lines: lines)
  }
}

/// The rows of a bank's table: a statement begins wherever the account differs from that of the row before.
private struct ReceiptRows {
  let profile: ReceiptProfile
  private(set) var lines = 0
  private var columns: [String: Int] = [:]
  private var width = 0
  private var account: String?

  init(_ profile: ReceiptProfile) { self.profile = profile }

  var hasHeader: Bool { width > 0 }

  mutating func takeHeader(_ row: CSVRow) {
    width = row.count
    for index in 0..<row.count { columns[row.text(index).trimmingBlanks.lowercased()] = index }
  }

  mutating func read(
    _ row: CSVRow, _ findings: inout FindingList, _ sink: (Fact) throws -> Void
  ) throws {
    lines += 1
    guard row.count == width else {
      return findings.append(CSVTable.columnCount(row.count, width, at: row.position))
    }
    let amount = amount(row, &findings)
    let date = date(row, &findings)
    guard let own = ownAccount(row, &findings), let amount, let date else { return }
    let place = Place(byte: row.byte, length: row.length, line: row.line)
    if own != account {
      account = own
      try sink(
        .statement(
          Statement(
            account: own, identification: "", source: profile.name, currency: profile.currency, opening: nil,
            closing: nil,
            place: place)))
    }
    try sink(
      .bankLine(
        BankLine(
          bookedOn: date, amount: amount, counterparty: text(profile.columns.iban, row).withoutBlanks,
          name: text(profile.columns.name, row),
          texts: profile.columns.text.map { text($0, row) }.filter { !$0.isEmpty },
          bankReference: "", endToEnd: "", isReversal: false, place: place)))
  }

  private func index(_ column: String) -> Int {
    guard let index = columns[column.lowercased()] else {
      preconditionFailure("a table is read only if its header has the profile's columns")
    }
    return index
  }

  private func text(_ column: String?, _ row: CSVRow) -> String {
    column.map { row.text(index($0)).trimmingBlanks } ?? ""
  }

  private func amount(_ row: CSVRow, _ findings: inout FindingList) -> Money? {
    let column = profile.columns.amount
    do throws(NumberForm.Mistake) {
      let units = try profile.number.minorUnits(row.text(index(column)))
      guard Money(minorUnits: units).isPlausible else {
        findings.append(
          Finding(
            "absurd-amount", at: row.position(index(column)),
            "column `\(column)`: the amount is over a hundred billion",
            remedy: "ask the bank for the statement again; nothing of the file is used"))
        return nil
      }
      guard let sign = profile.columns.sign else { return Money(minorUnits: units, profile.currency) }
      guard units >= 0 else {
        findings.append(
          Finding(
            "amount-has-sign", at: row.position(index(column)),
            "column `\(column)`: the amount is negative though `\(sign)` says which way the money went",
            remedy: "take the sign column out of the profile, or export unsigned amounts"))
        return nil
      }
      guard let leaves = leaves(row, sign, &findings) else { return nil }
      return Money(minorUnits: leaves ? -units : units, profile.currency)
    } catch {
      findings.append(
        Finding(
          "amount", at: row.position(index(column)), "column `\(column)`: the amount \(error.description)",
          remedy:
            "compare `decimal` of the profile \(profile.name) with the file: it is the mark before the cents, the "
            + "other one parts thousands"))
      return nil
    }
  }

  /// Whether the money left us; nothing for a word that the profile does not know.
  private func leaves(_ row: CSVRow, _ column: String, _ findings: inout FindingList) -> Bool? {
    let word = text(column, row)
    if word == profile.debit { return true }
    if profile.credit.map({ $0 == word }) ?? !word.isEmpty { return false }
    let known = [profile.debit, profile.credit].compactMap { $0.map { "`\($0)`" } }.joined(separator: " and ")
    findings.append(
      Finding(
        "unknown-sign", at: row.position(index(column)),
        "column `\(column)` says neither in nor out",
        remedy: "the profile \(profile.name) knows \(known)"))
    return nil
  }

  private func date(_ row: CSVRow, _ findings: inout FindingList) -> CalendarDate? {
    let column = index(profile.columns.date)
    let remedy = "compare the date of the profile \(profile.name) with the file"
    guard let date = profile.date.date(row.bytes(column)) else {
      findings.append(
        Finding(
          "no-such-day", at: row.position(column),
          "column `\(profile.columns.date)`: the date is not a day written as \(profile.date.pattern)",
          remedy: remedy))
      return nil
    }
    guard date.isPlausible else {
      findings.append(
        Finding(
          "absurd-date", at: row.position(column),
          "column `\(profile.columns.date)`: the year of \(date) cannot be meant", remedy: remedy))
      return nil
    }
    return date
  }

  private func ownAccount(_ row: CSVRow, _ findings: inout FindingList) -> String? {
    let own = (profile.columns.account.map { text($0, row) } ?? profile.account ?? "").withoutBlanks
    if !own.isEmpty { return own }
    let place = profile.columns.account.map { "column `\($0)`: " } ?? ""
    findings.append(
      Finding(
        "account-missing", at: row.position,
        "\(place)the row does not say on which of our accounts it stands",
        remedy: "name the column with our account as `account` under `columns` of the profile \(profile.name)"
      ))
    return nil
  }
}
