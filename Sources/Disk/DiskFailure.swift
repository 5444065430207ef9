import Glibc

/// What the file system said when it could not do as asked.
package struct DiskFailure: Error, Sendable, Hashable {
  package enum Step: String, Sendable {
    case find, open, read, write, synchronise, rename, remove, list, lock, watch
    case makeFolder = "make the folder"
  }

  package enum Next: Sendable {
    /// It passes by itself: interrupted, too many open files, a network share that is away.
    case retryLater
    /// Disk full, no permission, damaged, not there: a person has to look.
    case askAnOperator
  }

  package let step: Step
  /// As it may be shown.
  package let path: String
  /// `errno`.
  package let code: Int32

  package init(_ step: Step, _ path: DiskPath, code: Int32) {
    self.step = step
    self.path = path.display
    self.code = code
  }

  package var next: Next {
    switch code {
    case EINTR, EAGAIN, EBUSY, EMFILE, ENFILE, ENOMEM, ESTALE, ETIMEDOUT, EHOSTDOWN, EHOSTUNREACH, ENETDOWN,
      ENETUNREACH:
      .retryLater
    default: .askAnOperator
    }
  }

  package var isAbsence: Bool { code == ENOENT }

  /// Whether the name that was given is at fault and not the disk: nothing lies there, or it may not be read. To try
  /// again helps only with another name.
  package var isOfName: Bool {
    switch code {
    case ENOENT, ENOTDIR, EISDIR, EACCES, EPERM, ELOOP, ENAMETOOLONG, ENXIO: true
    default: false
    }
  }
}

extension DiskFailure: CustomStringConvertible {
  package var description: String {
    "cannot \(step.rawValue) \(path): " + (strerror(code).map { String(cString: $0) } ?? "error \(code)")
  }
}

/// The one place where a result below zero becomes an error. `EINTR` is tried again, as POSIX wants.
@discardableResult
func check(
  _ step: DiskFailure.Step, _ path: DiskPath, _ call: () -> Int
) throws(DiskFailure) -> Int {
  while true {
    let result = call()
    guard result < 0 else { return result }
    let code = errno
    guard code == EINTR else { throw DiskFailure(step, path, code: code) }
  }
}
