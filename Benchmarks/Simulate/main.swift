import Foundation
import PayerSimulator
import Simulation

// remitd-simulate SEEDS [FIRST]: lives through as many worlds of twelve months as there are seeds, and says what was
// posted without a person, and how much of that was wrong.

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let seeds = arguments.first ?? 100
let first = arguments.dropFirst().first ?? 1

var whole = Tally()
var faults: [String] = []
var lost = 0
var refused = 0
for seed in first..<first + seeds {
  do {
    let run = try SimulatedRun(SimulatedWorld.play(seed: UInt64(seed)))
    try run.live()
    faults += try run.faults().map { "seed \(seed): \($0)" }
    refused += run.refusals.count
    let tally = try run.tally()
    lost += run.world.truth.receipts.count - tally.all.posted - tally.all.left
    for wrong in tally.wrongs { FileHandle.standardError.write(Data("seed \(seed): \(wrong)\n".utf8)) }
    if CommandLine.arguments.contains("--left") {
      for left in tally.lefts { FileHandle.standardError.write(Data("seed \(seed): left \(left)\n".utf8)) }
    }
    whole.add(tally)
  } catch {
    faults.append("seed \(seed): \(error)")
  }
}
for fault in faults.prefix(50) { FileHandle.standardError.write(Data((fault + "\n").utf8)) }

func table(_ title: String, _ counts: [String: Tally.Count]) {
  print(title.padding(toLength: 24, withPad: " ", startingAt: 0) + "   posted    wrong     left")
  for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
    let figures = [count.posted, count.wrong, count.left].map { figure in
      String(repeating: " ", count: max(0, 9 - "\(figure)".count)) + "\(figure)"
    }
    print("  " + name.padding(toLength: 22, withPad: " ", startingAt: 0) + figures.joined())
  }
}

table("class", whole.byClass)
table("payer habit", whole.byHabit)
table("what was said", whole.byNaming)
if !whole.causes.isEmpty {
  print("left though its parts are named")
  for (cause, count) in whole.causes.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
    print("  \(count)  \(cause)")
  }
}
let named = whole.naming.posted + whole.naming.left
let share = named == 0 ? 0 : Double(whole.naming.posted) / Double(named)
print(
  "{\"seeds\":\(seeds),\"receipts\":\(whole.all.posted + whole.all.left),\"posted_automatically\":\(whole.all.posted),"
    + "\"wrong_automatic\":\(whole.all.wrong),\"wrong_blind\":\(whole.byClass["D"]?.wrong ?? 0),"
    + "\"named_posted_share\":\(String(format: "%.4f", share)),\"lost\":\(lost),\"doubled\":\(whole.doubled),\"refused_decisions\":\(refused),\"faults\":\(faults.count)}"
)
exit(faults.isEmpty ? 0 : 1)
