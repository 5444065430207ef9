import Accounting
import Care
import Findings
import Tables

extension Inspector {
  /// A field that must say something. A key that is not there was reported when the mapping was opened.
  mutating func required(_ name: String, of record: Record) -> Placed<String>? {
    if let text = record.text(name) { return text }
    if record.fields[name] != nil {
      report(
        name == "because" ? "missing-because" : "missing-value", at: record.position(of: name),
        "\(name) says nothing",
        remedy: ConditionName(rawValue: name) == nil ? "Fill in \(name)" : "Fill in \(name); * means any")
    }
    return nil
  }

  mutating func value<Value>(
    _ text: Placed<String>?, _ kind: String, _ shape: String, _ make: (String) -> Value?
  ) -> Placed<Value>? {
    guard let text else { return nil }
    guard let value = make(text.value) else {
      report(
        "bad-\(kind)", at: text.position, "\(quoted(text.value)) is no \(kind)",
        remedy: Repair.of(text.value) { make($0) != nil }?.question ?? shape)
      return nil
    }
    return Placed(value, at: text.position)
  }

  mutating func date(_ text: Placed<String>?, mayBeOpen: Bool = false) -> Placed<CalendarDate>? {
    let isNever = mayBeOpen && text?.value.contains("9999") == true
    let repair =
      isNever ? "Leave it empty: it holds until further notice" : text.flatMap { Repair.ofDay($0.value) }
    return value(text, "date", repair ?? "Write the day as 2026-03-31") { CalendarDate(iso: $0) }
  }

  mutating func scheme(_ text: Placed<String>?) -> Placed<Scheme>? {
    value(
      text, "scheme",
      text.flatMap { Inspector.translated($0.value) }.map { "Did you mean \($0)?" }
        ?? "A scheme is 1 to 12 letters, digits, points or hyphens", Scheme.init)
  }

  mutating func payer(_ text: Placed<String>?) -> Placed<PayerCode>? {
    value(
      text, "payer", "Write register and number: uzovi-3311, gemeente-0384, ik-109034270", PayerCode.init)
  }

  mutating func service(_ text: Placed<String>?) -> Placed<ServiceCode>? {
    value(text, "service", "A service is 1 to 20 letters, digits, or . _ / -", ServiceCode.init)
  }

  mutating func reasonCode(_ text: Placed<String>?) -> Placed<ReasonCode>? {
    value(text, "code", "A code is 1 to 12 letters, digits or hyphens", ReasonCode.init)
  }

  mutating func accountCode(_ text: Placed<String>?) -> Placed<AccountCode>? {
    value(
      text, "account", "An account is 1 to 16 letters, digits, points or hyphens", AccountCode.init)
  }

  mutating func costCentre(_ text: Placed<String>?) -> Placed<CostCentre>? {
    value(text, "cost-centre", "A cost centre is 1 to 16 letters, digits, or . _ -", CostCentre.init)
  }

  mutating func journal(_ text: Placed<String>?) -> Placed<JournalCode>? {
    value(text, "journal", "A journal is 1 to 5 capital letters or digits", JournalCode.init)
  }

  /// A name that other rows refer to: a group, an administration, a destination.
  mutating func label(_ text: Placed<String>?) -> Placed<String>? {
    value(text, "name", "Use 1 to 40 small letters, digits or hyphens") { text in
      let isLabel =
        (1...40).contains(text.utf8.count)
        && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
      return isLabel ? text : nil
    }
  }

  /// In euros: mappings name no other money yet.
  mutating func money(_ text: Placed<String>?) -> Placed<Money>? {
    let repair = text.flatMap { Repair.ofMoney($0.value) ?? NumberForm.canonicalRemedy(for: $0.value) }
    let isLong = text.map { $0.value.prefix { $0 != "." }.count { $0.isNumber } > 12 } ?? false
    let tooLong = isLong ? "At most twelve digits stand before the point" : nil
    return value(
      text, "money", tooLong ?? repair ?? "Write a point and two decimals and nothing else: 1250.00"
    ) {
      Money(strict: $0)
    }
  }

  mutating func iban(_ text: Placed<String>?) -> Placed<String>? {
    let plain = text?.value.uppercased().filter { $0 != " " }
    let alike = plain.flatMap { Lookalike(iban: $0) }
    let remedy = alike.map { "Did you mean \($0.name)? In yours \($0.remark)" }
    return value(text, "iban", remedy ?? "Compare it with a bank statement; the check digits must fit") {
      text in
      let plain = text.uppercased().filter { $0 != " " }
      return plain.hasIBANCheckDigits ? plain : nil
    }
  }

