import PayerSimulator
import Simulation

// remitd-payer-account COUNT…: how long a payment takes, from the bank's file to its entry, beside so many open items of
// its payer; a line of JSON with the milliseconds of each class, and the outcome that shows that it was that class.

var members: [String] = []
for count in CommandLine.arguments.dropFirst().compactMap({ Int($0) }) {
  let run = try SimulatedRun(SimulatedWorld.play(seed: 4, months: 1))
  var account = PayerAccount(openItems: count)
  try run.take(account.opening)
  for question in account.questions() {
    let start = ContinuousClock.now
    try run.take(question.files)
    let taken = ContinuousClock.now - start
    let milliseconds = Double(taken.components.attoseconds) / 1e15 + Double(taken.components.seconds) * 1e3
    members.append("\"\(question.name)_\(count)_ms\":\((milliseconds * 10).rounded() / 10)")
    members.append("\"\(question.name)_\(count)\":\"\(try run.lastOutcome())\"")
  }
}
print("{\(members.joined(separator: ","))}")
