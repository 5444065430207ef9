/// Asks whether to stop, but not at every step: a clock costs more than a step does.
struct Pace {
  /// Steps of some nanoseconds each: about a tenth of a millisecond.
  static let stepsBetweenQuestions = 1 << 14

  private(set) var isOver = false
  private var steps = 0

  mutating func step(_ isStopping: () -> Bool) {
    steps += 1
    guard steps % Self.stepsBetweenQuestions == 0, !isOver else { return }
    isOver = isStopping()
  }
}
