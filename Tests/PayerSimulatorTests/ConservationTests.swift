import PayerSimulator
import Testing

/// What money cannot do, in any world.
struct ConservationTests {
  @Test(arguments: Worlds.all.indices)
  func `a receipt is the sum of its parts`(seed: Int) {
    for receipt in Worlds.all[seed].truth.receipts {
      #expect(receipt.parts.map(\.contribution).total == receipt.cents)
      #expect(receipt.parts.allSatisfy { $0.contribution != 0 && $0.payer == receipt.payer })
      #expect((receipt.bankReference == nil) == (receipt.cents == 0))
      #expect(receipt.cents != 0 || receipt.specification != nil)
    }
  }

  @Test(arguments: Worlds.all.indices)
  func `takebacks that are open, and new ones, less what was recovered or withdrawn, are open after it`(
    seed: Int
  ) {
    let world = Worlds.all[seed]
    let truth = world.truth
    var opening: Cents = 0
    for day in Day(year: 2026, month: 1, day: 1)...world.lastDay {
      let new = truth.takebacks.filter { $0.decidedOn == day }.map(\.cents).total
      let recovered = -truth.receipts.filter { $0.day == day }.flatMap(\.parts)
        .filter { $0.kind == .takeback }.map(\.contribution).total
      let withdrawn = truth.takebacks.compactMap(\.withdrawn).filter { $0.on == day }.map(\.cents).total
      let closing = truth.openTakebacks(on: day).map(\.open).total
      #expect(opening + new - recovered - withdrawn == closing, "\(day.text)")
      opening = closing
    }
    for takeback in truth.takebacks {
      #expect(takeback.open >= 0)
      #expect(takeback.recoveries.allSatisfy { $0.day >= takeback.decidedOn && $0.cents > 0 })
      let parts = truth.contributions(.takeback, payer: takeback.payer, reference: takeback.reference)
      #expect(parts == -takeback.recovered)
    }
  }

  @Test(arguments: Worlds.all.indices)
  func `what is granted of a declaration and not paid is what the payer still means to pay or wants back`(
    seed: Int
  ) {
    let truth = Worlds.all[seed].truth
    for declaration in truth.declarations {
      let wanted = truth.takebacks.filter {
        $0.payer == declaration.payer && $0.declaration == declaration.number && $0.isExpressedByReturn
      }
      .map(\.open).total
      #expect(truth.open(declaration) == declaration.unpaid - wanted, "\(declaration.number)")
      #expect(declaration.awards.map(\.on) == declaration.awards.map(\.on).sorted())
      #expect(declaration.awarded > 0 && declaration.awarded <= declaration.claimed)
    }
  }

  @Test(arguments: Worlds.all.indices)
  func `an advance that was received is drawn down, settled or owed`(seed: Int) {
    let truth = Worlds.all[seed].truth
    for advance in truth.advances {
      let reference = advance.number ?? String(advance.year)
      func contributed(_ kind: PartKind, _ reference: String) -> Cents {
        truth.contributions(kind, payer: advance.payer, reference: reference)
      }
      #expect(advance.total(.received) == contributed(.advance, reference))
      #expect(advance.total(.settled) == -contributed(.settlement, String(advance.year)))
      let byAwards = truth.declarations.filter { $0.payer == advance.payer }.map(\.drawnFromAdvance).total
      let byPayments = -contributed(.advanceDrawdown, reference)
      #expect(advance.number == nil || byAwards == 0)
      #expect(advance.total(.drawnDown) == (advance.number == nil ? byAwards : byPayments))
      // Care of 2026 is declared, answered and settled within the months that are played.
      #expect(advance.balance == 0)
    }
  }

  @Test func `what is declared again after its year was settled draws nothing down`() {
    for seed in 3..<7 as Range<UInt64> {
      for advance in SimulatedWorld.play(seed: seed, months: 24).truth.advances {
        #expect(advance.balance == 0, "seed \(seed), \(advance.payer) \(advance.year)")
      }
    }
  }
}
