/// Writes AW319 and AW320 files, so that tests can break them. Persons are fictional, BSNs from the test range.
struct EIFile {
  struct Line {
    var client = "999900006"
    var cents = 12_000
    var isCredit = false
    var reference: String
    var previous = ""
    var awarded = 0
    var codes = ["", "", ""]
    var clientCode = "0200"
  }

  /// One record; positions as the standard counts them, from 1.
  struct Record {
    var bytes: [UInt8]

    init(_ length: Int) { bytes = Array(repeating: 32, count: length) }

    var isComment: Bool { bytes.starts(with: "98".utf8) }

    mutating func put(_ text: String, _ start: Int, _ end: Int) {
      let value = Array(text.utf8)
      for position in start...end {
        let index = position - start
        bytes[position - 1] = index < value.count ? value[index] : 32
      }
    }

    mutating func put(_ number: Int, _ start: Int, _ end: Int) {
      let digits = String(number)
      put(String(repeating: "0", count: end - start + 1 - digits.count) + digits, start, end)
    }
  }

  var code = 428
  var version = 104
  var isAnswer = false
  var kind = "P"
  var headerCodes = ["0200", "", ""]
  var reference = "5550012345"
  var lines: [Line] = []
  /// Of the whole declaration; an answer says it, and knows what it granted in all.
  var total: Int?
  var granted: Int?
  var comments = 0

  private var length: Int { isAnswer ? 370 : 310 }

  var records: [Record] {
    var records = [header]
    var detail = 0
    var client = ""
    for line in lines {
      if line.client != client {
        client = line.client
        detail += 1
        records.append(clientRecord(line, detail))
      }
      detail += 1
      records.append(lineRecord(line, detail))
      for number in 0..<comments {
        var comment = Record(length)
        comment.put(98, 1, 2)
        comment.put(detail, 3, 14)
        comment.put(number + 1, 15, 18)
        comment.put("gevraagd", 19, 158)
        records.append(comment)
      }
    }
    records.append(closing(records))
    return records
  }

  var bytes: [UInt8] { Self.bytes(records) }

  static func bytes(_ records: [Record]) -> [UInt8] { records.flatMap { $0.bytes + [13, 10] } }

  private var header: Record {
    var record = Record(length)
    record.put(1, 1, 2)
    record.put(isAnswer ? code + 1 : code, 3, 5)
    record.put(version, 6, 9)
    record.put(kind, 10, 10)
    record.put(0, 11, 16)
    record.put(3311, 27, 30)
    record.put(0, 31, 54)
    record.put(99_999_901, 55, 62)
    record.put(4, 63, 64)
    record.put(20_260_301, 65, 72)
    record.put(20_260_331, 73, 80)
    record.put("WV26000117", 81, 92)
    record.put(20_260_405, 93, 100)
    record.put("EUR", 115, 117)
    guard isAnswer else { return record }
    record.put(reference, 311, 334)
    record.put(20_260_412, 335, 342)
    for (index, code) in headerCodes.enumerated() { record.put(code, 343 + index * 4, 346 + index * 4) }
    return record
  }

  private func clientRecord(_ line: Line, _ detail: Int) -> Record {
    var record = Record(length)
    record.put(2, 1, 2)
    record.put(detail, 3, 14)
    record.put(line.client, 15, 23)
    record.put(3311, 24, 27)
    record.put(19_500_101, 54, 61)
    record.put(1, 62, 62)
    record.put(1, 63, 63)
    record.put("TESTA", 64, 88)
    record.put(0, 99, 99)
    record.put("A", 135, 140)
    record.put(0, 141, 141)
    record.put("1234AB", 142, 147)
    record.put(1, 157, 161)
    record.put(2, 181, 181)
    record.put(0, 182, 185)
    if isAnswer { record.put(line.clientCode, 311, 314) }
    return record
  }

  private func lineRecord(_ line: Line, _ detail: Int) -> Record {
    var record = Record(length)
    record.put(4, 1, 2)
    record.put(detail, 3, 14)
    record.put(line.client, 15, 23)
    record.put(3311, 24, 27)
    record.put(1, 58, 58)
    record.put(0, 59, 62)
    record.put(0, 83, 105)
    record.put(20_260_301, 106, 113)
    record.put(20_260_331, 114, 121)
    record.put(65, 122, 124)
    record.put("1000", 125, 129)
    record.put(48, 130, 133)
    record.put(7, 134, 135)
    record.put(99_999_901, 136, 143)
    record.put(0, 144, 164)
    record.put(500, 165, 172)
    let sign = line.isCredit ? "C" : "D"
    record.put(line.cents, 173, 180)
    record.put(sign, 181, 181)
    record.put(0, 182, 185)
    record.put(line.cents, 186, 193)
    record.put(sign, 194, 194)
    record.put(line.reference, 195, 214)
    record.put(line.previous, 215, 234)
    guard isAnswer else { return record }
    record.put(line.awarded, 311, 318)
    record.put(line.awarded == 0 ? "D" : sign, 319, 319)
    record.put(line.awarded, 320, 327)
    record.put(line.awarded == 0 ? "D" : sign, 328, 328)
    for (index, code) in line.codes.enumerated() { record.put(code, 329 + index * 4, 332 + index * 4) }
    return record
  }

  private func closing(_ records: [Record]) -> Record {
    func count(_ type: UInt8) -> Int {
      records.count { $0.bytes[0] - 48 == type / 10 && $0.bytes[1] - 48 == type % 10 }
    }
    var record = Record(length)
    record.put(99, 1, 2)
    record.put(count(2), 3, 8)
    record.put(0, 9, 14)
    record.put(count(4), 15, 20)
    record.put(count(98), 21, 26)
    record.put(records.count - 1, 27, 33)
    let sum = total ?? lines.reduce(0) { $0 + ($1.isCredit ? -$1.cents : $1.cents) }
    record.put(abs(sum), 34, 44)
    record.put(sum < 0 ? "C" : "D", 45, 45)
    guard isAnswer else { return record }
    let granted = granted ?? lines.reduce(0) { $0 + ($1.isCredit ? -$1.awarded : $1.awarded) }
    record.put(abs(granted), 46, 56)
    record.put(granted < 0 ? "C" : "D", 57, 57)
    return record
  }
}
