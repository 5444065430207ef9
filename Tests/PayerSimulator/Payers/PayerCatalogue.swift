/// Who may play a part. Codes are those of the samples; the accounts are no real ones.
enum PayerCatalogue {
  struct Listed {
    var code: String
    var name: String
    var group: String
    var scheme: Scheme
    var iban: String

    init(_ code: String, _ name: String, group: String, _ scheme: Scheme) {
      self.code = code
      self.name = name
      self.group = group
      self.scheme = scheme
      iban = Iban.test(Int(code.split(separator: "-")[1]) ?? 0)
    }
  }

  /// The label of the group, from whose account the other one pays.
  static let sister = Listed("uzovi-3339", "Label Noord", group: "noord", .zvw)
  static let paysFromSister = Listed("uzovi-3311", "Verzekeraar Noord", group: "noord", .zvw)
  static let careOffice = Listed("uzovi-5512", "Zorgkantoor Noord-Holland Noord", group: "zorgkantoor", .wlz)
  static let insurers = [
    Listed("uzovi-7095", "Verzekeraar Oost", group: "oost", .zvw),
    Listed("uzovi-7119", "Verzekeraar Zuid", group: "zuid", .zvw),
    Listed("uzovi-3332", "Verzekeraar West", group: "west", .zvw),
    Listed("uzovi-7029", "Verzekeraar Delta", group: "delta", .zvw),
    Listed("uzovi-0403", "Verzekeraar Veluwe", group: "veluwe", .zvw),
  ]
  static let municipalities = [
    Listed("gemeente-0384", "Gemeente Diemen", group: "diemen", .wmo),
    Listed("gemeente-0392", "Gemeente Haarlem", group: "haarlem", .wmo),
  ]

  /// The payers of a world. Four worlds whose seeds follow each other show every habit.
  static func cast(seed: UInt64, by random: inout SplitMix64) -> [Payer] {
    let count = random.between(4, 7)
    let all = PayerHabit.allCases
    let first = Int(seed % UInt64(all.count)) * 4
    var listed = random.shuffled(insurers + municipalities)
    return (0..<count).map { place in
      let habit = all[(first + place) % all.count]
      let part: Listed =
        switch habit {
        case .paysInAdvance: careOffice
        case .paysFromSister: paysFromSister
        default: listed.removeLast()
        }
      return payer(part, habit, answersByReturn: place % 2 == 0, by: &random)
    }
  }

  private static func payer(
    _ part: Listed, _ habit: PayerHabit, answersByReturn: Bool, by random: inout SplitMix64
  ) -> Payer {
    let tables: [AnswerForm] = [.awardsWithTotals, .awardsLineByLine]
    let from = habit == .paysFromSister ? sister : part
    let services = random.shuffled(Service.all(of: part.scheme))
    return Payer(
      code: part.code, name: part.name, group: part.group, scheme: part.scheme, habit: habit,
      answer: answersByReturn && part.scheme != .wmo ? .returnMessage : random.one(of: tables),
      isBlind: habit == .namesNothing && random.chance(percent: 50), iban: part.iban,
      paysFrom: (from.iban, from.name), style: random.one(of: TextStyle.allCases),
      services: Array(services.prefix(random.between(1, 2))),
      prefix: habit == .cutsNumbers ? "" : random.one(of: ["", "", "WV"]),
      declaredOn: random.between(2, 6),
      runs: random.one(of: [[10, 25], [14, 27], [5, 12, 19, 26], [20]]), reviewsOn: random.between(17, 24),
      offsetPercent: random.one(of: habit.offsetPercent), rejects: random.one(of: [1, 3, 6]),
      reduces: part.scheme == .wmo ? 0 : random.one(of: [0, 2, 4]))
  }
}

/// Account numbers of a bank that does not exist.
enum Iban {
  static func test(_ number: Int) -> String {
    let account = "TEST" + padded(number, to: 10)
    var rest = 0
    for letter in (account + "NL00").utf8 {
      let isDigit = (48...57).contains(letter)
      rest = (rest * (isDigit ? 10 : 100) + Int(letter) - (isDigit ? 48 : 55)) % 97
    }
    return "NL\(padded(98 - rest, to: 2))\(account)"
  }
}
