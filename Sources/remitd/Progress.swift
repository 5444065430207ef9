import Glibc

/// A bar on a terminal, nothing elsewhere.
struct Progress {
  private let whole: Int
  private let what: String
  private let isShown = isatty(STDERR_FILENO) != 0
  private var shown = -1

  init(of whole: Int, _ what: String) {
    self.whole = whole
    self.what = what
  }

  mutating func reached(_ part: Int, _ errors: inout Output) {
    guard isShown, whole > 1 else { return }
    let percent = part * 100 / whole
    guard percent != shown else { return }
    shown = percent
    let bar = String(repeating: "█", count: percent / 4) + String(repeating: "░", count: 25 - percent / 4)
    errors.writeVerbatim("\r\(bar) \(part) of \(whole) \(what)")
    errors.flush()
  }

  func finish(_ errors: inout Output) {
    guard shown >= 0 else { return }
    errors.writeVerbatim("\r\u{1B}[K")
    errors.flush()
  }
}
