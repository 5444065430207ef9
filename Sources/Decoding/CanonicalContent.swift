import Accounting
import Care
import Crypto

/// What facts say, written down in one way only: texts carry their length, so that no two contents look alike.
struct CanonicalContent: ~Copyable {
  private var hash = SHA256()
  private var bytes: [UInt8] = []

  init() {}

  mutating func add(_ texts: String?...) {
    for text in texts {
      guard let text else {
        bytes.append(0)
        continue
      }
      bytes.append(1)
      add(Int64(text.utf8.count))
      bytes += text.utf8
    }
    if bytes.count > 1 << 14 { flush() }
  }

  mutating func add(_ number: Int64) {
    for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
  }

  mutating func add(_ date: CalendarDate) { add(Int64(date.dayNumber)) }

  mutating func add(_ money: Money?) {
    guard let money else { return bytes.append(0) }
    bytes.append(1)
    add(money.minorUnits)
    bytes += money.currency.code.utf8
  }

  mutating func add(_ codes: [ReasonCode]) {
    add(Int64(codes.count))
    for code in codes { add(code.text) }
  }

  /// The digest of everything since the last one.
  mutating func finish() -> Digest {
    flush()
    return hash.finish()
  }

  private mutating func flush() {
    hash.update(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}

extension Digest {
  /// Stands in a message until its last line has been seen.
  static let zero: Digest = {
    guard let zero = Digest([UInt8](repeating: 0, count: 32)) else {
      preconditionFailure("a digest has 32 bytes")
    }
    return zero
  }()
}
