import Testing
import XML

/// Writes down what it hears, one line per tag, text in between.
private struct Scribe: XMLHandler {
  static let vocabulary = XMLVocabulary(["a", "b", "c", "currency"])
  var heard: [String] = []
  var namespaces = [""]
  var spans: [Range<Int>] = []
  private var starts: [Int] = []

  mutating func namespace(_ number: Int, is uri: String) {
    #expect(number == namespaces.count)
    namespaces.append(uri)
  }

  mutating func start(_ tag: XMLTag) {
    var line = "<" + (tag.name.map { Self.vocabulary.names[$0] } ?? "?") + ":\(tag.line)"
    if tag.namespace > 0 { line += " {\(namespaces[tag.namespace])}" }
    for attribute in tag.attributes {
      line += " \(attribute.name.map { Self.vocabulary.names[$0] } ?? "?")=\(attribute.value)"
    }
    heard.append(line)
    starts.append(tag.byte)
  }

  mutating func text(_ bytes: Span<UInt8>) {
    let text = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    if let last = heard.last, last.hasPrefix("'") {
      heard[heard.count - 1] += text
    } else {
      heard.append("'" + text)
    }
  }

  mutating func end(_ tag: XMLTag) {
    heard.append("</" + (tag.name.map { Self.vocabulary.names[$0] } ?? "?"))
    spans.append(starts.removeLast()..<tag.end)
  }
}

private struct Reading: Equatable {
  var heard: [String] = []
  var spans: [Range<Int>] = []
  var fault: XMLFault?

  init(_ bytes: [UInt8], each length: Int = .max) {
    var scribe = Scribe()
    var parser = XMLPushParser(Scribe.vocabulary)
    do throws(XMLFault) {
      var from = 0
      while from < bytes.count {
        let until = length < bytes.count - from ? from + length : bytes.count
        try parser.parse(Array(bytes[from..<until]), to: &scribe)
        from = until
      }
      try parser.finish(&scribe)
    } catch {
      fault = error
    }
    (heard, spans) = (scribe.heard, scribe.spans)
  }

  init(_ text: String) { self.init(Array(text.utf8)) }
}

struct `Reading XML` {
  @Test func `tags, attributes, text and namespaces are told in order`() {
    let reading = Reading(
      """
      <?xml version="1.0" encoding="UTF-8" standalone='yes'?>
      <!-- a <remark> --><?program x?>
      <a xmlns="urn:one" xmlns:x="urn:two"><b currency="E&amp;R&#38;&amp;#38;&lt;"/>1 &lt; 2 &#x20AC;<![CDATA[<&]]>
      <x:c other='>'>ü</x:c></a>
      """)
    #expect(
      reading.heard == [
        "<a:3 {urn:one}", "<b:3 {urn:one} currency=E&R&&#38;<", "</b", "'1 < 2 €<&\n", "<c:4 {urn:two} ?=>",
        "'ü", "</c",
        "</a",
      ])
    #expect(reading.fault == nil)
  }

  @Test func `an element's span is its bytes in the file`() {
    let bytes = Array("\u{FEFF}\n<?xml version='1.0'?>\n<a>ü<b q='>'/><c>x</c></a>\n".utf8)
    let spans = Reading(bytes).spans.map { String(decoding: bytes[$0], as: UTF8.self) }
    #expect(spans == ["<b q='>'/>", "<c>x</c>", "<a>ü<b q='>'/><c>x</c></a>"])
  }

  @Test(
    arguments: [
      ("ISO-8859-1", [0xE9, 0xA4], "é¤"), ("ISO-8859-15", [0xE9, 0xA4], "é€"),
      ("windows-1252", [0xE9, 0x80], "é€"), ("UTF-8", [0xC3, 0xA9, 0xE2, 0x82, 0xAC], "é€"),
    ] as [(String, [UInt8], String)])
  func `declared encodings are read`(name: String, bytes: [UInt8], text: String) {
    let document =
      Array("<?xml version=\"1.0\" encoding=\"\(name)\"?><a>".utf8) + bytes + Array("<b/></a>".utf8)
    for length in [1, 2, 3, 1_000] {
      let reading = Reading(document, each: length)
      #expect(reading.heard == ["<a:1", "'" + text, "<b:1", "</b", "</a"])
      #expect(reading.spans.last?.upperBound == document.count)
      #expect(reading.spans.first?.lowerBound == document.count - 8)
    }
  }

  @Test(arguments: [true, false])
  func `UTF-16 is read behind its byte order mark`(isBigEndian: Bool) {
    var bytes: [UInt8] = []
    for unit in "\u{FEFF}\n<?xml version='1.0' encoding='UTF-16'?>\n<a>€𝄞<b/></a>".utf16 {
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      bytes += isBigEndian ? [high, low] : [low, high]
    }
    for length in [1, 3, 1_000] {
      let reading = Reading(bytes, each: length)
      #expect(reading.heard == ["<a:3", "'€𝄞", "<b:3", "</b", "</a"])
      #expect(reading.spans == [bytes.count - 16..<bytes.count - 8, bytes.count - 28..<bytes.count])
    }
  }

  @Test func `a long text and many elements need no long memory`() {
    let text = String(repeating: "x", count: 300_000)
    let reading = Reading("<a>" + text + String(repeating: "<b/>", count: 20_000) + "</a>")
    #expect(reading.fault == nil)
    #expect(reading.heard.count == 40_003)
    #expect(reading.heard[1].utf8.count == 300_001)
  }

  @Test func `names without number do not fill anything up`() {
    let names = (0..<5_000).map { "<n\($0) xmlns='urn:\($0)'/>" }.joined()
    let reading = Reading("<a>" + names + "<b/></a>")
    #expect(reading.fault == nil)
    #expect(reading.heard.suffix(3) == ["<b:1", "</b", "</a"])
  }

  @Test func `a parser may be given up at any time, and after a fault says the same again`() {
    for text in ["", "<", "<a>", "<a><b", "<a>&#1", "<?xml", "<a/>"] {
      for _ in 0..<50 {
        var scribe = Scribe()
        var parser = XMLPushParser(Scribe.vocabulary)
        #expect(throws: Never.self) { try parser.parse(Array(text.utf8), to: &scribe) }
      }
    }
    var scribe = Scribe()
    var parser = XMLPushParser(Scribe.vocabulary)
    #expect(throws: XMLFault.self) { try parser.parse(Array("<a></b>".utf8), to: &scribe) }
    #expect(throws: XMLFault.self) { try parser.parse(Array("<a>".utf8), to: &scribe) }
    #expect(throws: XMLFault.self) { try parser.finish(&scribe) }
    #expect(scribe.heard == ["<a:1"])
  }
}

