import Accounting
import Care

/// A number by which the same care is recognised when it is declared again: equal payer, client, service and dates.
/// The day stands in front, so that lines of one period lie together in the index; 48 bits of hash follow. The client
/// number itself is not kept.
enum LineKey {
  static func of(_ line: DeclarationLine, payer: PayerCode) -> Int64 {
    of(line.client, line.service.text, line.from, line.until, payer: payer)
  }

  /// Equal to that of the line that was sent, if the payer answers the care that was declared to it.
  static func of(_ care: ReturnedCare, payer: PayerCode) -> Int64 {
    of(care.client, care.service, care.from, care.until, payer: payer)
  }

  private static func of(
    _ client: Personal<String>, _ service: String, _ from: CalendarDate?, _ until: CalendarDate?,
    payer: PayerCode
  ) -> Int64 {
    var hash = FNV64()
    hash.add(payer.text)
    hash.add(client.reveal(for: .recognisingRedeclaration))
    hash.add(service)
    hash.add(until.map { Int64($0.dayNumber) } ?? .min)
    let day = UInt64(truncatingIfNeeded: from?.dayNumber ?? .min) & 0x7FFF
    return Int64(bitPattern: day << 48 | hash.value >> 16)
  }
}

/// Fowler–Noll–Vo 1a: the same on every machine, unlike the standard library's hashing.
struct FNV64 {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte: byte) }
    add(byte: 0x1F)
  }

  mutating func add(_ number: Int64) {
    var rest = UInt64(bitPattern: number)
    for _ in 0..<8 {
      add(byte: UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  private mutating func add(byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }
}
