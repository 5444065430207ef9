import Accounting

/// A day as camt writes it: a date, or a date and time of which the local date counts; either may name its zone.
enum CamtDay {
  /// Nothing where the text is no such thing, or the day does not exist.
  static func read(_ text: some Collection<UInt8>) -> CalendarDate? {
    let rest = text.dropFirst(10)
    if let mark = rest.first {
      guard [UInt8(ascii: "T"), UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-")].contains(mark) else {
        return nil
      }
    }
    return CalendarDate(iso: String(decoding: text.prefix(10), as: UTF8.self))
  }
}
