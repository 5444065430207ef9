import Glibc
import Matching
import Storybook

// The hardest that is counted: 40 items, all different and all equal, of which half make the payment. Prints the
// milliseconds of processor time of the slowest.

func milliseconds(_ amounts: [Int64], _ amount: Int64) -> Int {
  let start = clock()
  let finding = CombinationSearch(amounts: amounts).find(amount, isStopping: { false })
  precondition(finding != .none, "half of the items give the amount")
  return (clock() - start) * 1000 / Int(CLOCKS_PER_SEC)
}

var random = SplitMix64(seed: 1)
let count = CombinationSearch.mostCounted
let lists = [
  (0..<count).map { _ in Int64(random.number(below: 10_000_000_000)) + 1 },
  (0..<count).map { _ in Int64(random.number(below: 10_000_000)) - 5_000_000 }.map { $0 == 0 ? 1 : $0 },
  (0..<count).map { Int64(1) << Int64($0) },
  (0..<count).map { place in (Int64(1) << Int64(place / 2)) * (place % 2 == 0 ? 1 : -1) },
  [Int64](repeating: 12_000, count: count),
]
let slowest = lists.map { amounts in
  milliseconds(amounts, stride(from: 0, to: count, by: 2).reduce(0) { $0 + amounts[$1] })
}
print(slowest.max() ?? 0)
