/// The text of a bank line as it may be shown. Payers write into it what they like, sometimes a client's number.
enum BankText {
  /// With dots for every number of nine digits that passes the eleven-test of citizen numbers (BSN).
  /// - Parameter isOurs: whether a number is that of a declaration or return: those stay, or nobody could follow them.
  static func masked(_ text: String, isOurs: (String) throws -> Bool) rethrows -> String {
    var masked = ""
    var digits = ""
    for character in text {
      if character.isASCII, character.isNumber {
        digits.append(character)
        continue
      }
      masked += try shown(digits, isOurs)
      digits = ""
      masked.append(character)
    }
    return masked + (try shown(digits, isOurs))
  }

  private static func shown(_ digits: String, _ isOurs: (String) throws -> Bool) rethrows -> String {
    guard passesElevenTest(digits), try !isOurs(digits) else { return digits }
    return String(repeating: "•", count: digits.count)
  }

  /// 9·a + 8·b + … + 2·h − i is a multiple of eleven.
  static func passesElevenTest(_ digits: String) -> Bool {
    let values = digits.utf8.map { Int($0) - 48 }
    guard values.count == 9, values.contains(where: { $0 != 0 }) else { return false }
    let sum = zip(values, [9, 8, 7, 6, 5, 4, 3, 2, -1]).reduce(0) { $0 + $1.0 * $1.1 }
    return sum.isMultiple(of: 11)
  }
}
