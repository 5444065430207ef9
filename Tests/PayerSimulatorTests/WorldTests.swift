import PayerSimulator
import Testing

struct WorldTests {
  @Test func `the same seed gives the same bytes, another seed others`() {
    let first = SimulatedWorld.play(seed: 7, months: 4)
    let again = SimulatedWorld.play(seed: 7, months: 4)
    let other = SimulatedWorld.play(seed: 8, months: 4)
    #expect(first.workspace == again.workspace)
    #expect(first.events.flatMap(\.files) == again.events.flatMap(\.files))
    #expect(first.events.map(\.day) == again.events.map(\.day))
    #expect(first.truth.receipts.map(\.parts) == again.truth.receipts.map(\.parts))
    #expect(first.events.flatMap(\.files) != other.events.flatMap(\.files))
  }

  @Test
  func `a seed keeps its bytes from one version of the simulator to the next, or this number is changed`() {
    let world = SimulatedWorld.play(seed: 1, months: 3)
    var sum: UInt64 = 0xCBF2_9CE4_8422_2325
    for file in world.workspace + world.events.flatMap(\.files) {
      for byte in Array(file.name.utf8) + file.bytes { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    #expect(sum == 7_921_920_599_933_018_653)
  }

  @Test func `four seeds that follow each other show every habit`() {
    for first in 0..<23 {
      let habits = Worlds.all[first..<first + 4].flatMap { $0.payers.map(\.habit) }
      #expect(Set(habits) == Set(PayerHabit.allCases), "seeds from \(first)")
    }
    for world in Worlds.all { #expect((4...7).contains(world.payers.count)) }
  }

  @Test func `whatever payers may do is done`() {
    let receipts = Worlds.all.flatMap(\.truth.receipts)
    let takebacks = Worlds.all.flatMap(\.truth.takebacks)
    #expect(Set(receipts.map(\.naming)) == Set(Naming.allCases))
    #expect(Set(receipts.flatMap(\.parts).map(\.kind)) == Set(PartKind.allCases))
    #expect(Set(takebacks.map(\.channel)) == Set(TrueTakeback.Channel.allCases))
    #expect(
      Set(Worlds.all.flatMap(\.events).map(\.kind)) == Set(SimulatedEvent.Kind.allCases))
    #expect(Set(Worlds.all.flatMap(\.payers).map(\.answer)) == Set(AnswerForm.allCases))
    let silent = Worlds.all.flatMap(\.payers).filter { $0.habit == .namesNothing }
    #expect(Set(silent.map(\.isBlind)) == [true, false])
    for isLate in [true, false] {
      #expect(
        receipts.contains { receipt in
          receipt.specification.map { ($0.arrives > receipt.day) == isLate } ?? false
        })
    }
    #expect(receipts.contains { $0.cents == 0 && $0.bankReference == nil })
    #expect(takebacks.contains { $0.recoveries.count > 2 })
    #expect(takebacks.contains { $0.withdrawn != nil && $0.recovered > 0 })
    #expect(takebacks.contains { $0.channel == .unannounced && $0.isExpressedByReturn })
    #expect(takebacks.contains { $0.channel == .unannounced && $0.announced == nil })
    let settled = receipts.filter { $0.parts.contains { $0.kind == .settlement } }.map(\.cents)
    #expect(settled.contains { $0 > 0 } && settled.contains { $0 < 0 })
    let fields = receipts.map(\.text.count)
    #expect(fields.contains(0) && fields.contains(2))
  }

  @Test func `equal amounts are the rule`() {
    var twins = 0
    for world in Worlds.all {
      for payer in world.payers {
        let claims = world.truth.declarations.filter { $0.payer == payer.code }.map(\.claimed)
        if Set(claims).count < claims.count { twins += 1 }
      }
    }
    #expect(twins > Worlds.all.flatMap(\.payers).count * 9 / 10)
    #expect(
      Worlds.all.contains { world in
        let open = world.truth.openTakebacks(on: world.lastDay).map(\.open)
        return Set(open).count < open.count
      })
  }
}
