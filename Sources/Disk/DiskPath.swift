/// Where something lies. Bytes, because a name on disk need not be text.
package struct DiskPath: Sendable, Hashable {
  package let bytes: [UInt8]

  package init(_ text: String) { bytes = Array(text.utf8) }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  package static func / (folder: DiskPath, name: FileName) -> DiskPath {
    DiskPath(bytes: folder.bytes + (folder.bytes.last == 47 ? [] : [47]) + name.bytes)
  }

  package static func / (folder: DiskPath, name: StaticString) -> DiskPath {
    guard let name = FileName("\(name)") else { preconditionFailure("a name in a source file is a name") }
    return folder / name
  }

  /// The folder it lies in: `.` for a bare name.
  package var folder: DiskPath {
    let trimmed = bytes.reversed().drop { $0 == 47 }
    guard let slash = trimmed.firstIndex(of: 47) else { return DiskPath(".") }
    let parent = Array(trimmed[slash...].drop { $0 == 47 }.reversed())
    return parent.isEmpty ? DiskPath("/") : DiskPath(bytes: parent)
  }

  /// Its last part; nothing for `/` and the like.
  package var name: FileName? {
    let trimmed = bytes.reversed().drop { $0 == 47 }
    return FileName(bytes: Array(trimmed.prefix { $0 != 47 }.reversed()))
  }

  package var display: String { FileName.display(bytes, longest: 300) }

  /// For one call into C. NUL cannot stand in a path: the kernel would see a shorter one.
  func withCString<R>(_ body: (UnsafePointer<CChar>) -> R) -> R {
    precondition(!bytes.contains(0), "a path holds no NUL")
    return (bytes + [0]).withUnsafeBufferPointer { text in
      text.withMemoryRebound(to: CChar.self) { body($0.baseAddress!) }
    }
  }
}

extension DiskPath: CustomStringConvertible {
  package var description: String { display }
}
