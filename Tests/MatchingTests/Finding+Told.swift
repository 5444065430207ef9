import Matching

extension CombinationSearch.Finding {
  /// All that it names.
  var sets: [[Int]] {
    switch self {
    case .none: []
    case .unique(let set): [set]
    case .several(_, let examples), .stopped(let examples): examples
    }
  }

  var isUnproven: Bool { if case .stopped(let examples) = self { examples.count < 2 } else { false } }

  /// With amounts in the place of places.
  func told(_ amounts: [Int64]) -> String {
    let sets = sets.map { $0.map { amounts[$0] }.sorted() }
    switch self {
    case .none: return "none"
    case .unique: return "unique \(sets)"
    case .several(let count, _): return "several \(count) \(sets)"
    case .stopped: return "stopped \(sets)"
    }
  }
}
