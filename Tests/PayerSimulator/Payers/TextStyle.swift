/// How a payer writes the numbers of declarations.
enum TextStyle: String, CaseIterable {
  case plain
  case upper
  case lower
  case padded
  /// Its own number of the answer before ours.
  case withOwnNumber
  /// A field of the statement ends within a number.
  case acrossFields
}

/// The texts of transfers.
struct PaymentText {
  var style: TextStyle

  /// Fields of at most 140 characters.
  func naming(_ word: String, _ numbers: [String], own: String) -> [String] {
    switch style {
    case .plain: fields("\(word) \(numbers.joined(separator: ", "))")
    case .upper: fields("\(word) \(numbers.joined(separator: " "))".uppercased())
    case .lower: fields("\(word) \(numbers.joined(separator: " / "))".lowercased())
    case .padded: fields("\(word) \(numbers.map(Self.padded).joined(separator: " "))")
    case .withOwnNumber: fields("\(own) \(word) FACT \(numbers.joined(separator: " FACT "))")
    case .acrossFields: brokenWithin("\(word) \(numbers.joined(separator: " "))")
    }
  }

  /// The digits alone, with zeros before them: letters take no padding.
  private static func padded(_ number: String) -> String {
    number.utf8.first.map { (48...57).contains($0) } ?? false
      ? PayerSimulator.padded(number, to: 10) : number
  }

  func fields(_ text: String) -> [String] {
    var rest = text[...]
    var fields: [String] = []
    while rest.count > 140 {
      let end = rest.prefix(140).lastIndex(of: " ") ?? rest.index(rest.startIndex, offsetBy: 140)
      fields.append(String(rest[..<end]))
      rest = rest[end...].drop { $0 == " " }
    }
    return fields + [String(rest)]
  }

  private func brokenWithin(_ text: String) -> [String] {
    guard text.count <= 140 else {
      var rest = text[...]
      var fields: [String] = []
      while !rest.isEmpty {
        fields.append(String(rest.prefix(140)))
        rest = rest.dropFirst(140)
      }
      return fields
    }
    return [String(text.dropLast(3)), String(text.suffix(3))]
  }
}
