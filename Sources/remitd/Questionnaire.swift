import Findings
import Glibc
import Mapping

/// Asks a person on a terminal, one question after the other. Enter keeps what stands in brackets.
struct Questionnaire {
  /// The next line that was typed; nothing when the person has gone.
  var nextLine: () -> String?
  var errors: Output

  /// Whether somebody is there to be asked.
  static var isPossible: Bool { isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0 }

  /// - Parameters:
  ///   - why: one sentence on what depends on the answer.
  ///   - check: what the answer means; what it throws is told, and the question asked again.
  mutating func ask<Answer>(
    _ question: String, _ why: String, keeping known: String, check: (String) throws(WrongUse) -> Answer
  ) throws(WrongUse) -> Answer? {
    errors.write("\n\(why)\n")
    while true {
      errors.write("\(question) [\(known)]: ")
      errors.flush()
      guard let line = nextLine() else {
        throw WrongUse("the questions were not answered to the end", remedy: "nothing was made; run it again")
      }
      let typed = line.drop { $0 == " " }
      let answer = String(
        typed[..<(typed.lastIndex { $0 != " " }.map(typed.index(after:)) ?? typed.startIndex)])
      guard !answer.isEmpty, answer != known else { return nil }
      do throws(WrongUse) {
        return try check(answer)
      } catch {
        let language = Language.ofReader
        errors.write("  \(language.sentence(error.message)): \(language.sentence(error.remedy))\n")
      }
    }
  }

  mutating func choose<Choice: RawRepresentable<String> & CaseIterable>(
    _ question: String, _ why: String, keeping known: Choice
  ) throws(WrongUse) -> Choice? {
    let names = Choice.allCases.map(\.rawValue)
    return try ask("\(question) (\(names.joined(separator: ", ")))", why, keeping: known.rawValue) {
      text throws(WrongUse) in
      guard let choice = Choice(rawValue: text) else { throw .unknown("answer", text, among: names) }
      return choice
    }
  }
}
