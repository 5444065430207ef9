import Accounting
import Care
import Findings
import Mapping
import Testing

/// The narrower rule answers, and rules that would leave a case to chance are found: by brute force over every case of a
/// small world.
struct SpecificityTests {
  private struct World {
    let whos: [Who]
    let schemes: [Pattern] = [.any, .exact("Zvw"), .exact("Wlz")]
    let services: [Pattern] = [
      .any, .prefix("Z"), .prefix("Z0"), .exact("Z05"), .exact("Z1"), .exact("1000"),
    ]
    let years: [Pattern] = [.any, .exact("current"), .exact("earlier")]
    let validities: [Validity]
    let cases: [Case]
    let days: [CalendarDate]

    init() throws {
      let first = try #require(PayerCode("uzovi-3311"))
      let second = try #require(PayerCode("uzovi-3312"))
      let third = try #require(PayerCode("uzovi-7095"))
      whos = [
        .anyone, .group("a"), .group("b"), .payer(first, of: "a"), .payer(second, of: "a"),
        .payer(third, of: "b"),
      ]
      let start = try #require(CalendarDate(iso: "2026-01-01"))
      days = (0..<4).map { start.adding(days: $0) }
      let all = days
      validities = all.indices.flatMap { from in
        (from..<all.count).compactMap { Validity(from: all[from], until: all[$0]) }
          + [Validity(from: all[from])].compactMap { $0 }
      }
      var cases: [Case] = []
      for (payer, group) in [(first, "a"), (second, "a"), (third, "b")] {
        for scheme in ["Zvw", "Wlz", "Wmo"] {
          for service in ["Z05", "Z06", "Z1", "1000", nil] {
            for year in CareYear.allCases {
              let line = Circumstances(
                payer: payer, scheme: try #require(Scheme(scheme)),
                service: service.flatMap { ServiceCode($0) },
                careYear: year, date: start)
              cases.append(Case(line, group: group))
            }
          }
        }
      }
      self.cases = cases
    }

    func conditions(_ random: inout Seeded) -> Conditions {
      Conditions(
        who: whos[random.below(whos.count)], scheme: schemes[random.below(3)],
        service: services[random.below(services.count)], careYear: years[random.below(3)])
    }
  }

  /// SplitMix64, so that a failure can be repeated.
  private struct Seeded {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
  }

  @Test func `narrower means that every case of the one is a case of the other`() throws {
    let world = try World()
    var random = Seeded(state: 1)
    var nested = 0
    for _ in 0..<2_000 {
      let left = world.conditions(&random)
      let right = world.conditions(&random)
      let ofLeft = world.cases.filter { left.admit($0) }
      let ofBoth = ofLeft.filter { right.admit($0) }
      if left.areWithin(right) {
        #expect(ofBoth == ofLeft, "\(left) within \(right)")
        nested += 1
      }
      #expect(left.intersection(right) == right.intersection(left))
      #expect(world.cases.filter { left.intersection(right)?.admit($0) ?? false } == ofBoth)
      #expect((left.intersection(right) == left) == left.areWithin(right))
    }
    #expect(nested > 100)
  }

