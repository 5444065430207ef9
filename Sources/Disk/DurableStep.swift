/// The points at which a file that is made to last may be interrupted. After the last one a power cut takes
/// nothing back.
package enum DurableStep: String, Sendable, CaseIterable {
  /// All bytes are written under a name nobody reads.
  case temporaryWritten
  case fileSynced
  /// The file has its name.
  case renamed
  case directorySynced
}
