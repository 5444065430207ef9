/// Chance from one seed: small, and the same on every machine and with every compiler.
struct SplitMix64: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Both ends count.
  mutating func between(_ first: Int, _ last: Int) -> Int {
    first + Int(next() % UInt64(last - first + 1))
  }

  mutating func chance(percent: Int) -> Bool { between(1, 100) <= percent }

  mutating func one<Element>(of elements: [Element]) -> Element {
    elements[between(0, elements.count - 1)]
  }

  mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var elements = elements
    for place in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(place, between(0, place))
    }
    return elements
  }
}
