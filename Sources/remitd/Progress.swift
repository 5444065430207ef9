import Glibc

/// A bar on a terminal, or a line where nobody knows how much is left; nothing elsewhere.
struct Progress {
  private let whole: Int
  private let what: String
  private let isShown: Bool
  private var shown = -1

  init(of whole: Int, _ what: String, isShown: Bool = isatty(STDERR_FILENO) != 0) {
    self.whole = whole
    self.what = what
    self.isShown = isShown
  }

  mutating func reached(_ part: Int, _ errors: inout Output) {
    guard isShown, whole > 1 else { return }
    let percent = part * 100 / whole
    guard percent != shown else { return }
    shown = percent
    let bar = String(repeating: "█", count: percent / 4) + String(repeating: "░", count: 25 - percent / 4)
    errors.writeVerbatim("\r\u{1B}[K\(bar) \(part) of \(whole) \(what)")
    errors.flush()
  }

  mutating func say(_ line: String, _ errors: inout Output) {
    guard isShown else { return }
    shown = 0
    errors.writeVerbatim("\r\u{1B}[K\(line)")
    errors.flush()
  }

  func finish(_ errors: inout Output) {
    guard shown >= 0 else { return }
    errors.writeVerbatim("\r\u{1B}[K")
    errors.flush()
  }
}
