/// What really happened, for judging what was understood of it.
package struct TruthLedger: Sendable {
  /// In the order of their days.
  package var receipts: [TrueReceipt] = []
  package var takebacks: [TrueTakeback] = []
  package var advances: [TrueAdvance] = []
  package var declarations: [TrueDeclaration] = []
  /// Lines of the bank that concern no payer.
  package var others: [OtherMovement] = []

  package struct OtherMovement: Sendable {
    package var bankReference: String
    package var day: Day
    package var cents: Cents
  }

  /// What payers want back at the end of a day, positive, with what is open of it.
  package func openTakebacks(on day: Day) -> [(takeback: TrueTakeback, open: Cents)] {
    takebacks.map { ($0, $0.open(on: day)) }.filter { $0.open != 0 }
  }

  /// What payments gave for a declaration.
  package func paid(_ declaration: TrueDeclaration) -> Cents {
    contributions(.declaration, payer: declaration.payer, reference: declaration.number)
  }

  /// Granted less paid. Below zero where a return has taken back what was paid and not yet recovered.
  package func open(_ declaration: TrueDeclaration) -> Cents {
    let recovered = takebacks.filter {
      $0.payer == declaration.payer && $0.declaration == declaration.number && $0.isExpressedByReturn
    }
    .map(\.recovered).total
    return declaration.awarded - paid(declaration) - declaration.drawnFromAdvance + recovered
  }

  /// Whatever parts of payments contributed to one item.
  package func contributions(_ kind: PartKind, payer: String, reference: String) -> Cents {
    receipts.flatMap(\.parts)
      .filter { $0.kind == kind && $0.payer == payer && $0.reference == reference }
      .map(\.contribution).total
  }
}
