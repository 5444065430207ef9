/// What tells a declaration from all others of an administration.
package struct DeclarationKey: Sendable, Hashable {
  package var payer: PayerCode
  package var number: String

  package init(_ declaration: Declaration) {
    payer = declaration.payer
    number = declaration.number
  }
}
