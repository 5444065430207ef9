import CXML

/// What libxml2 said while it parsed one portion. The callbacks copy and return; no code of ours that could fail
/// or throw runs inside a C frame. Once the portion is parsed, the log is told to the handler and emptied.
struct XMLEventLog {
  private enum Kind: UInt8 { case namespace, start, text, end }

  private struct Event {
    var kind: Kind
    var name: Int16
    var namespace: Int16
    /// Index into `attributes` or `bytes`.
    var from: Int
    var count: Int
    var byte: Int
    var end: Int
    var line: Int
  }

  private let vocabulary: XMLVocabulary
  private var events: [Event] = []
  private var bytes: [UInt8] = []
  private var attributes: [XMLAttribute] = []
  private var names = PointerTable()
  private var namespaces = PointerTable()
  private var uris: [String] = []

  /// The tags that the scanner found and libxml2 has not reported yet, in their order.
  var tags: [XMLScanner.Tag] = []
  /// Of `tags`, how many were reported.
  private var reported = 0
  /// Where the last tag that was reported stood.
  private(set) var lastTag: XMLScanner.Tag?
  /// libxml2 reported a tag that the scanner had not seen.
  private(set) var isOutOfStep = false
  /// Set right after the parser is made; its state tells whether libxml2 goes on after a mistake.
  var context: xmlParserCtxtPtr?
  /// A namespace mistake: libxml2 would go on after it, we do not. The tag, and libxml2's error number.
  private(set) var misnamed: (tag: XMLScanner.Tag, code: Int32)?

  init(_ vocabulary: XMLVocabulary) { self.vocabulary = vocabulary }

  /// The tag that libxml2 has before it.
  var nextTag: XMLScanner.Tag? { reported < tags.count ? tags[reported] : nil }

  mutating func tell(_ handler: inout some XMLHandler) {
    for event in events {
      switch event.kind {
      case .namespace:
        handler.namespace(Int(event.namespace), is: uris[event.from])
      case .text:
        handler.text(bytes.span.extracting(event.from..<event.from + event.count))
      case .start:
        let given = event.count == 0 ? [] : Array(attributes[event.from..<event.from + event.count])
        handler.start(Self.tag(event, given))
      case .end:
        handler.end(Self.tag(event, []))
      }
    }
    events.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    attributes.removeAll(keepingCapacity: true)
    tags.removeFirst(reported)
    reported = 0
  }

  private static func tag(_ event: Event, _ attributes: [XMLAttribute]) -> XMLTag {
    XMLTag(
      name: event.name < 0 ? nil : Int(event.name), namespace: Int(event.namespace), attributes: attributes,
      byte: event.byte, end: event.end, line: event.line)
  }

  fileprivate mutating func start(
    _ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?, _ count: Int,
    _ given: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    guard misnamed == nil else { return }
    guard let tag = nextTag else {
      isOutOfStep = true
      return
    }
    if let context, context.pointee.nsWellFormed == 0 {
      misnamed = (tag, context.pointee.errNo)
      return
    }
    if !tag.isEmpty { reported += 1 }
    lastTag = tag
    let namespace = number(ofNamespace: uri)
    let from = attributes.count
    if let given {
      for index in 0..<count { append(given + index * 5) }
    }
    events.append(
      Event(
        kind: .start, name: number(ofName: name), namespace: namespace, from: from,
        count: attributes.count - from, byte: tag.start, end: tag.end, line: tag.line))
  }

  fileprivate mutating func end(_ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?) {
    guard misnamed == nil else { return }
    guard let tag = nextTag else {
      isOutOfStep = true
      return
    }
    reported += 1
    lastTag = tag
    events.append(
      Event(
        kind: .end, name: number(ofName: name), namespace: number(ofNamespace: uri), from: 0, count: 0,
        byte: tag.start, end: tag.end, line: tag.line))
  }

  fileprivate mutating func text(_ characters: UnsafePointer<xmlChar>, _ count: Int) {
    guard misnamed == nil else { return }
    let from = bytes.count
    bytes.append(contentsOf: UnsafeBufferPointer(start: characters, count: count))
    if let last = events.indices.last, events[last].kind == .text {
      events[last].count += count
    } else {
      events.append(
        Event(kind: .text, name: -1, namespace: 0, from: from, count: count, byte: 0, end: 0, line: 0))
    }
  }

