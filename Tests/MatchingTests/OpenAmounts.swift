import Storybook

/// Kinds of lists of open amounts, each hard in its own way.
enum OpenAmounts: String, CaseIterable {
  case scattered, tariffs, equal, opposites, consecutive, powers, huge, takebacksOnly

  /// Signed cents, none of them nothing.
  func list(_ count: Int, _ random: inout SplitMix64) -> [Int64] {
    (0..<count).map { place in
      let small = Int64(random.number(below: 9) + 1)
      let isTakeback = random.number(below: 4) == 0
      switch self {
      case .scattered: return Int64(random.number(below: 2_000_000) + 1) * (isTakeback ? -1 : 1)
      case .tariffs: return [1250, 4815, 9630, -1250, 6165][random.number(below: 5)]
      case .equal: return 12_000
      case .opposites: return (place % 2 == 0 ? 1 : -1) * Int64(place / 2 + 1) * 400
      case .consecutive: return Int64(place + 1) * (isTakeback ? -1 : 1)
      case .powers: return 1 << Int64(place % 30) * (isTakeback ? -1 : 1)
      case .huge: return (10_000_000_000_000 - small) * (isTakeback ? -1 : 1)
      case .takebacksOnly: return -small
      }
    }
  }

  /// Amounts that some set gives, that just none may, and the ends.
  static func asked(of list: [Int64], _ random: inout SplitMix64) -> [Int64] {
    let some = list.filter { _ in random.number(below: 2) == 0 }.reduce(0, +)
    let few = list.filter { _ in random.number(below: 5) == 0 }.reduce(0, +)
    return [some, few, some + 1, few - 1, 0, list.reduce(0, +), list.filter { $0 > 0 }.reduce(0, +) + 1]
  }
}
