import CXML

/// Reads one XML document from bytes that come in pieces cut anywhere, in memory that does not grow with it.
///
/// Every byte passes three stages: it becomes UTF-8 proven well-formed, our own scan refuses what is dangerous, and
/// libxml2 parses what is left, with no network, no DTD, no entities, and never a file name. Offsets and lines are
/// those of the file as received.
package struct XMLPushParser: ~Copyable {
  /// Bytes that are scanned and parsed at a time, however long a piece is.
  private static let portion = 32_768

  private let context: xmlParserCtxtPtr
  private let log: UnsafeMutablePointer<XMLEventLog>

  private var prolog: [UInt8] = []
  private var transcoder: XMLTranscoder?
  private var scanner = XMLScanner(line: 1)
  private var fault: XMLFault?

  /// UTF-8 that is not parsed yet; of it, `proven` bytes are well-formed.
  private var text: [UInt8] = []
  private var proven = 0
  /// Offset of the first byte of `text` in the stream of UTF-8.
  private var origin = 0
  /// All bytes received.
  private var received = 0
  /// Offset in the file of the stream's first byte.
  private var bodyOffset = 0
  /// A place in `text`, and where it is in the file: they move on together, for encodings other than UTF-8.
  private var measured = (index: 0, byte: 0)

  package init(_ vocabulary: XMLVocabulary) {
    _ = Self.library
    log = .allocate(capacity: 1)
    log.initialize(to: XMLEventLog(vocabulary))
    var callbacks = XMLEventLog.callbacks
    guard let context = xmlCreatePushParserCtxt(&callbacks, log, nil, 0, nil) else {
      preconditionFailure("libxml2 had no memory for a parser")
    }
    self.context = context
    log.pointee.context = context
    let refused = xmlCtxtUseOptions(
      context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue))
    precondition(refused == 0, "libxml2 knows these options")
    _ = xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8)
  }

  deinit {
    xmlFreeParserCtxt(context)
    log.deinitialize(count: 1)
    log.deallocate()
  }

  /// Once per process. No document may make libxml2 open anything: whatever it asks for does not exist.
  private static let library: Void = {
    xmlInitParser()
    xmlSetExternalEntityLoader { _, _, _ in nil }
  }()

  /// Tells the handler what stands in the next piece. After a fault the rest of the document is not looked at, and
  /// the same fault is thrown again. What was told before the fault does not depend on how the pieces were cut.
  package mutating func parse(_ piece: [UInt8], to handler: inout some XMLHandler) throws(XMLFault) {
    if let fault { throw fault }
    var from = 0
    while from < piece.count {
      let until = min(from + Self.portion, piece.count)
      fault = take(piece[from..<until])
      log.pointee.tell(&handler)
      if let fault { throw fault }
      from = until
    }
  }

  /// There is no more. Throws where the document is not complete.
  package mutating func finish(_ handler: inout some XMLHandler) throws(XMLFault) {
    if let fault { throw fault }
    fault = conclude()
    log.pointee.tell(&handler)
    if let fault { throw fault }
  }

  // MARK: Stages

  private mutating func take(_ bytes: ArraySlice<UInt8>) -> XMLFault? {
    received += bytes.count
    guard transcoder == nil else { return takeBody(bytes) }
    prolog.append(contentsOf: bytes)
    return readProlog(isEnd: false)
  }

  private mutating func readProlog(isEnd: Bool) -> XMLFault? {
    var reader = XMLProlog(prolog, isEnd: isEnd)
    switch reader.read() {
    case .unfinished:
      return nil
    case .refused(let fault):
      return fault
    case .read(let encoding, let body, let line):
      transcoder = XMLTranscoder(encoding)
      scanner = XMLScanner(line: line)
      bodyOffset = body
      measured.byte = body
      let rest = prolog[body...]
      prolog = []
      return takeBody(rest)
    }
  }

  private mutating func takeBody(_ bytes: ArraySlice<UInt8>) -> XMLFault? {
    let wellFormed = transcoder?.append(bytes, to: &text, proven: &proven) ?? true
    let before = log.pointee.tags.count
    // A copy: under the thread sanitizer the compiler takes the parser's other fields for a second access to it.
    var scanner = scanner
    let refusal = scanner.scan(text, to: proven, origin: origin, tags: &log.pointee.tags)
    self.scanner = scanner
    place(tagsFrom: before)
    let refused = refusal.map { refusal in
      XMLFault(refusal.kind, line: refusal.line, byte: fileOffset(of: refusal.index), refusal.message)
    }
    if let fault = parseSettled() { return fault }
    if let refused { return refused }
    guard wellFormed else { return malformed }
    return nil
  }

  private mutating func conclude() -> XMLFault? {
    if transcoder == nil, let fault = readProlog(isEnd: true) { return fault }
    if proven < text.count || transcoder?.isInsideCharacter == true { return malformed }
    guard scanner.hasRoot || !scanner.isBetweenMarkup else {
      return XMLFault(.empty, line: scanner.line, byte: received, "there is no XML element in the file")
    }
    guard scanner.isBetweenMarkup, scanner.depth <= 0 else {
      return XMLFault(
        .truncated, line: scanner.line, byte: received, "the file ends before the document does")
    }
    xmlParseChunk(context, nil, 0, 1)
    return libraryFault()
  }

  /// Gives libxml2 whole markup only: it then never has to wait inside a tag.
  private mutating func parseSettled() -> XMLFault? {
    let count = scanner.settled
    guard count > 0 else { return nil }
    _ = fileOffset(of: count)
    text.withUnsafeBufferPointer { bytes in
      _ = bytes.withMemoryRebound(to: CChar.self) { xmlParseChunk(context, $0.baseAddress, Int32(count), 0) }
    }
    let fault = libraryFault()
    text.removeFirst(count)
    scanner.drop(count)
    proven -= count
    origin += count
    measured.index -= count
    return fault
  }

  // MARK: Places

  /// Turns the offsets of newly found tags into those of the file.
  private mutating func place(tagsFrom first: Int) {
    let shift = bodyOffset
    if case .utf8? = transcoder?.encoding {
      for index in first..<log.pointee.tags.count {
        log.pointee.tags[index].start += shift
        log.pointee.tags[index].end += shift
      }
    } else {
      for index in first..<log.pointee.tags.count {
        let tag = log.pointee.tags[index]
        log.pointee.tags[index].start = fileOffset(of: tag.start - origin)
        log.pointee.tags[index].end = fileOffset(of: tag.end - origin)
      }
    }
  }

  /// The file's offset of a byte in `text`, at or after the last one asked for.
  private mutating func fileOffset(of index: Int) -> Int {
    guard let encoding = transcoder?.encoding, encoding != .utf8 else { return bodyOffset + origin + index }
    while measured.index < index {
      let byte = text[measured.index]
      if byte & 0xC0 != 0x80 { measured.byte += encoding.receivedBytes(ofLead: byte) }
      measured.index += 1
    }
    return measured.byte
  }

  // MARK: Faults

  private var malformed: XMLFault {
    mutating get {
      XMLFault(
        .malformedBytes, line: scanner.line, byte: fileOffset(of: proven),
        "a character is malformed in the encoding of the document")
    }
  }

  /// libxml2's own messages quote the document; ours do not.
  private mutating func libraryFault() -> XMLFault? {
    let isOutOfStep = log.pointee.isOutOfStep
    let isWellFormed = context.pointee.wellFormed != 0 && context.pointee.nsWellFormed != 0
    guard isOutOfStep || !isWellFormed else { return nil }
    let misnamed = log.pointee.misnamed
    let message =
      switch UInt32(bitPattern: misnamed?.code ?? context.pointee.errNo) {
      case XML_ERR_TAG_NAME_MISMATCH.rawValue: "an end tag does not match its start tag"
      case XML_ERR_ATTRIBUTE_REDEFINED.rawValue: "an attribute is given twice"
      case XML_NS_ERR_UNDEFINED_NAMESPACE.rawValue: "a namespace prefix is not declared"
      case let code: "the document is not well-formed XML (libxml2 error \(code))"
      }
    let consumed = Int(xmlByteConsumed(context))
    let tag =
      misnamed?.tag
      ?? log.pointee.nextTag.flatMap { isReached($0, consumed) ? $0 : nil } ?? log.pointee.lastTag
    return XMLFault(
      .notWellFormed, line: tag?.line ?? scanner.line, byte: tag?.start ?? bodyOffset, message)
  }

  /// Whether libxml2 has come as far as this tag. It says nothing any more once it has given up altogether.
  private func isReached(_ tag: XMLScanner.Tag, _ consumed: Int) -> Bool {
    guard case .utf8? = transcoder?.encoding else { return true }
    return consumed <= 0 || bodyOffset + consumed > tag.start
  }
}