  @Test(arguments: 1...20)
  func `a set without findings has one narrowest rule for every case and day, and that one answers`(
    seed: UInt64
  ) throws {
    let world = try World()
    var random = Seeded(state: seed)
    var clean = 0
    for _ in 0..<30 {
      let rules = (0..<(2 + random.below(5))).map { index in
        Rule(
          world.conditions(&random), world.validities[random.below(world.validities.count)], index,
          because: "law", at: Position(file: "rules", line: index + 1, column: 1))
      }
      let set = RuleSet(rules)
      let findings = set.conflicts(in: "rules")
      var isAmbiguous = false
      for asked in world.cases {
        for day in world.days {
          let matching = rules.filter { $0.validity.contains(day) && $0.conditions.admit(asked) }
          let narrowest = matching.filter { rule in
            matching.allSatisfy { rule.conditions.areWithin($0.conditions) }
          }
          if matching.isEmpty {
            #expect(set.winner(for: asked, on: day) == nil)
          } else if narrowest.count == 1 {
            if findings.isEmpty { #expect(set.winner(for: asked, on: day)?.outcome == narrowest[0].outcome) }
          } else {
            isAmbiguous = true
          }
        }
      }
      if findings.isEmpty {
        clean += 1
        #expect(!isAmbiguous, "seed \(seed): no finding, and a case without one narrowest rule")
      } else if findings.contains(where: { $0.rule == "duplicate-rule" }) {
        #expect(Set(rules.map(\.conditions)).count < rules.count)
      }
    }
    #expect(clean > 0)
  }

  @Test(arguments: 1...10)
  func `every rule that is looked at is said to answer, to be broader, to hold otherwise or to ask otherwise`(
    seed: UInt64
  ) throws {
    let world = try World()
    var random = Seeded(state: seed)
    let rules = (0..<8).map { index in
      Rule(
        world.conditions(&random), world.validities[random.below(world.validities.count)], index,
        because: "law", at: Position(file: "rules", line: index + 1, column: 1))
    }
    let set = RuleSet(rules)
    for asked in world.cases {
      for day in world.days {
        let considered = set.considerations(for: asked, on: day) { "\($0)" }
        #expect(considered.count == rules.count)
        #expect(
          considered.first { $0.fate == .answers }?.outcome
            == set.winner(for: asked, on: day).map { "\($0.outcome)" })
        for (rule, consideration) in rules.compactMap({ rule in
          considered.first { $0.position == rule.position }.map { (rule, $0) }
        }) {
          switch consideration.fate {
          case .answers, .isBroader:
            #expect(rule.conditions.admit(asked) && rule.validity.contains(day))
          case .holdsOnOtherDays: #expect(rule.conditions.admit(asked) && !rule.validity.contains(day))
          case .asksOtherwise(let names): #expect(!rule.conditions.admit(asked) && !names.isEmpty)
          }
        }
      }
    }
  }

  @Test func `a third rule settles two that half overlap only while it holds`() throws {
    let day = try #require(CalendarDate(iso: "2026-01-01"))
    let always = try #require(Validity(from: day))
    let half = try #require(Validity(from: day, until: day.adding(days: 180)))
    let rest = try #require(Validity(from: day.adding(days: 181)))
    func rule(_ conditions: Conditions, _ validity: Validity, _ line: Int) -> Rule<Int> {
      Rule(conditions, validity, line, because: "law", at: Position(file: "rules", line: line, column: 1))
    }
    let scheme = rule(Conditions(scheme: .exact("Zvw")), always, 1)
    let service = rule(Conditions(service: .prefix("Z")), always, 2)
    let both = Conditions(scheme: .exact("Zvw"), service: .prefix("Z"))
    #expect(RuleSet([scheme, service]).conflicts(in: "x").map(\.rule) == ["ambiguous-rules"])
    #expect(RuleSet([scheme, service, rule(both, always, 3)]).conflicts(in: "x") == [])
    #expect(
      RuleSet([scheme, service, rule(both, half, 3)]).conflicts(in: "x").map(\.rule) == ["ambiguous-rules"])
    #expect(RuleSet([scheme, service, rule(both, half, 3), rule(both, rest, 4)]).conflicts(in: "x") == [])
    #expect(RuleSet([rule(Conditions(), half, 1), rule(Conditions(), rest, 2)]).conflicts(in: "x") == [])
  }

  @Test func `a validity is covered only if no day is left out`() throws {
    let world = try World()
    for whole in world.validities {
      for one in world.validities {
        for other in world.validities where whole.until != nil {
          let isCovered = world.days.allSatisfy {
            !whole.contains($0) || one.contains($0) || other.contains($0)
          }
          #expect(whole.isCovered(by: [one, other]) == isCovered)
        }
      }
    }
  }
}