struct `Hostile XML` {
  private static let canary = "file:///etc/hostname"

  @Test(
    arguments: [
      ("<!DOCTYPE a><a/>", .doctype), ("\n<!DOCTYPE a SYSTEM '\(canary)'><a/>", .doctype),
      ("<!DOCTYPE a [<!ENTITY x SYSTEM '\(canary)'>]><a>&x;</a>", .doctype),
      ("<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/x'>%p;]><a/>", .doctype),
      ("<!DOCTYPE l [<!ENTITY l0 'ha'><!ENTITY l1 '&l0;&l0;&l0;&l0;'>]><a>&l1;</a>", .doctype),
      ("<a><!ENTITY x 'y'></a>", .doctype), ("<a><!doctype b></a>", .doctype), ("<a><!-x></a>", .doctype),
      ("<a><![IGNORE[x]]></a>", .doctype), ("<a>&x;</a>", .entity), ("<a>&nbsp;</a>", .entity),
      ("<a b='&x;'/>", .entity), ("<a>& </a>", .entity), ("<a>&#0;</a>", .entity),
      ("<a>&#xD800;</a>", .entity),
      ("<a>&#x110000;</a>", .entity), ("<a>&#99999999999;</a>", .entity), ("<a>&\n</a>", .entity),
      ("<abc>\0</abc>", .controlCharacter), ("<a>\0</a>", .unsupportedEncoding),
      ("<a\u{1}/>", .controlCharacter), ("<a/>\0", .controlCharacter),
      ("<a/>\u{1A}", .controlCharacter), ("<a/><a/>", .severalDocuments),
      ("<a/><?xml version='1.0'?><a/>", .severalDocuments), ("<a/>rest", .notWellFormed),
      ("<a></b>", .notWellFormed), ("<a><b></a></b>", .notWellFormed), ("<a b='1' b='2'/>", .notWellFormed),
      ("<a b/>", .notWellFormed), ("<a b='<'/>", .notWellFormed), ("<a>]]></a>", .notWellFormed),
      ("<>", .notWellFormed),
      ("< a/>", .notWellFormed), ("</a>", .notWellFormed), ("<x:a/>", .notWellFormed), ("x", .notWellFormed),
      ("<a><!-- -- --></a>", .notWellFormed), ("<a><?xml version='1.0'?></a>", .declaration),
      ("", .empty), (" \n ", .empty), ("<!-- nothing -->", .empty), ("<a>", .truncated), ("<a", .truncated),
      ("<a><!--", .truncated), ("<a>&am", .truncated), ("<?xml version='1.0'", .truncated),
      ("<?xml version='1.1'?><a/>", .declaration), ("<?xml?><a/>", .declaration),
      ("<a><?xMl x?></a>", .notWellFormed), ("<a><? x?></a>", .notWellFormed),
      ("<?xml version='1.0' version='1.0'?><a/>", .declaration),
      ("<?xml encoding='UTF-8'?><a/>", .declaration),
      ("<?xml version='1.0' encoding='UTF-7'?><a/>", .unsupportedEncoding),
      ("<?xml version='1.0' encoding='UTF-16'?><a/>", .unsupportedEncoding),
      ("<?xml version='1.0' encoding='IBM037'?><a/>", .unsupportedEncoding),
    ] as [(String, XMLFault.Kind)])
  func `it is refused, however it is cut`(text: String, kind: XMLFault.Kind) throws {
    let bytes = Array(text.utf8)
    let whole = Reading(bytes)
    let fault = try #require(whole.fault)
    #expect(fault.kind == kind, "\(fault)")
    #expect(fault.byte <= bytes.count && fault.line >= 1)
    for length in 1...4 { #expect(Reading(bytes, each: length) == whole) }
    #expect(!whole.heard.contains { $0.contains("root:") || $0.contains("haha") })
  }

  @Test(
    arguments: [
      [0x3C, 0x61, 0x3E, 0xFF], [0x3C, 0x61, 0x3E, 0xC3, 0x28], [0x3C, 0x61, 0x3E, 0xC0, 0xAF],
      [0x3C, 0x61, 0x3E, 0xE0, 0x80, 0xAF], [0x3C, 0x61, 0x3E, 0xED, 0xA0, 0x80],
      [0x3C, 0x61, 0x3E, 0xF4, 0x90, 0x80, 0x80], [0x3C, 0x61, 0x3E, 0xE2, 0x82],
    ] as [[UInt8]])
  func `malformed UTF-8 is found at its byte and line`(tail: [UInt8]) throws {
    let bytes = Array("<a>\n<b/>\n".utf8) + tail
    for length in [1, 2, 1_000] {
      let fault = try #require(Reading(bytes, each: length).fault)
      #expect(fault.kind == .malformedBytes)
      #expect(fault.byte == 12 && fault.line == 3)
    }
  }

  @Test func `bytes that mean nothing in their encoding are refused`() {
    let head = Array("<?xml version='1.0' encoding='windows-1252'?><a>".utf8)
    #expect(Reading(head + [0x81]).fault?.byte == head.count)
    let lone: [UInt8] = [0xFF, 0xFE, 0x3C, 0, 0x61, 0, 0x3E, 0, 0, 0xDC, 0x3C, 0]
    #expect(Reading(lone).fault?.kind == .malformedBytes)
    #expect(Reading(lone).fault?.byte == 8)
    #expect(Reading([0x3C, 0, 0x61, 0, 0x2F, 0, 0x3E, 0]).fault?.kind == .unsupportedEncoding)
    #expect(Reading([0xFF, 0xFE, 0, 0, 0x3C, 0, 0, 0]).fault?.kind == .unsupportedEncoding)
    #expect(Reading([0x4C, 0x6F, 0xA7, 0x94, 0x93]).fault?.kind == .unsupportedEncoding)
  }

  @Test func `a hundred thousand attributes are refused at once`() {
    let attributes = (0..<100_000).map { " a\($0)='x'" }.joined()
    let clock = ContinuousClock()
    var fault: XMLFault?
    let time = clock.measure { fault = Reading("<a" + attributes + "/>").fault }
    #expect(fault?.kind == .tooManyAttributes)
    #expect(time < .seconds(2))
    #expect(Reading("<a" + (0..<64).map { " a\($0)='x'" }.joined() + "/>").fault == nil)
    #expect(Reading("<a" + (0..<65).map { " a\($0)='x'" }.joined() + "/>").fault?.kind == .tooManyAttributes)
  }

  @Test func `depth, tags, comments and sections are bounded`() {
    func nested(_ depth: Int) -> String {
      String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
    }
    #expect(Reading(nested(64)).fault == nil)
    #expect(Reading(nested(65)).fault?.kind == .tooDeep)
    #expect(Reading(String(repeating: "<a>", count: 200_000)).fault?.kind == .tooDeep)
    #expect(Reading(String(repeating: "<a>", count: 64) + "<b/>").fault?.kind == .tooDeep)
    let long = String(repeating: "x", count: 65_536)
    for text in [
      "<a b='\(long)'/>", "<\(long)/>", "<a></a\(long)>", "<a><!--\(long)--></a>", "<?p \(long)?>",
    ] {
      let bytes = Array(text.utf8)
      let whole = Reading(bytes)
      #expect(whole.fault?.kind == .tooLong)
      for length in [1_000, 65_535, 65_536, 65_537] { #expect(Reading(bytes, each: length) == whole) }
    }
    #expect(Reading("<a><![CDATA[\(long)]]></a>").fault?.kind == .tooLong)
    #expect(Reading("<a b='\(String(long.dropLast(9)))'/>").fault == nil)
    #expect(
      Reading(String(repeating: " ", count: 5_000) + "<?xml version='1.0'?><a/>").fault?.kind == .declaration)
  }

  @Test func `no message quotes the document`() {
    for text in [
      "<a><Jansen></a>", "<a>&Jansen;</a>", "<a Jansen='1' Jansen='2'/>", "<Jansen:a/>", "<!DOCTYPE Jansen>",
    ] {
      let fault = Reading(text).fault
      #expect(fault != nil && fault?.description.contains("Jansen") == false)
    }
  }
}
