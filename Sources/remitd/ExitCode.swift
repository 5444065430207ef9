/// How a command ends (CONTRACT.md section 2).
enum ExitCode: Int32, Sendable {
  case done = 0
  /// A file was quarantined, a setting or mapping is wrong, an entry was refused, re-derivation differs.
  case findings = 1
  case wrongUse = 2
  /// Disk, database or network did not do as asked.
  case outsideFailed = 3
}