  /// Our own account: an IBAN or whatever number the bank's statements carry.
  mutating func accountNumber(_ text: Placed<String>?) -> Placed<String>? {
    let plain = text?.map { $0.uppercased().filter { $0 != " " } }
    if plain?.value.hasIBANShape == true || plain?.value.beginsDutchIBAN == true { return iban(plain) }
    return value(
      plain, "iban", "Write the account as the bank's statements do, in 4 to 34 letters and digits"
    ) {
      $0.isCode(4...34, also: "", lowercase: false) ? $0 : nil
    }
  }

  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ text: Placed<String>?, among choices: [Choice] = Array(Choice.allCases)
  ) -> Placed<Choice>? where Choice.RawValue == String {
    guard let text else { return nil }
    guard let choice = choices.first(where: { $0.rawValue == text.value }) else {
      reportUnknown("value", text, among: choices.map(\.rawValue))
      return nil
    }
    return Placed(choice, at: text.position)
  }

  /// `yes` or `no`; in `remitd.yaml` `true` or `false`.
  mutating func flag(_ text: Placed<String>?, yes: String = "yes", no: String = "no", otherwise: Bool) -> Bool
  {
    guard let text else { return otherwise }
    if text.value == yes { return true }
    if text.value != no { reportUnknown("value", text, among: [yes, no]) }
    return false
  }

  /// A path inside the workspace or the mapping's folder: relative, going only down.
  mutating func path(_ text: Placed<String>?) -> Placed<String>? {
    value(text, "path", "Write a path below this folder, with / and without ..") { path in
      path.isPathDownwards ? path : nil
    }
  }

  mutating func validity(of record: Record) -> Validity? {
    let from = date(required("from", of: record))
    let until = date(record.text("until"), mayBeOpen: true)
    guard let from else { return nil }
    guard let validity = Validity(from: from.value, until: until?.value) else {
      report(
        "ends-before-it-begins", at: record.position(of: "until"),
        "until lies before from, \(from.value)", remedy: "Exchange the two days, or leave until empty")
      return nil
    }
    return validity
  }
}

extension Money {
  /// `-1250.00`, exactly; at most twelve digits before the point.
  init?(strict text: String) {
    var bytes = Array(text.utf8)
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative { bytes.removeFirst() }
    guard (4...15).contains(bytes.count), bytes[bytes.count - 3] == UInt8(ascii: ".") else { return nil }
    bytes.remove(at: bytes.count - 3)
    guard bytes.allSatisfy({ (48...57).contains($0) }) else { return nil }
    let units = bytes.reduce(Int64(0)) { $0 * 10 + Int64($1 - 48) }
    self.init(minorUnits: isNegative ? -units : units)
  }
}

extension Lookalike {
  /// The IBAN whose check digits fit if letters are digits that look like them, in as few places as can be; nothing
  /// where that is not exactly one.
  package init?(iban text: String) {
    let letters = Array(text)
    let places = letters.indices.dropFirst(2).filter { Self.withDigits(String(letters[$0])) != nil }
    guard (15...34).contains(letters.count), !text.hasIBANCheckDigits, places.count <= 8 else { return nil }
    var fitting: [(changes: Int, text: String)] = []
    for choice in 1..<(1 << places.count) {
      var changed = letters
      for (bit, place) in places.enumerated() where choice & (1 << bit) != 0 {
        changed[place] = Self.withDigits(String(letters[place]))?.first ?? changed[place]
      }
      if String(changed).hasIBANCheckDigits { fitting.append((choice.nonzeroBitCount, String(changed))) }
    }
    let fewest = fitting.map(\.changes).min()
    let nearest = fitting.filter { $0.changes == fewest }
    guard nearest.count == 1 else { return nil }
    self.init(of: text, among: [nearest[0].text])
  }
}

extension String {
  /// ISO 13616: two letters of a country, two check digits, the account.
  package var hasIBANShape: Bool {
    let bytes = Array(utf8.prefix(5))
    return isCode(15...34, also: "", lowercase: false) && bytes[..<2].allSatisfy { $0 >= 65 }
      && bytes[2..<4].allSatisfy { $0 <= 57 }
  }

  /// A Dutch account begins so, however many of its digits are missing: no other number does.
  package var beginsDutchIBAN: Bool {
    let bytes = Array(utf8.prefix(8))
    return hasPrefix("NL") && bytes.count == 8 && bytes[2..<4].allSatisfy { (48...57).contains($0) }
      && bytes[4...].allSatisfy { (65...90).contains($0) }
  }

  /// ISO 13616: with the check digits moved to its end, modulo 97 it is 1.
  package var hasIBANCheckDigits: Bool {
    guard hasIBANShape else { return false }
    let bytes = Array(utf8)
    let remainder = (bytes[4...] + bytes[..<4]).reduce(0) { remainder, byte in
      byte <= 57 ? (remainder * 10 + Int(byte) - 48) % 97 : (remainder * 100 + Int(byte) - 55) % 97
    }
    return remainder == 1
  }

  /// Names one after another, none of them hidden or leading up or out.
  package var isPathDownwards: Bool {
    guard (1...200).contains(utf8.count) else { return false }
    guard utf8.allSatisfy({ $0 >= 32 && $0 != 127 && $0 != UInt8(ascii: "\\") }) else { return false }
    return split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && !part.hasPrefix(".") && !part.hasPrefix("~")
    }
  }
}
