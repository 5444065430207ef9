import Accounting
import Books
import Care
import Findings
import Mapping
import Posting

/// Where a person may send what is left of a line, or of an advance.
struct ResidualDeciding {
  let books: Books
  let workspace: Workspace
  let administration: String

  /// The line of which something was not granted, as `payer/number/line`. A destination at the client's cost needs a rule
  /// of the mapping that cites why it is allowed.
  func destination(_ name: String, of subject: String) throws -> Result<String, Finding.Refusal> {
    guard let destination = Destination(rawValue: name) else {
      let names = Destination.allCases.map(\.rawValue).joined(separator: ", ")
      return .failure(
        .cannot(
          decide: subject, "\(name) is no destination", "write one of \(names), or settlement of an advance"))
    }
    guard let (declaration, line) = try line(subject) else {
      return .failure(.unknown(subject, "line", "write payer/declaration/line; `remitd suspense` lists them"))
    }
    let lineClass = try books.lineClass(line.lineClass)
    let mapping = try mapping()
    if destination == .client || destination == .ownContribution,
      !mapping.citesRule(for: destination, lineClass.payer, lineClass.scheme, lineClass.service)
    {
      return .failure(
        .cannot(
          decide: subject, "no rule of the mapping says that \(name) is allowed for this care",
          "add a row under difference in the mapping that says why, with its source, or choose another destination"
        ))
    }
    return .success(
      "\(ItemName.declaration(declaration.payer, declaration.number))/\(line.reference)")
  }

  private func line(_ subject: String) throws -> (BookDeclaration, BookLine)? {
    guard let parts = ItemName.parts(of: subject), parts.kind == .declaration else { return nil }
    for slash in parts.reference.indices.reversed() where parts.reference[slash] == "/" {
      let number = String(parts.reference[..<slash])
      let reference = String(parts.reference[parts.reference.index(after: slash)...])
      guard
        let declaration = try books.declaration(
          number, of: parts.payer, administration: administration, at: .max)
      else { continue }
      var found: BookLine?
      try books.approvedLines(of: declaration.id) { if $0.reference == reference { found = $0 } }
      if let found { return (declaration, found) }
    }
    return nil
  }

  /// What is left of an advance, in cents as the item has it: below zero where we owe it.
  func settlement(of subject: String) throws -> Result<(item: String, cents: Int64), Finding.Refusal> {
    guard let parts = ItemName.parts(of: subject), parts.kind == .advance else {
      return .failure(
        .unknown(subject, "advance", "write payer:advance:law:year; `remitd open-items` lists them"))
    }
    let open = try books.advanceBalance(subject, administration: administration)
    guard open != 0 else {
      return .failure(.cannot(decide: subject, "nothing is left of it", "there is nothing to settle"))
    }
    return .success((subject, open))
  }

  private func mapping() throws -> Mapping {
    guard let version = try books.mappings(of: administration).last else {
      throw BooksFailure.damaged("lines are in the books, and no mapping is")
    }
    return try workspace.loadMapping(digest: version.digest)
  }
}
