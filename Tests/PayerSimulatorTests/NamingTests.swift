import PayerSimulator
import Testing

/// What the ledger says of a payment's words is what the files bear out.
struct NamingTests {
  @Test(arguments: Worlds.all.indices)
  func `what is named in full is all that is open by the return of that day`(seed: Int) {
    let truth = Worlds.all[seed].truth
    for (place, receipt) in truth.receipts.enumerated() where receipt.naming == .namedInFull {
      for part in receipt.parts where part.kind == .declaration {
        let declaration = truth.declarations.first {
          $0.payer == part.payer && $0.number == part.reference
        }
        let granted = declaration?.awards.last { $0.on <= receipt.day }?.cents
        let before = truth.receipts[..<place].flatMap(\.parts)
          .filter { $0.kind == .declaration && $0.payer == part.payer && $0.reference == part.reference }
          .map(\.contribution).total
        #expect(granted.map { $0 - before } == part.contribution, "\(receipt.text)")
      }
      #expect(Set(receipt.parts.map(\.kind)).isSubset(of: [.declaration]) || receipt.cents < 0)
    }
  }

  @Test(arguments: Worlds.all.indices)
  func `takebacks are withheld with notice or without, as it is said`(seed: Int) {
    let truth = Worlds.all[seed].truth
    for receipt in truth.receipts {
      let withheld = receipt.parts.filter { $0.kind == .takeback }.map { part in
        truth.takebacks.first { $0.payer == part.payer && $0.reference == part.reference }
      }
      let isAnnounced = withheld.map { takeback in
        takeback?.announced.map { $0.on <= receipt.day } ?? false
      }
      switch receipt.naming {
      case .namedWithTakebacks, .namedPartlyNetted:
        #expect(!withheld.isEmpty && isAnnounced.allSatisfy { $0 })
      case .namedButNetted: #expect(isAnnounced.contains(false))
      case .namedYear, .namedInPart: #expect(withheld.isEmpty)
      case .namedInFull: #expect(withheld.isEmpty || receipt.cents < 0)
      case .specification, .namedLessFee, .numbersCut, .nothing: break
      }
    }
  }

  @Test(arguments: Worlds.all.indices)
  func `a takeback that is announced stands in a file, and one that is not in none`(seed: Int) {
    let world = Worlds.all[seed]
    let rows = world.files(.specification).flatMap(\.rows)
    let told = Set(rows.flatMap { [$0["reference"] ?? "", $0["against"] ?? ""] })
    for takeback in world.truth.takebacks {
      let answers = world.truth.declarations.first { $0.number == takeback.declaration }?.awards ?? []
      switch takeback.channel {
      case .specification: #expect(takeback.number.map(told.contains) == (takeback.announced != nil))
      case .unannounced: #expect(takeback.number.map(told.contains) == false)
      case .loweredReturn: #expect(takeback.number == nil && takeback.announced != nil)
      }
      if takeback.channel != .specification, let announced = takeback.announced {
        #expect(answers.contains { $0.on == announced.on })
      }
    }
  }
}
