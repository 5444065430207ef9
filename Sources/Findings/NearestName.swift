/// The known name that a misspelt one most likely means: the nearest by edits (a swap of neighbours is one); nothing
/// if none is near. Of two that are equally near it is the first in the alphabet. A number with another digit in one place
/// is another number: of numbers only swapped, missing or doubled digits are slips.
/// - Parameter most: how many may lie between them, where names that differ much are still alike: codes, numbers.
package func nearestName(
  to name: String, among known: some Sequence<String>, within most: Int = .max
) -> String? {
  let typed = Array(name.plainForm.unicodeScalars.prefix(64))
  var best: (name: String, distance: Int)?
  for candidate in known {
    let letters = Array(candidate.plainForm.unicodeScalars.prefix(64))
    let distance = edits(typed, letters)
    // Beyond half of the letters the guess misleads.
    guard distance <= min(most, max(1, min(typed.count, candidate.count) / 2)) else { continue }
    if let best, (best.distance, best.name) <= (distance, candidate) { continue }
    guard distance == 0 || !isAnotherNumber(typed, letters, distance) else { continue }
    best = (candidate, distance)
  }
  return best?.name
}

private func isAnotherNumber(
  _ one: [Unicode.Scalar], _ other: [Unicode.Scalar], _ distance: Int
) -> Bool {
  let digits: ClosedRange<Unicode.Scalar> = "0"..."9"
  guard one.allSatisfy(digits.contains), other.allSatisfy(digits.contains) else { return false }
  guard one.count == other.count else { return distance > abs(one.count - other.count) }
  return one.sorted() != other.sorted()
}

/// How many edits lie between two texts (a swap of neighbours is one); nothing where they are more than `most`.
package func edits(between one: String, and other: String, atMost most: Int) -> Int? {
  guard abs(one.utf8.count - other.utf8.count) <= 4 * most else { return nil }
  let distance = edits(Array(one.unicodeScalars.prefix(64)), Array(other.unicodeScalars.prefix(64)))
  return distance <= most ? distance : nil
}

/// Optimal string alignment distance.
private func edits(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
  if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
  var before: [Int] = []
  var last = Array(0...right.count)
  for row in 1...left.count {
    var next = [row]
    for column in 1...right.count {
      let change = last[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1)
      var least = min(change, last[column] + 1, next[column - 1] + 1)
      if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
        least = min(least, before[column - 2] + 1)
      }
      next.append(least)
    }
    (before, last) = (last, next)
  }
  return last[right.count]
}

extension String {
  /// Case and the kind of separator are the mistakes that count least.
  fileprivate var plainForm: String {
    var plain = ""
    for scalar in lowercased().unicodeScalars where scalar != "-" && scalar != "_" && scalar != " " {
      plain.unicodeScalars.append(scalar)
    }
    return plain
  }
}
