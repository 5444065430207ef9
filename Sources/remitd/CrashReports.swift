import Glibc

/// What the program says of itself where it ends by a mistake of ours.
enum CrashReports {
  /// Swift's runtime prints registers and memory of a program that crashes, in release builds too, unless the
  /// environment forbids it: names and numbers of clients would end up in the journal of the system. It does so from
  /// handlers that it sets before `main`; without them the sentence of the mistake remains, and the signal.
  static func silence() {
    for number in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] { signal(number, SIG_DFL) }
  }
}
