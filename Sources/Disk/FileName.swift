/// The name of a file as the kernel has it: bytes without `/` and NUL, not always text.
package struct FileName: Sendable, Hashable, Comparable {
  package let bytes: [UInt8]

  /// Nothing for no name at all, for `.` and `..`, and for bytes no name can have.
  package init?(bytes: [UInt8]) {
    guard !bytes.isEmpty, bytes != [46], bytes != [46, 46] else { return nil }
    guard !bytes.contains(0), !bytes.contains(47) else { return nil }
    self.bytes = bytes
  }

  package init?(_ text: String) { self.init(bytes: Array(text.utf8)) }

  package static func < (left: FileName, right: FileName) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  /// A name that belongs to somebody who is still writing: starts with a dot, or ends in `.part`, `.tmp`, `.filepart`.
  package var isUnfinished: Bool {
    bytes[0] == 46 || Self.unfinished.contains { bytes.suffix($0.count).elementsEqual($0) }
  }

  private static let unfinished = [".part", ".tmp", ".filepart"].map { Array($0.utf8) }

  /// The name as it may be shown: one line, no control or direction marks, at most 120 characters.
  package var display: String { Self.display(bytes, longest: 120) }

  /// A name for a file of our own made from this one: what cannot be shown becomes `_`, and at most 200 bytes.
  package var plain: FileName {
    var text = ""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      let next = Self.isShowable(scalar) && scalar != "\u{fffd}" && scalar != "/" ? Character(scalar) : "_"
      guard text.utf8.count + next.utf8.count <= 200 else { break }
      text.append(next)
    }
    guard let name = FileName(text) else {
      preconditionFailure("a name stays a name when its marks become _")
    }
    return name
  }

  static func display(_ bytes: [UInt8], longest: Int) -> String {
    var text = ""
    var rest = bytes[...]
    while !rest.isEmpty {
      // A piece of valid UTF-8 up to the next broken byte, which is shown as \xNN.
      let (scalar, length) = firstScalar(of: rest)
      if let scalar, isShowable(scalar) {
        text.unicodeScalars.append(scalar)
      } else if let scalar, !scalar.isASCII {
        text += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        let digits = String(rest[rest.startIndex], radix: 16)
        text += "\\x" + (digits.count < 2 ? "0" : "") + digits
      }
      rest = rest.dropFirst(length)
    }
    guard text.count > longest else { return text }
    return text.prefix(longest / 2) + "…" + text.suffix(longest - longest / 2 - 1)
  }

  private static func firstScalar(of bytes: ArraySlice<UInt8>) -> (Unicode.Scalar?, Int) {
    var iterator = bytes.makeIterator()
    var decoder = UTF8()
    switch decoder.decode(&iterator) {
    case .scalarValue(let scalar): return (scalar, UTF8.width(scalar))
    case .emptyInput, .error: return (nil, 1)
    }
  }

  private static func isShowable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    default: true
    }
  }
}

extension FileName: CustomStringConvertible {
  package var description: String { display }
}
