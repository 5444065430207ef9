import XML

/// What a server says of a folder's members: `multistatus` of RFC 4918, section 13. Only names are taken from it; where
/// requests go is never the server's choice.
struct WebDAVListing: XMLHandler {
  private enum Name: Int, CaseIterable {
    case response, href, length, modified, tag, collection

    var text: String {
      switch self {
      case .response: "response"
      case .href: "href"
      case .length: "getcontentlength"
      case .modified: "getlastmodified"
      case .tag: "getetag"
      case .collection: "collection"
      }
    }
  }

  private static let mostFiles = 10_000

  private(set) var files: [RemoteFile] = []
  private var dav: Int?
  private var texts: [Name: [UInt8]] = [:]
  private var isFolder = false
  private var inside: Name?

  static func read(_ bytes: [UInt8]) throws(FetchFailure) -> [RemoteFile] {
    var parser = XMLPushParser(XMLVocabulary(Name.allCases.map(\.text)))
    var listing = WebDAVListing()
    do {
      try parser.parse(bytes, to: &listing)
      try parser.finish(&listing)
    } catch {
      throw FetchFailure("the list of the folder is no sound XML")
    }
    return listing.files.sorted { $0.name < $1.name }
  }

  mutating func namespace(_ number: Int, is uri: String) {
    if uri == "DAV:" { dav = number }
  }

  mutating func start(_ tag: XMLTag) {
    guard let name = known(tag) else { return }
    inside = name
    switch name {
    case .response:
      texts = [:]
      isFolder = false
    case .collection: isFolder = true
    case .href, .length, .modified, .tag: texts[name] = []
    }
  }

  mutating func text(_ bytes: Span<UInt8>) {
    guard let inside, (texts[inside]?.count ?? 0) + bytes.count <= 4_000 else { return }
    for index in bytes.indices { texts[inside]?.append(bytes[index]) }
  }

  mutating func end(_ tag: XMLTag) {
    inside = nil
    guard known(tag) == .response, !isFolder, files.count < Self.mostFiles else { return }
    guard let name = Self.lastName(in: plain(.href)), let size = Int64(plain(.length)), size >= 0 else {
      return
    }
    let mark = plain(.tag)
    files.append(RemoteFile(name: name, size: size, changed: mark.isEmpty ? plain(.modified) : mark))
  }

  private func known(_ tag: XMLTag) -> Name? {
    tag.namespace == dav ? tag.name.flatMap(Name.init(rawValue:)) : nil
  }

  private func plain(_ name: Name) -> String {
    let bytes = (texts[name] ?? []).filter { $0 >= 32 && $0 != 127 }
    return String(decoding: bytes.drop { $0 == 32 }, as: UTF8.self)
  }

  /// The last part of an address, its escapes undone; nothing for what is no name of a file.
  private static func lastName(in address: String) -> String? {
    guard let last = address.utf8.split(separator: UInt8(ascii: "/")).last, !address.hasSuffix("/") else {
      return nil
    }
    var bytes: [UInt8] = []
    var rest = Array(last)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else {
        return nil
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    guard let name = String(validating: bytes, as: UTF8.self), !name.isEmpty, name != ".", name != "..",
      name.utf8.allSatisfy({ $0 >= 32 && $0 != 127 && $0 != UInt8(ascii: "/") })
    else { return nil }
    return name
  }

  /// A name as one part of an address.
  static func escaped(_ name: String) -> String {
    var escaped = ""
    for byte in name.utf8 {
      switch byte {
      case 48...57, 65...90, 97...122, 45, 46, 95: escaped.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        escaped += byte < 16 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return escaped
  }
}
