import Accounting
import Books
import Foundation
import Pipeline
import SQLite
import Storybook
import Testing

/// Payers list exceptions alone, and silence means yes only where the payer's own totals prove it (DESIGN.md section 4):
/// held over a volume in which every declaration loses something of its return.
///
/// `REMITD_SILENCE_LINES=1000000` makes the volume larger, `REMITD_SEED` another one.
struct SilenceLawTests {
  private static func volume(_ form: Volume.Form) -> Volume {
    let environment = ProcessInfo.processInfo.environment
    var volume = Volume()
    volume.form = form
    volume.lines = environment["REMITD_SILENCE_LINES"].flatMap { Int($0) } ?? 20_000
    volume.seed = environment["REMITD_SEED"].flatMap { UInt64($0) } ?? 1
    return volume
  }

  /// What is posted on each declaration: accounts, items and cents.
  private typealias Posted = [String: Set<String>]

  private static func posted(_ trial: TrialWorkspace) throws -> Posted {
    let spots = try trial.ask(
      """
      SELECT d.number, s.booker || ' ' || s.role || ' ' || s.account || ' ' || s.cost_centre || ' ' || s.item || ' '
      || s.amount FROM standing s JOIN declaration d ON d.id = s.subject WHERE s.kind = 0 AND s.amount <> 0
      """
    ) { try ($0.text(0), $0.text(1)) }
    return spots.reduce(into: [:]) { $0[$1.0, default: []].insert($1.1) }
  }

  private static func declared(_ volume: Volume) throws -> TrialWorkspace {
    let trial = try TrialWorkspace(today: "2027-02-01")
    for index in 0..<volume.declarations {
      let declaration = volume.declaration(index)
      let bytes =
        volume.form == .ei ? AW319Writer.bytes(declaration) : CanonicalWriter.declarations([declaration])
      #expect(try trial.take("declaration-\(index)", bytes).state == .accepted)
    }
    return trial
  }

  private static func bytes(of answer: StoryReturn, _ form: Volume.Form) -> [UInt8] {
    form == .ei ? AW320Writer.bytes(answer) : CanonicalWriter.awards([answer])
  }

  /// The same answer with every line that it is silent about listed as granted.
  private static func full(_ answer: StoryReturn) -> StoryReturn {
    var answer = answer
    for line in answer.declaration.lines where answer.answers[line.reference] == nil {
      answer.answers[line.reference] = StoryAnswer(line.claimed, "0200")
    }
    return answer
  }

  @Test(arguments: [Volume.Form.ei, .csv])
  func `exceptions alone give the journal that full answers give`(form: Volume.Form) throws {
    let volume = Self.volume(form)
    let (silent, full) = (try Self.declared(volume), try Self.declared(volume))
    for index in 0..<volume.declarations {
      let answer = volume.answer(to: volume.declaration(index), index)
      let listed = Self.full(answer)
      #expect(answer.answers.count * 5 < listed.answers.count, "most lines are not listed")
      #expect(try silent.take("answer-\(index)", Self.bytes(of: answer, form)).state == .accepted)
      #expect(try full.take("answer-\(index)", Self.bytes(of: listed, form)).state == .accepted)
    }
    let entries = try silent.entries()
    #expect(entries.count >= 2 * volume.declarations)
    #expect(try entries == full.entries())
    #expect(try silent.endState() == full.endState())
  }

  @Test(arguments: [Volume.Form.ei, .csv])
  func `a return that lost something proves nothing, or the same awards`(form: Volume.Form) throws {
    let volume = Self.volume(form)
    let (right, losing) = (try Self.declared(volume), try Self.declared(volume))
    let before = try Self.posted(losing)
    var losses: [String: Loss] = [:]
    var listed: [String: Int64] = [:]
    for index in 0..<volume.declarations {
      let answer = volume.answer(to: volume.declaration(index), index)
      try right.take("answer-\(index)", Self.bytes(of: answer, form))
      let all = Loss.all(of: form)
      let loss = all[index % all.count]
      losses[volume.number(of: index)] = loss
      listed[volume.number(of: index)] = answer.answers.values.reduce(0) { $0 + $1.awarded.minorUnits }
      var numbers = SplitMix64(seed: volume.seed &* 7919 &+ UInt64(index))
      try losing.take("answer-\(index)", LossyReturn(answer, form).bytes(without: loss, &numbers))
    }
    let (after, proven) = (try Self.posted(losing), try Self.posted(right))
    let totals = try losing.ask(
      "SELECT d.number, a.total, a.complete FROM award_total a JOIN declaration d ON d.id = a.declaration"
    ) { try ($0.text(0), $0.int64(1), $0.bool(2)) }
    for (number, loss) in losses {
      #expect(before[number] != proven[number])
      let total = totals.first { $0.0 == number }
      switch loss {
      case .exception, .exceptionWithCounts, .claimedTotal, .awardedTotal, .oneTotal, .trailer:
        #expect(after[number] == before[number], "\(number) without \(loss)")
        #expect(total == nil, "\(number) without \(loss)")
      case .totals:
        #expect(total?.1 == listed[number] && total?.2 == false, "\(number) without \(loss)")
      case .lastBytes:
        #expect(
          after[number] == before[number] || after[number] == proven[number], "\(number) without \(loss)")
      }
    }
    #expect(try losing.books.contradictions(in: "de-linde") == [])
  }
}

