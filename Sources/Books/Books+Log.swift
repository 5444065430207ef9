import SQLite

/// A file that has become what it will be, with what followed from it so far.
package struct SettledFile: Sendable, Hashable {
  package var file: BookFile
  /// Whether all that follows from it is posted.
  package var isPosted: Bool
}

/// A batch of entries that the other side has answered for.
package struct SettledDelivery: Sendable, Hashable {
  package var id: Int64
  package var name: String
  package var destination: String
  package var entries: Int64
  package var isRefused: Bool
  package var detail: String
}

/// What a log asks: what has happened since it last asked.
extension Books {
  /// The number behind which a log begins: all files before it are settled.
  package func lastSettledFile(of administration: String) throws -> Int64 {
    try connection.first(
      """
      SELECT coalesce((SELECT min(id) - 1 FROM file WHERE administration = \(administration)
      AND state IN ('received', 'entering')), (SELECT max(id) FROM file), 0)
      """
    ) { try $0.int64(0) } ?? 0
  }

  package func lastSettledDelivery(of administration: String) throws -> Int64 {
    try connection.first(
      """
      SELECT coalesce((SELECT min(id) - 1 FROM delivery WHERE administration = \(administration)
      AND state IN ('intended', 'in-doubt')), (SELECT max(id) FROM delivery), 0)
      """
    ) { try $0.int64(0) } ?? 0
  }

  package func lastEntry() throws -> Int64 {
    try connection.first("SELECT coalesce(max(id), 0) FROM entry") { try $0.int64(0) } ?? 0
  }

  /// Files behind this number up to the first that is not settled yet.
  package func settledFiles(of administration: String, after id: Int64) throws -> [SettledFile] {
    let open = try connection.first(
      """
      SELECT min(id) FROM file WHERE administration = \(administration) AND state IN ('received', 'entering')
      """
    ) { try $0.int64IfAny(0) }
    let ids = try connection.rows(
      """
      SELECT f.id, coalesce(e.phase, 3) FROM file f LEFT JOIN event e ON e.seq = f.event
      WHERE +f.administration = \(administration) AND f.id > \(id) AND f.id < \((open ?? nil) ?? .max) ORDER BY f.id
      """
    ) { try (id: $0.int64(0), isPosted: $0.int64(1) == 3) }
    return try ids.compactMap { settled in
      try file(settled.id).map { SettledFile(file: $0, isPosted: settled.isPosted) }
    }
  }

  /// Entries of ours behind this number, by the file that they followed from; under 0 those that followed from a
  /// decision or a mapping.
  package func entryCounts(after id: Int64) throws -> [Int64: Int] {
    let counts = try connection.rows(
      """
      SELECT CASE e.kind WHEN 'file' THEN e.subject ELSE 0 END, count(*) FROM entry n JOIN event e ON e.seq = n.event
      WHERE n.id > \(id) AND n.booker = 'gateway' GROUP BY 1
      """
    ) { try ($0.int64(0), $0.int(1)) }
    return Dictionary(uniqueKeysWithValues: counts)
  }

  /// Batches behind this number up to the first that has no answer yet.
  package func settledDeliveries(of administration: String, after id: Int64) throws -> [SettledDelivery] {
    try connection.rows(
      """
      SELECT id, name, destination, entries, state = 'refused', detail FROM delivery
      WHERE +administration = \(administration) AND id > \(id) AND id < coalesce((SELECT min(id) FROM delivery
      WHERE administration = \(administration) AND state IN ('intended', 'in-doubt')), \(Int64.max)) ORDER BY id
      """
    ) { row in
      try SettledDelivery(
        id: row.int64(0), name: row.text(1), destination: row.text(2), entries: row.int64(3),
        isRefused: row.bool(4), detail: row.text(5))
    }
  }
}
