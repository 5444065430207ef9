import Findings

/// The person who typed the command made a mistake; nothing was done.
struct WrongUse: Error, Equatable {
  var message: String
  var remedy: String

  init(_ message: String, remedy: String) {
    self.message = message
    self.remedy = remedy
  }

  /// A reference that names nothing in the books.
  static func nothing(_ what: String, called reference: String, listedBy lists: String) -> WrongUse {
    WrongUse(
      "no \(what) is called \(reference)", remedy: "write it exactly as \(lists) it")
  }

  /// A name that nobody knows, with the nearest one that is known.
  static func unknown(_ what: String, _ name: String, among known: [String]) -> WrongUse {
    let remedy =
      if let near = nearestName(to: name, among: known) {
        "did you mean \(near)?"
      } else {
        known.isEmpty ? "there is none" : "known are \(known.joined(separator: ", "))"
      }
    return WrongUse("there is no \(what) \(name)", remedy: remedy)
  }
}
