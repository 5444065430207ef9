/// One record of a fixed-width file, read back by positions counted from 1, independently of the writers.
struct SentRecord: Equatable {
  let bytes: [UInt8]

  /// Splits at CR LF; the last record must have its own.
  static func all(in file: [UInt8]) -> [SentRecord]? {
    guard file.suffix(2) == [0x0D, 0x0A] else { return nil }
    var records: [SentRecord] = []
    var start = 0
    for index in file.indices where file[index] == 0x0A {
      guard index > start, file[index - 1] == 0x0D else { return nil }
      records.append(SentRecord(bytes: Array(file[start..<index - 1])))
      start = index + 1
    }
    return records
  }

  subscript(_ first: Int, _ last: Int) -> String { String(decoding: bytes[first - 1..<last], as: UTF8.self) }

  var type: String { self[1, 2] }

  /// An amount and the D or C after it, in cents.
  func signed(_ first: Int, _ last: Int) -> Int? {
    guard let amount = Int(self[first, last]) else { return nil }
    switch self[last + 1, last + 1] {
    case "D": return amount
    case "C": return amount == 0 ? nil : -amount
    default: return nil
    }
  }
}
