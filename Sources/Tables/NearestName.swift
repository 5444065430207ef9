/// The known name that a misspelt one most likely means; nothing if none is near.
package func nearestName(to name: String, among known: some Sequence<String>) -> String? {
  let typed = Array(name.lowercased().unicodeScalars.prefix(64))
  var best: (name: String, distance: Int)?
  for candidate in known {
    let distance = editDistance(typed, Array(candidate.lowercased().unicodeScalars.prefix(64)))
    // A third of the letters may differ: beyond that the guess misleads.
    guard distance <= max(1, max(typed.count, candidate.unicodeScalars.count) / 3) else { continue }
    if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
  }
  return best?.name
}

/// Levenshtein's distance.
private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
  var previous = Array(0...right.count)
  for (row, letter) in left.enumerated() {
    var current = [row + 1]
    for (column, other) in right.enumerated() {
      let replaced = previous[column] + (letter == other ? 0 : 1)
      current.append(min(replaced, min(previous[column + 1], current[column]) + 1))
    }
    previous = current
  }
  return previous[right.count]
}
