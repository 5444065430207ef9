import Accounting
import Findings
import Foundation
import Mapping
import Posting
import Testing

/// A good mapping with some key, value or cell changed as hands, spreadsheets and worse change them: findings, or a
/// mapping whose entries balance; never a crash, never a long wait.
///
/// `REMITD_MUTATIONS=100000` tries as many; `REMITD_SEED=7` begins elsewhere.
struct SeededMutationTests {
  private static func number(_ name: String, otherwise: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? otherwise
  }

  private static let templates: [(name: String, template: Template)] = {
    let folder = BrokenMappingTests.rooms.deletingLastPathComponent().appending(path: "mappings")
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        .filter { FileManager.default.fileExists(atPath: folder.appending(path: "\($0)/mapping.yaml").path) }
        .map { ($0, Template(folder: folder.appending(path: $0))) }
    } catch {
      Issue.record("\(folder.path) cannot be read: \(error)")
      return []
    }
  }()

  @Test func `a mapping that is changed anywhere is refused or still balances`() throws {
    #expect(!Self.templates.isEmpty)
    let count = Self.number("REMITD_MUTATIONS", otherwise: 1_500)
    var dice = Dice(seed: UInt64(Self.number("REMITD_SEED", otherwise: 1)))
    for (name, template) in Self.templates {
      let examples = try template.checked().examples
      let whole = template.files.filter { $0.key != "remitd.yaml" && $0.key != "README.md" }
        .mapValues { Array($0.utf8) }
      let names = whole.keys.sorted()
      var accepted = 0
      var played = 0
      for number in 0..<count {
        var files = whole
        let file = dice.one(of: names)
        files[file] = Self.mutant(of: files[file] ?? [], &dice)
        let start = ContinuousClock.now
        let (mapping, findings) = Mapping.read(
          files[Template.yaml] ?? [], file: Template.yaml, digest: "", tables: files)
        let context = "\(name), \(file), mutant \(number)"
        #expect(ContinuousClock.now - start < .seconds(20), "\(context)")
        #expect((mapping == nil) == findings.hasErrors, "\(context)")
        for finding in findings.kept {
          #expect(
            visible(finding.description).utf8.count < 4_096,
            "\(context): \(finding.rule) \(finding.position.file.utf8.count)")
        }
        guard let mapping else { continue }
        accepted += 1
        for example in examples + mapping.examples {
          guard let standing = ExampleRun.played(example, under: mapping) else { continue }
          played += 1
          for booker in standing.bookers {
            let own = standing.of(booker)
            #expect(own.amounts.values.reduce(0, +) == 0, "\(context): \(example.title)")
            let postings = EntryDraft.postings(of: own, in: .eur)
            guard !postings.isEmpty else { continue }
            _ = try JournalEntry(on: CalendarDate(dayNumber: 20_000), "x", postings)
          }
        }
      }
      // Neither all good nor all bad: then nothing was tried.
      #expect(accepted > count / 50 && accepted < count * 9 / 10, "\(accepted) of \(count)")
      #expect(played > accepted)
    }
  }

  /// One change to one of the pieces between separators.
  private static func mutant(of bytes: [UInt8], _ dice: inout Dice) -> [UInt8] {
    let breaks: Set<UInt8> = [0x0A, 0x2C, 0x20, 0x3A, 0x22, 0x7B, 0x7D, 0x5B, 0x5D]
    var pieces: [Range<Int>] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where breaks.contains(byte) {
      if index > start { pieces.append(start..<index) }
      start = index + 1
    }
    guard let piece = pieces.isEmpty ? nil : dice.one(of: pieces) else { return bytes }
    var changed = bytes
    let old = Array(bytes[piece])
    switch dice.below(9) {
    case 0: changed.removeSubrange(piece)
    case 1: changed.replaceSubrange(piece, with: old + old)
    case 2: changed.replaceSubrange(piece, with: Array(bytes[dice.one(of: pieces)]))
    case 3:
      var letters = old
      letters[dice.below(letters.count)] = UInt8(33 + dice.below(94))
      changed.replaceSubrange(piece, with: letters)
    case 4:
      let other = dice.one(of: pieces)
      let (first, second) = piece.lowerBound < other.lowerBound ? (piece, other) : (other, piece)
      changed.replaceSubrange(second, with: Array(bytes[first]))
      changed.replaceSubrange(first, with: Array(bytes[second]))
    case 5:
      changed.replaceSubrange(piece, with: Array(repeating: dice.one(of: old), count: 1 << dice.below(17)))
    case 6: changed.replaceSubrange(piece, with: (0..<dice.below(12)).map { _ in UInt8(dice.below(256)) })
    case 7: changed.replaceSubrange(piece, with: Array(dice.one(of: MutationTests.junk).utf8))
    default:
      // A whole line twice, elsewhere, or gone.
      var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
      let line = dice.below(lines.count)
      let kept = dice.below(2) == 0 ? lines[line] : lines.remove(at: line)
      lines.insert(kept, at: dice.below(lines.count + 1))
      if dice.below(3) == 0 { lines.remove(at: dice.below(lines.count)) }
      changed = Array(lines.joined(separator: [0x0A]))
    }
    return changed
  }

  /// SplitMix64 (Steele, Lea, Flood 2014): the same for the same seed, everywhere.
  private struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ limit: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
    }

    mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }
  }
}