  /// libxml2 gives five pointers: name, prefix, namespace, begin and end of the value.
  private mutating func append(_ fields: UnsafeMutablePointer<UnsafePointer<xmlChar>?>) {
    guard let name = fields[0], let begin = fields[3], let end = fields[4] else { return }
    let bytes = UnsafeBufferPointer(start: begin, count: end - begin)
    var value = String(decoding: bytes, as: UTF8.self)
    // Unless it is told to replace entities, libxml2 writes the ampersand of a value as this reference, and no other
    // ampersand is ever left in it.
    if bytes.contains(UInt8(ascii: "&")) { value = value.replacing("&#38;", with: "&") }
    let number = number(ofName: name)
    attributes.append(
      XMLAttribute(
        name: number < 0 ? nil : Int(number), namespace: Int(self.number(ofNamespace: fields[2])),
        value: value))
  }

  /// libxml2 keeps each distinct name once as long as the context lives, so its address stands for it.
  private mutating func number(ofName name: UnsafePointer<xmlChar>) -> Int16 {
    if let known = names[name] { return known }
    let number = vocabulary.number(of: String(cString: name))
    names[name] = number
    return number
  }

  private mutating func number(ofNamespace uri: UnsafePointer<xmlChar>?) -> Int16 {
    guard let uri else { return 0 }
    if let known = namespaces[uri] { return known }
    let text = String(cString: uri)
    if let index = uris.firstIndex(of: text) { return Int16(index + 1) }
    guard uris.count < Self.mostNamespaces else { return Int16(Self.mostNamespaces) }
    uris.append(text)
    let number = Int16(uris.count)
    namespaces[uri] = number
    events.append(
      Event(
        kind: .namespace, name: -1, namespace: number, from: uris.count - 1, count: 0, byte: 0, end: 0,
        line: 0))
    return number
  }

  /// Beyond these, all further namespaces share the last number: nobody knows them anyway.
  private static let mostNamespaces = 256
}

/// A small table from addresses to numbers, which stops taking new ones before it is full.
private struct PointerTable {
  private static let size = 4_096
  private var keys = [UInt](repeating: 0, count: size)
  private var values = [Int16](repeating: 0, count: size)
  private var count = 0

  subscript(_ pointer: UnsafePointer<xmlChar>) -> Int16? {
    get {
      let key = UInt(bitPattern: pointer)
      var slot = Self.slot(key)
      while keys[slot] != 0 {
        if keys[slot] == key { return values[slot] }
        slot = (slot + 1) & (Self.size - 1)
      }
      return nil
    }
    set {
      guard let newValue, count < Self.size / 2 else { return }
      let key = UInt(bitPattern: pointer)
      var slot = Self.slot(key)
      while keys[slot] != 0 { slot = (slot + 1) & (Self.size - 1) }
      (keys[slot], values[slot]) = (key, newValue)
      count += 1
    }
  }

  private static func slot(_ key: UInt) -> Int { Int((key ^ key >> 12) & UInt(size - 1)) }
}

extension XMLEventLog {
  /// The callbacks of SAX2 that a log needs; all others stay empty. Among them is `error`, so libxml2 prints nothing.
  static var callbacks: xmlSAXHandler {
    var sax = xmlSAXHandler()
    sax.initialized = UInt32(XML_SAX2_MAGIC)
    sax.startElementNs = elementStarts
    sax.endElementNs = elementEnds
    sax.characters = charactersArrive
    sax.cdataBlock = charactersArrive
    return sax
  }
}

// The context of each callback is the log that the parser owns; it lives longer than the libxml2 context.

private func elementStarts(
  _ context: UnsafeMutableRawPointer?, _ name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?,
  _ uri: UnsafePointer<xmlChar>?, _ namespaceCount: Int32,
  _ namespaces: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ attributeCount: Int32,
  _ defaultedCount: Int32, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
) {
  guard let context, let name else { return }
  context.assumingMemoryBound(to: XMLEventLog.self).pointee.start(name, uri, Int(attributeCount), attributes)
}

private func elementEnds(
  _ context: UnsafeMutableRawPointer?, _ name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?,
  _ uri: UnsafePointer<xmlChar>?
) {
  guard let context, let name else { return }
  context.assumingMemoryBound(to: XMLEventLog.self).pointee.end(name, uri)
}

private func charactersArrive(
  _ context: UnsafeMutableRawPointer?, _ characters: UnsafePointer<xmlChar>?, _ count: Int32
) {
  guard let context, let characters else { return }
  context.assumingMemoryBound(to: XMLEventLog.self).pointee.text(characters, Int(count))
}
