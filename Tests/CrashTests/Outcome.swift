import Accounting
import Books
import Crypto
import Foundation

/// Everything that must be the same, however often a run was killed on the way.
struct Outcome {
  /// Balances, items, explanations.
  var end: EndState
  /// Name and state of every file that was ever taken in.
  var files: [String]
  var quarantine: [String]
  /// What contradicts itself, whatever it is compared with.
  var faults: [String] = []
  /// Entries that are not in the drop folder.
  var lost: [String]
  /// Entries that are there more than once.
  var doubled: [String]

  init(of installation: Installation) async throws {
    let id = Installation.administration
    let books = try installation.books()
    end = try books.endState(of: id)
    files = try books.files(of: id).map { "\($0.name) \($0.state.rawValue)" }.sorted()
    quarantine = try installation.names(in: "quarantine/\(id)")

    var ours: Set<String> = []
    try books.entries(of: id, includingExpected: false) { ours.insert($0.reference.text) }
    let drop = try DroppedJournals(installation.folder.appending(path: "drop/\(id)"))
    lost = ours.subtracting(drop.references).sorted()
    doubled = drop.doubled
    faults += drop.faults
    faults += Set(drop.references).subtracting(ours).sorted().map {
      "\($0) was dropped and is not in the books"
    }
    faults += DroppedJournals.gaps(in: ours)
    faults += try books.contradictions(in: id)
    faults += try installation.inbox.map { "\($0) is still in the inbox" }
    faults += try installation.names(in: "archive").filter { $0.hasPrefix(".") }
      .map { "\($0) is left over in the archive" }
    faults += try Self.undelivered(books, id)
    let verified = try await installation.answer(["verify"])
    if verified.end != .exited(0) { faults.append("verify ends with \(verified.end): \(verified.text)") }
  }

  private static func undelivered(_ books: Books, _ administration: String) throws -> [String] {
    try books.entryCounts(of: administration).filter { !["delivered", "expected"].contains($0.state) }
      .map { "\($0.count) entries are \($0.state)" }
  }

  /// What differs from the outcome of a run that nobody disturbed.
  /// - Parameter givenAgain: files were given once more after a crash, and may be listed once more.
  func difference(to undisturbed: Outcome, givenAgain: Bool) -> [String] {
    var difference = undisturbed.end.difference(to: end)
    difference += Set(undisturbed.files).subtracting(files).sorted().map { "- file \($0)" }
    let more = Dictionary(files.map { ($0, 1) }, uniquingKeysWith: +)
    let told = Dictionary(undisturbed.files.map { ($0, 1) }, uniquingKeysWith: +)
    for (file, count) in more.sorted(by: { $0.key < $1.key }) where count > told[file] ?? 0 {
      // Accepted is a file only once, however often it is given.
      if givenAgain, !file.hasSuffix(" accepted") { continue }
      difference.append("+ file \(file), \(count) times instead of \(told[file] ?? 0)")
    }
    if quarantine != undisturbed.quarantine {
      difference.append("quarantine holds \(quarantine), not \(undisturbed.quarantine)")
    }
    return difference
  }
}
