/// A value that SQLite can keep: a whole number, text or bytes. There are no floating point numbers here:
/// money is whole cents.
package protocol Bindable: Sendable {
  func bind(to statement: Statement) throws(SQLiteFailure)
}

extension Int64: Bindable {
  package func bind(to statement: Statement) throws(SQLiteFailure) { try statement.bind(self) }
}

extension Int: Bindable {
  package func bind(to statement: Statement) throws(SQLiteFailure) { try statement.bind(Int64(self)) }
}

extension Int32: Bindable {
  package func bind(to statement: Statement) throws(SQLiteFailure) { try statement.bind(Int64(self)) }
}

extension Bool: Bindable {
  package func bind(to statement: Statement) throws(SQLiteFailure) { try statement.bind(self ? 1 : 0) }
}

extension String: Bindable {
  package func bind(to statement: Statement) throws(SQLiteFailure) { try statement.bind(self) }
}

extension [UInt8]: Bindable {
  package func bind(to statement: Statement) throws(SQLiteFailure) { try statement.bind(self) }
}
