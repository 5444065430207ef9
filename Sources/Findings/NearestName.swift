extension String {
  /// The name that was most likely meant: the nearest by edits (a swap of neighbours is one), if it is near at all.
  func nearest(among names: some Sequence<String>) -> String? {
    let mine = Array(plainForm.unicodeScalars.prefix(64))
    var best: (name: String, distance: Int)?
    for name in names {
      let distance = Self.edits(mine, Array(name.plainForm.unicodeScalars.prefix(64)))
      guard distance <= Swift.max(1, Swift.min(mine.count, name.count) / 2) else { continue }
      if let found = best, (found.distance, found.name) <= (distance, name) { continue }
      best = (name, distance)
    }
    return best?.name
  }

  /// Case and the kind of separator are the mistakes that count least.
  private var plainForm: String {
    var plain = ""
    for scalar in lowercased().unicodeScalars where scalar != "-" && scalar != "_" && scalar != " " {
      plain.unicodeScalars.append(scalar)
    }
    return plain
  }

  /// Optimal string alignment distance.
  private static func edits(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    if left.isEmpty || right.isEmpty { return Swift.max(left.count, right.count) }
    var before: [Int] = []
    var last = Array(0...right.count)
    for row in 1...left.count {
      var next = [row]
      for column in 1...right.count {
        let change = last[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1)
        var least = Swift.min(change, last[column] + 1, next[column - 1] + 1)
        if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
          least = Swift.min(least, before[column - 2] + 1)
        }
        next.append(least)
      }
      (before, last) = (last, next)
    }
    return last[right.count]
  }
}
