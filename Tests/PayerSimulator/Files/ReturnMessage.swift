/// AW320 1.4: the records that were declared and have a remark, with what the payer says of each behind them.
enum ReturnMessage {
  /// A record of fixed length; positions count from 1.
  private struct Record {
    private var bytes: [UInt8]

    init(_ kind: String) {
      bytes = Array(repeating: UInt8(ascii: " "), count: 370)
      put(kind, 1)
    }

    mutating func put(_ text: String, _ first: Int) {
      bytes.replaceSubrange(first - 1..<first - 1 + text.utf8.count, with: Array(text.utf8))
    }

    mutating func put(_ number: Int, _ first: Int, _ last: Int) {
      put(padded(number, to: last - first + 1), first)
    }

    mutating func put(zeros first: Int, _ last: Int) { put(0, first, last) }

    var text: String { String(decoding: bytes, as: UTF8.self) + "\r\n" }
  }

  static func file(
    _ name: String, of payer: Payer, _ declaration: Declaration, number: String, on day: Day
  ) -> SimulatedFile {
    var records: [Record] = []
    var clients = 0
    var lines = 0
    // The numbers of the declared file, so there are gaps.
    var detail = 0
    for client in Play.clients {
      let own = declaration.lines.filter { $0.client == client }
      guard !own.isEmpty else { continue }
      detail += 1
      let insured = detail
      var remarks: [Record] = []
      for line in own {
        detail += 1
        if !line.reason.isEmpty { remarks.append(record(of: line, payer, detail)) }
      }
      guard !remarks.isEmpty else { continue }
      clients += 1
      lines += remarks.count
      records += [record(of: client, payer, insured)] + remarks
    }
    let first = header(of: payer, declaration, number: number, on: day, hasRemarks: lines > 0)
    let last = trailer(declaration, clients: clients, lines: lines)
    return SimulatedFile(name, ([first] + records + [last]).map(\.text).joined())
  }

  private static func header(
    of payer: Payer, _ declaration: Declaration, number: String, on day: Day, hasRemarks: Bool
  ) -> Record {
    var record = Record("01")
    record.put("\(payer.scheme == .wlz ? "188" : "429")0104P", 3)
    record.put(zeros: 11, 16)
    record.put(payer.registerNumber, 27)
    record.put(zeros: 31, 54)
    record.put(WorkspaceSettings.provider, 55)
    record.put("04", 63)
    record.put(declaration.from.compact, 65)
    record.put(declaration.until.compact, 73)
    record.put(declaration.number, 81)
    record.put(declaration.submittedOn.compact, 93)
    record.put("EUR", 115)
    record.put(number, 311)
    record.put(day.compact, 335)
    record.put(hasRemarks ? "0200" : "8001", 343)
    return record
  }

  private static func record(of client: String, _ payer: Payer, _ detail: Int) -> Record {
    var record = Record("02")
    record.put(detail, 3, 14)
    record.put(client, 15)
    record.put(payer.registerNumber, 24)
    record.put("1950010121TEST", 54)
    record.put("0", 99)
    record.put("T", 135)
    record.put("0", 141)
    record.put("1234AB", 142)
    record.put("00001", 157)
    record.put("20000", 181)
    record.put("0200", 311)
    return record
  }

  private static func record(of line: Declaration.Line, _ payer: Payer, _ detail: Int) -> Record {
    var record = Record("04")
    record.put(detail, 3, 14)
    record.put(line.client, 15)
    record.put(payer.registerNumber, 24)
    record.put("10000", 58)
    record.put(zeros: 83, 105)
    record.put(line.day.compact, 106)
    record.put(line.day.compact, 114)
    record.put(payer.scheme == .wlz ? "055" : "065", 122)
    record.put(line.service.code, 125)
    record.put(line.service.quantity, 130, 133)
    record.put(zeros: 134, 135)
    record.put(WorkspaceSettings.provider, 136)
    record.put(zeros: 144, 164)
    record.put(line.service.tariff.count, 165, 172)
    record.put(line.amount.count, 173, 180)
    record.put("D0000", 181)
    record.put(line.amount.count, 186, 193)
    record.put("D", 194)
    record.put(line.reference, 195)
    record.put(line.previous ?? "", 215)
    let awarded = line.awarded ?? 0
    record.put(awarded.count, 311, 318)
    record.put("D", 319)
    record.put(awarded.count, 320, 327)
    record.put("D", 328)
    record.put(line.reason, 329)
    return record
  }

  private static func trailer(_ declaration: Declaration, clients: Int, lines: Int) -> Record {
    var record = Record("99")
    record.put(clients, 3, 8)
    record.put(zeros: 9, 14)
    record.put(lines, 15, 20)
    record.put(zeros: 21, 26)
    record.put(clients + lines, 27, 33)
    record.put(declaration.claimed.count, 34, 44)
    record.put("D", 45)
    record.put(declaration.awarded.count, 46, 56)
    record.put("D", 57)
    return record
  }
}
