import Accounting
import Care

extension Mapping {
  /// Everything it says that can change an entry, section by section.
  package var statements: [Statement] {
    general + recognitions + tables + suspenseAccounts + journalsAndTexts + questions
  }

  private func statement(_ section: String, _ subject: String, _ words: String?...) -> Statement {
    Statement(section: section, subject: subject, text: words.compactMap { $0 }.joined(separator: ", "))
  }

  private func said(_ name: String, _ value: (some CustomStringConvertible)?) -> String? {
    value.map { "\(name) \($0)" }
  }

  private func end(_ validity: Validity) -> String? { validity.until.map { "until \($0)" } }

  private var general: [Statement] {
    var all = [statement("mapping", "name", name)]
    if let closedUntil { all.append(statement("closed-until", "books", "closed until \(closedUntil)")) }
    return all
  }

  private var recognitions: [Statement] {
    let modes = parts.recognitions.flatMap { scheme, rows in
      rows.map { row in
        statement(
          "recognition", "\(scheme) from \(row.validity.from)", row.value.rawValue, end(row.validity),
          row.because)
      }
    }
    let advances = parts.advances.flatMap { key, rows in
      rows.map {
        statement("advances", "\(key.payer) in \(key.scheme) from \($0.from)", "draws down", end($0))
      }
    }
    let tolerances = parts.tolerances.flatMap { payer, rows in
      rows.map { row in
        statement(
          "tolerance", payer?.text ?? "every payer", row.value.money.plain,
          "\(Money(minorUnits: row.value.basisPoints).plain) %", end(row.validity), row.because)
      }
    }
    return modes + advances + tolerances
  }

  private var tables: [Statement] {
    let accounts = chart.map { statement("chart", $0.account.text, $0.name, $0.kind.rawValue) }
    let payers = payers.map { row in
      let payer = row.value
      return statement(
        "payers", "\(payer.payer) in \(payer.scheme) from \(row.validity.from)", payer.name,
        "group \(payer.group)", "debtor \(payer.debtor)", said("takeback", payer.takeback),
        said("advance", payer.advance), said("settlement", payer.settlement),
        said("relation", payer.relation),
        "award by \(payer.awardBy.rawValue)", payer.partial ? "partial" : nil, payer.blind ? "blind" : nil,
        end(row.validity), row.because)
    }
    let ibans = parts.groupsByIBAN.flatMap { iban, rows in
      rows.map { row in
        statement(
          "payer-ibans", "\(iban) from \(row.validity.from)", "group \(row.value)", end(row.validity),
          row.because)
      }
    }
    let own = ownAccounts.map { row in
      statement(
        "bank-accounts", "\(row.value.iban) from \(row.validity.from)", "account \(row.value.account)",
        "journal \(row.value.journal)", "booked by \(row.value.bookedBy.rawValue)",
        "statements \(row.value.statements)", end(row.validity), row.because)
    }
    let others = parts.others.map { row in
      let who = [said("account", row.iban), row.words.map { "words \($0.words.joined(separator: " "))" }]
      return statement(
        "bank-others", who.compactMap { $0 }.joined(separator: ", ") + " from \(row.validity.from)",
        "account \(row.account)", end(row.validity), row.because)
    }
    return accounts + payers + ibans + own + others
  }

  private var suspenseAccounts: [Statement] {
    parts.suspense.sorted { $0.key < $1.key }.map { role, suspense in
      statement(
        "suspense", role.rawValue, "account \(suspense.account)",
        suspense.owner.isEmpty ? nil : "owner \(suspense.owner)", "due \(suspense.dueDays) days",
        "cleared by \(suspense.clearedBy)")
    }
  }

  private var journalsAndTexts: [Statement] {
    let journals = parts.journals.map { statement("journals", $0.key.rawValue, $0.value.text) }
    let texts = parts.texts.map { statement("texts", $0.key.name, $0.value.description) }
    func codes(_ codes: HeaderCodes) -> String {
      func list(_ codes: Set<ReasonCode>) -> String { codes.map(\.text).sorted().joined(separator: " ") }
      return "assessed \(list(codes.assessed)), rejecting \(list(codes.rejecting))"
    }
    let header = [statement("header-codes", "every payer", codes(parts.headerCodes))]
    let byPayer = parts.headerCodesByPayer.map { statement("header-codes", $0.key.text, codes($0.value)) }
    return journals + texts + header + byPayer
  }

  private var questions: [Statement] {
    func account(_ outcome: AccountOrSuspense) -> String {
      switch outcome {
      case .account(let account): "account \(account)"
      case .suspense(let role): "suspense \(role.rawValue)"
      }
    }
    func costCentre(_ value: CostCentre?) -> String { value.map { "cost centre \($0)" } ?? "no cost centre" }
    let rules =
      statements("revenue", revenueRules, parts.revenueOtherwise, account)
      + statements("difference", differenceRules, parts.differenceOtherwise) { "destination \($0.rawValue)" }
      + statements("revenue-correction", revenueCorrectionRules, parts.revenueCorrectionOtherwise, account)
      + statements("cost-centre", costCentreRules, parts.costCentreOtherwise, costCentre)
    let destinations = parts.destinations.map { destination, outcome in
      statement("difference accounts", destination.rawValue, account(outcome))
    }
    let roles = parts.roles.map {
      statement("decide", $0.key.rawValue, "account \($0.value.account)", $0.value.because)
    }
    return rules + destinations + roles
  }

  private func statements<Outcome>(
    _ question: String, _ rules: RuleSet<Outcome>, _ otherwise: Otherwise<Outcome>?,
    _ saying: (Outcome) -> String
  ) -> [Statement] {
    rules.rules.map { rule in
      statement(
        question, "\(rule.conditions), from \(rule.validity.from)", saying(rule.outcome), end(rule.validity),
        rule.because)
    }
      + [otherwise].compactMap { $0 }.map {
        statement(question, "otherwise", saying($0.outcome), $0.because)
      }
  }
}

extension TextTemplate: CustomStringConvertible {
  /// As the mapping has it.
  var description: String {
    pieces.map { piece in
      switch piece {
      case .literal(let text): text
      case .part(let name): "{\(name)}"
      }
    }.joined()
  }
}
