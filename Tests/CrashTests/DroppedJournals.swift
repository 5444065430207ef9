import Crypto
import Foundation

/// What lies in a drop folder, as its reader finds it.
struct DroppedJournals {
  /// Every entry's reference, as often as it was dropped.
  private(set) var references: [String] = []
  /// What is not as a reader may rely on.
  private(set) var faults: [String] = []

  init(_ folder: URL) throws {
    guard FileManager.default.fileExists(atPath: folder.path) else { return }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    for name in names where name.hasSuffix(".journal") {
      let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
      let found = Self.references(in: String(decoding: bytes, as: UTF8.self))
      references += found
      guard names.contains(name + ".done") else {
        faults.append("\(name) has no .done")
        continue
      }
      let done = try String(contentsOf: folder.appending(path: name + ".done"), encoding: .utf8)
      if !done.contains("file: \(name)\nentries: \(found.count)\n")
        || !done.hasSuffix("sha256: \(SHA256.digest(bytes).hex)\n")
      {
        faults.append("\(name).done does not describe \(name)")
      }
      if !FileManager.default.fileExists(atPath: folder.appending(path: ".sent/\(name)").path) {
        faults.append("\(name) is not remembered")
      }
    }
    for name in names
    where name.hasSuffix(".part")
      || name.hasSuffix(".done")
        && !names.contains(
          String(name.dropLast(5)))
    {
      faults.append("\(name) is left over")
    }
  }

  /// Entries begin at the margin with their day: `2026-04-02 * (VRK-2026-000001) text`.
  private static func references(in journal: String) -> [String] {
    journal.split(separator: "\n").compactMap { line in
      guard line.first?.isNumber == true, let open = line.firstIndex(of: "("),
        let close = line[open...].firstIndex(of: ")")
      else { return nil }
      return String(line[line.index(after: open)..<close])
    }
  }

  var doubled: [String] {
    Dictionary(grouping: references, by: \.self).filter { $0.value.count > 1 }.keys.sorted()
  }

  /// Gaps in the numbers of each journal and year; reversals count with the entry they reverse.
  static func gaps(in references: some Sequence<String>) -> [String] {
    var numbers: [String: [Int]] = [:]
    for reference in references {
      let parts = reference.split(separator: "-")
      guard parts.count == 3, let number = Int(parts[2]) else { continue }
      numbers["\(parts[0])-\(parts[1])", default: []].append(number)
    }
    return numbers.flatMap { journal, numbers in
      Set(1...(numbers.max() ?? 1)).subtracting(numbers).sorted().map { "\(journal): \($0) is missing" }
    }.sorted()
  }
}
