package import Accounting
package import Findings
import SQLite

extension Books {
  /// What was found in a file when it was read.
  package func findings(ofFile id: Int64) throws -> [Finding] {
    try connection.rows(
      """
      SELECT j.value ->> 'rule', j.value ->> 'severity', j.value ->> 'file', j.value ->> 'line',
      j.value ->> 'column', j.value ->> 'byte', j.value ->> 'message', j.value ->> 'remedy'
      FROM file f, json_each(f.findings) j WHERE f.id = \(id) ORDER BY j.key
      """
    ) { row in
      try Finding(
        row.text(0), row.choice(1),
        at: Position(
          file: row.text(2), line: row.intIfAny(3), column: row.intIfAny(4), byte: row.intIfAny(5)),
        row.text(6), remedy: row.text(7))
    }
  }

  package func name(ofFile id: Int64) throws -> String? {
    try connection.first("SELECT name FROM file WHERE id = \(id)") { try $0.text(0) }
  }

  /// How many files are in each state, and when the last one came.
  package func fileCounts(of administration: String) throws -> [(
    state: String, count: Int64, last: CalendarDate
  )] {
    try connection.rows(
      """
      SELECT state, count(*), max(received_on) FROM file WHERE administration = \(administration)
      GROUP BY state ORDER BY state
      """
    ) { try ($0.text(0), $0.int64(1), $0.day(2)) }
  }
}
