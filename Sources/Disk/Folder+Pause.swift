import Glibc

extension Folder {
  /// Lets time pass while somebody else works on the same folder.
  package static func pause(_ time: Duration) {
    let (seconds, attoseconds) = time.components
    var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    // A signal cuts it short: whoever waits looks again anyway.
    nanosleep(&time, nil)
  }
}
