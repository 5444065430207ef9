import Accounting
import Storybook
import Testing

struct VolumeTests {
  private struct Care: Hashable {
    var client: String
    var service: String
    var from: CalendarDate
    var until: CalendarDate
  }

  private static func volume(_ lines: Int, seed: UInt64 = 7, shuffled: Bool = false) -> Volume {
    var volume = Volume()
    (volume.lines, volume.seed, volume.shuffled) = (lines, seed, shuffled)
    return volume
  }

  @Test func `the same seed gives the same bytes, another seed others`() {
    let volume = Self.volume(600)
    #expect(AW319Writer.bytes(volume.declaration(1)) == AW319Writer.bytes(volume.declaration(1)))
    #expect(
      AW319Writer.bytes(volume.declaration(1)) != AW319Writer.bytes(Self.volume(600, seed: 8).declaration(1)))
  }

  @Test func `the last declaration holds what is left`() {
    let volume = Self.volume(650)
    #expect(volume.declarations == 3)
    #expect((0..<3).map { volume.declaration($0).lines.count } == [300, 300, 50])
  }

  @Test func `no care is declared twice, for that would look like declaring it again`() {
    let volume = Self.volume(60_000)
    let invoiced = volume.declaration(0).date
    var seen: Set<Care> = []
    for index in 0..<volume.declarations {
      for line in volume.declaration(index).lines {
        seen.insert(Care(client: line.client, service: line.service, from: line.from, until: line.until))
      }
    }
    #expect(seen.count == 60_000)
    #expect(seen.allSatisfy { $0.from <= $0.until && $0.until <= invoiced })
  }

  @Test func `care stays unique where a year of days is used up`() {
    let volume = Self.volume(2_300_000)
    let edge = 365 * 183 * 33 / Volume.linesPerDeclaration
    var seen: Set<Care> = []
    for index in edge - 5...edge + 5 {
      for line in volume.declaration(index).lines {
        seen.insert(Care(client: line.client, service: line.service, from: line.from, until: line.until))
      }
    }
    #expect(seen.count == 11 * Volume.linesPerDeclaration)
  }

  @Test func `one line in ten is listed, half of them reduced and half rejected`() {
    let volume = Self.volume(3_000)
    for index in 0..<volume.declarations {
      let declaration = volume.declaration(index)
      let answer = volume.answer(to: declaration, index)
      #expect(answer.answers.count == 30)
      #expect(answer.answers.values.count(where: { $0.codes == ["0551"] && $0.awarded.isZero }) == 15)
      for line in declaration.lines {
        guard let remark = answer.answers[line.reference] else { continue }
        #expect(remark.awarded.minorUnits >= 0 && remark.awarded.minorUnits < line.claimed.minorUnits)
      }
      #expect(volume.receipt(index, of: index, awarded: answer.awarded).amount == answer.awarded)
    }
  }

  @Test func `shuffling changes the order and nothing that is declared`() {
    let (plain, shuffled) = (Self.volume(30_000), Self.volume(30_000, shuffled: true))
    #expect(plain.order() == Array(0..<100))
    #expect(shuffled.order() != plain.order())
    #expect(shuffled.order().sorted() == plain.order())
    #expect(Set(shuffled.declaration(3).lines) == Set(plain.declaration(3).lines))
    #expect(shuffled.declaration(3).lines != plain.declaration(3).lines)
  }
}
