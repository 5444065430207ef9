internal import CYAML

/// What libyaml says next, copied out of its memory.
enum Event {
  case streamStart, streamEnd
  case documentStart(hasDirective: Bool)
  case documentEnd
  case alias
  case scalar(String, hasAnchor: Bool, hasTag: Bool, isPlain: Bool)
  case sequenceStart(hasAnchor: Bool, hasTag: Bool)
  case sequenceEnd
  case mappingStart(hasAnchor: Bool, hasTag: Bool)
  case mappingEnd
}

/// Owns one libyaml parser and the bytes that it reads.
struct EventParser: ~Copyable {
  // Both live on the heap: libyaml keeps a pointer to its own parser, and to the text.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let text: UnsafeMutableBufferPointer<UInt8>

  private let size: Int

  init(_ bytes: [UInt8]) throws(SyntaxFault) {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      throw SyntaxFault(.noMemory, at: Mark(line: 1, column: 1), "no memory for a YAML parser")
    }
    self.parser = parser
    text = .allocate(capacity: max(1, bytes.count))
    _ = text.initialize(from: bytes)
    size = bytes.count
    yaml_parser_set_input_string(parser, text.baseAddress, size)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    text.deallocate()
  }

  /// The one place where libyaml is asked, and where its complaints become ours.
  func next() throws(SyntaxFault) -> (Event, Mark) {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw fault }
    defer { yaml_event_delete(&event) }
    return (Self.copy(event), Mark(event.start_mark))
  }

  private var fault: SyntaxFault {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "not YAML"
    switch parser.pointee.error {
    case YAML_MEMORY_ERROR:
      return SyntaxFault(.noMemory, at: Mark(line: 1, column: 1), problem)
    case YAML_READER_ERROR:
      return SyntaxFault(.malformed, at: mark(ofByte: parser.pointee.problem_offset), problem)
    default:
      let context = parser.pointee.context.map { String(cString: $0) + ": " } ?? ""
      return SyntaxFault(.malformed, at: Mark(parser.pointee.problem_mark), context + problem)
    }
  }

  /// libyaml gives the place of a byte that is not UTF-8 as an offset.
  private func mark(ofByte offset: Int) -> Mark {
    var line = 1
    var column = 1
    for byte in text[..<min(offset, size)] {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return Mark(line: line, column: column)
  }

  private static func copy(_ event: yaml_event_t) -> Event {
    let content = event.data
    switch event.type {
    case YAML_STREAM_START_EVENT: return .streamStart
    case YAML_STREAM_END_EVENT: return .streamEnd
    case YAML_DOCUMENT_START_EVENT:
      let start = content.document_start
      return .documentStart(
        hasDirective: start.version_directive != nil
          || start.tag_directives.start != start.tag_directives.end)
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_ALIAS_EVENT: return .alias
    case YAML_SCALAR_EVENT:
      let scalar = content.scalar
      let text = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      return .scalar(
        String(decoding: text, as: UTF8.self), hasAnchor: scalar.anchor != nil,
        hasTag: scalar.tag != nil, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
    case YAML_SEQUENCE_START_EVENT:
      let start = content.sequence_start
      return .sequenceStart(hasAnchor: start.anchor != nil, hasTag: start.tag != nil)
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      let start = content.mapping_start
      return .mappingStart(hasAnchor: start.anchor != nil, hasTag: start.tag != nil)
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    default: preconditionFailure("libyaml emits no other events from a stream that has not ended")
    }
  }
}

extension Mark {
  /// libyaml counts from 0.
  fileprivate init(_ mark: yaml_mark_t) {
    self.init(line: mark.line + 1, column: mark.column + 1)
  }
}
