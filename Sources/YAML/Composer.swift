/// Builds the tree from the events, and refuses what settings have no need of.
struct Composer: ~Copyable {
  private(set) var duplicateKeys: [Document.DuplicateKey] = []
  private let parser: EventParser
  private var nodes = 0

  init(_ bytes: [UInt8]) throws(SyntaxFault) {
    parser = try EventParser(bytes)
  }

  mutating func document() throws(SyntaxFault) -> Node? {
    var root: Node?
    var documents = 0
    while true {
      let (event, mark) = try parser.next()
      switch event {
      case .streamEnd: return root
      case .documentStart(let hasDirective):
        if hasDirective {
          throw SyntaxFault(.directive, at: mark, "a % directive; leave it out")
        }
        documents += 1
        if documents > 1 {
          throw SyntaxFault(.severalDocuments, at: mark, "a second document; one file holds one")
        }
        let (first, place) = try parser.next()
        root = try node(first, at: place, depth: 1)
      default: continue
      }
    }
  }

  private mutating func node(_ event: Event, at mark: Mark, depth: Int) throws(SyntaxFault) -> Node {
    nodes += 1
    guard nodes <= Document.mostNodes else {
      throw SyntaxFault(.tooManyNodes, at: mark, "more than \(Document.mostNodes) values")
    }
    guard depth <= Document.deepest else {
      throw SyntaxFault(.tooDeep, at: mark, "nested deeper than \(Document.deepest) levels")
    }
    switch event {
    case .scalar(let text, let hasAnchor, let hasTag, _):
      try refuse(anchor: hasAnchor, tag: hasTag, at: mark)
      return Node(.scalar(text), at: mark)
    case .sequenceStart(let hasAnchor, let hasTag):
      try refuse(anchor: hasAnchor, tag: hasTag, at: mark)
      return Node(.sequence(try items(depth: depth)), at: mark)
    case .mappingStart(let hasAnchor, let hasTag):
      try refuse(anchor: hasAnchor, tag: hasTag, at: mark)
      return Node(.mapping(try pairs(depth: depth)), at: mark)
    case .alias:
      throw SyntaxFault(.alias, at: mark, "an alias; write the value out")
    case .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd:
      preconditionFailure("libyaml opens what it closes, and says so in order")
    }
  }

  private mutating func items(depth: Int) throws(SyntaxFault) -> [Node] {
    var items: [Node] = []
    while true {
      let (event, mark) = try parser.next()
      if case .sequenceEnd = event { return items }
      items.append(try node(event, at: mark, depth: depth + 1))
    }
  }

  private mutating func pairs(depth: Int) throws(SyntaxFault) -> [Node.Pair] {
    var pairs: [Node.Pair] = []
    var seen: [String: Mark] = [:]
    while true {
      let (event, mark) = try parser.next()
      if case .mappingEnd = event { return pairs }
      let key = try key(event, at: mark)
      let (first, place) = try parser.next()
      let value = try node(first, at: place, depth: depth + 1)
      if let first = seen[key] {
        duplicateKeys.append(.init(key: key, mark: mark, first: first))
      } else {
        seen[key] = mark
        pairs.append(Node.Pair(key: key, mark: mark, value: value))
      }
    }
  }

  private func key(_ event: Event, at mark: Mark) throws(SyntaxFault) -> String {
    switch event {
    case .scalar(let text, let hasAnchor, let hasTag, let isPlain):
      try refuse(anchor: hasAnchor, tag: hasTag, at: mark)
      if text == "<<", isPlain {
        throw SyntaxFault(.mergeKey, at: mark, "a merge key <<; write the keys out")
      }
      return text
    case .alias: throw SyntaxFault(.alias, at: mark, "an alias; write the value out")
    default: throw SyntaxFault(.keyNotText, at: mark, "a key that is not a single text")
    }
  }

  private func refuse(anchor: Bool, tag: Bool, at mark: Mark) throws(SyntaxFault) {
    if anchor { throw SyntaxFault(.alias, at: mark, "an anchor; write the value out where it is used") }
    if tag { throw SyntaxFault(.tag, at: mark, "a tag; every value is text") }
  }
}
