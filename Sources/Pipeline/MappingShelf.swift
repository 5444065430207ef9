package import Books
package import Mapping

/// The mapping versions of one administration, by their number in the books. Versions are read from the archive, each
/// once: what a version says never changes.
package final class MappingShelf {
  private let books: Books
  private let load: (_ digest: String) throws -> Mapping
  private var versions: [Int64: Mapping] = [:]
  private var versionOfEvent: [Int64: Int64] = [:]

  /// - Parameter load: reads and checks the version with this digest from the archive.
  package init(_ books: Books, load: @escaping (_ digest: String) throws -> Mapping) {
    self.books = books
    self.load = load
  }

  package func mapping(_ id: Int64) throws -> Mapping {
    if let known = versions[id] { return known }
    guard let digest = try books.mappingDigest(id) else {
      throw BooksFailure.damaged("mapping version \(id) is not there")
    }
    let mapping = try load(digest)
    versions[id] = mapping
    return mapping
  }

  /// The version in force when an event was recorded.
  func mapping(atEvent seq: Int64) throws -> Mapping {
    if let known = versionOfEvent[seq] { return try mapping(known) }
    guard let version = try books.mappingVersion(ofEvent: seq) else {
      throw BooksFailure.damaged("event \(seq) is not there")
    }
    versionOfEvent[seq] = version
    return try mapping(version)
  }
}