/// What a return loses on its way.
enum Loss: Sendable {
  /// One line that is not granted in full; with the counts of the trailer brought in line, or without.
  case exception, exceptionWithCounts
  /// A digit of a total: on all rows of a table, or on one.
  case claimedTotal, awardedTotal, oneTotal
  /// The closing record, or the totals of a table: then the listed lines alone are answered.
  case trailer, totals
  /// Some bytes of the last record.
  case lastBytes

  static func all(of form: Volume.Form) -> [Loss] {
    switch form {
    case .ei: [.exception, .exceptionWithCounts, .claimedTotal, .awardedTotal, .trailer, .lastBytes]
    case .csv: [.exception, .claimedTotal, .awardedTotal, .oneTotal, .totals, .lastBytes]
    }
  }
}

/// A return of a volume, and what is left of it.
struct LossyReturn {
  private let answer: StoryReturn
  private let form: Volume.Form

  init(_ answer: StoryReturn, _ form: Volume.Form) {
    self.answer = answer
    self.form = form
  }

  func bytes(without loss: Loss, _ numbers: inout SplitMix64) -> [UInt8] {
    form == .ei ? message(without: loss, &numbers) : table(without: loss, &numbers)
  }

  private func withoutOne(_ numbers: inout SplitMix64) -> StoryReturn {
    var answer = answer
    let listed = answer.answers.keys.sorted()
    answer.answers[listed[numbers.number(below: listed.count)]] = nil
    return answer
  }

  /// Another digit in the place of one of a number.
  private static func exchange(
    _ bytes: inout [UInt8], in places: Range<Int>, _ numbers: inout SplitMix64
  ) {
    let digits = places.filter { (48...57).contains(bytes[$0]) }
    let place = digits[numbers.number(below: digits.count)]
    bytes[place] = 48 + (bytes[place] - 48 + UInt8(1 + numbers.number(below: 9))) % 10
  }

  // MARK: AW320

  /// With CR and LF.
  private static let recordLength = 372
  /// Positions 34 to 43 and 46 to 55 of the closing record, without their signs.
  private static let (claimed, awarded) = (33..<43, 45..<55)

  private func message(without loss: Loss, _ numbers: inout SplitMix64) -> [UInt8] {
    var bytes = AW320Writer.bytes(answer)
    let trailer = bytes.count - Self.recordLength
    func places(_ field: Range<Int>) -> Range<Int> {
      field.lowerBound + trailer..<field.upperBound + trailer
    }
    switch loss {
    case .exception:
      return AW320Writer.bytes(withoutOne(&numbers)).dropLast(Self.recordLength) + bytes[trailer...]
    case .exceptionWithCounts:
      var fewer = AW320Writer.bytes(withoutOne(&numbers))
      let totals = bytes.suffix(Self.recordLength - Self.claimed.lowerBound)
      fewer.replaceSubrange((fewer.count - totals.count)..., with: totals)
      return fewer
    case .claimedTotal: Self.exchange(&bytes, in: places(Self.claimed), &numbers)
    case .awardedTotal: Self.exchange(&bytes, in: places(Self.awarded), &numbers)
    case .trailer: bytes.removeLast(Self.recordLength)
    case .lastBytes: bytes.removeLast(1 + numbers.number(below: Self.recordLength - 1))
    case .oneTotal, .totals: preconditionFailure("a message has its totals once")
    }
    return bytes
  }

  // MARK: Canonical

  private func table(without loss: Loss, _ numbers: inout SplitMix64) -> [UInt8] {
    var rows = CanonicalWriter.awards([answer]).split(separator: 0x0A).map(Array.init)
    switch loss {
    case .exception: rows.remove(at: 1 + numbers.number(below: rows.count - 1))
    case .claimedTotal, .awardedTotal, .oneTotal:
      let cell = loss == .awardedTotal ? 9 : 8
      let changed = 1 + numbers.number(below: rows.count - 1)
      let start = numbers
      for index in rows.indices.dropFirst() where loss != .oneTotal || index == changed {
        numbers = start
        let places = Self.places(of: cell, in: rows[index])
        Self.exchange(&rows[index], in: places, &numbers)
      }
    case .totals:
      for index in rows.indices.dropFirst() {
        rows[index].removeSubrange(Self.places(of: 8, in: rows[index]).lowerBound...)
        rows[index].append(0x2C)
      }
    case .lastBytes: rows[rows.count - 1].removeLast(numbers.number(below: rows[rows.count - 1].count))
    case .exceptionWithCounts, .trailer: preconditionFailure("a table counts nothing and has no trailer")
    }
    return Array(rows.joined(separator: [0x0A]))
  }

  private static func places(of cell: Int, in row: [UInt8]) -> Range<Int> {
    let commas = row.indices.filter { row[$0] == 0x2C }
    return commas[cell - 1] + 1..<(cell < commas.count ? commas[cell] : row.count)
  }
}
