import Care

/// The layout tables in `Resources`, read once. They are ours: a mistake in them is our bug, not a finding.
struct LayoutTable {
  /// Every message of every standard, declarations and answers.
  private(set) var messages: [MessageLayout] = []
  private var standards: [String: Standard] = [:]

  /// A new standard is a new table in `Resources` and its name here; a base stands before what is like it.
  static let shipped = LayoutTable([
    PackageResources.EI_layout, PackageResources.AW319_1_4_layout, PackageResources.AW319_1_3_layout,
  ])

  init(_ tables: [[UInt8]]) {
    for table in tables { read(String(decoding: table, as: UTF8.self)) }
  }

  /// A table under construction: rows by record, so that a standard can take over those of its base.
  private struct Standard {
    var declaration = ""
    var answer = ""
    var version = ""
    var isBase = false
    var lengths = (declaration: 0, answer: 0)
    var codes: [(declaration: Int, answer: Int, Scheme)] = []
    var records: [UInt8: Rows] = [:]
    var appended: [UInt8: Rows] = [:]
    var answers: [UInt8: Rows] = [:]

    var name: String { isBase ? declaration : "\(declaration) \(version)" }
  }

  private struct Rows {
    var under: [UInt8] = []
    var isLeading = false
    var rows: [[Substring]] = []
  }

  private enum Section {
    case none, record(UInt8), append([UInt8]), answer(UInt8)
  }

  private mutating func read(_ text: String) {
    var standard = Standard()
    var section = Section.none
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      switch first {
      case "base":
        standard.isBase = true
        standard.declaration = String(words[1])
      case "standard":
        standard = inherited(words)
      case "length":
        standard.lengths = (Self.number(words[1]), Self.number(words[2]))
      case "message":
        guard let scheme = Scheme(String(words[3])) else { preconditionFailure("no scheme: \(line)") }
        standard.codes.append((Self.number(words[1]), Self.number(words[2]), scheme))
      case "record":
        let type = Self.type(words[1])
        section = .record(type)
        standard.records[type] = Rows(
          under: words.dropFirst(3).filter { $0 != "leading" }.map(Self.type),
          isLeading: words.last == "leading")
      case "append":
        let types = words.dropFirst().map(Self.type)
        section = .append(types)
        for type in types { standard.appended[type] = Rows() }
      case "answer":
        let type = Self.type(words[1])
        section = .answer(type)
        standard.answers[type] = Rows()
      default:
        switch section {
        case .none: preconditionFailure("a field outside a record: \(line)")
        case .record(let type): standard.records[type]?.rows.append(words)
        case .append(let types): for type in types { standard.appended[type]?.rows.append(words) }
        case .answer(let type): standard.answers[type]?.rows.append(words)
        }
      }
    }
    standards[standard.name] = standard
    if !standard.isBase { messages += Self.messages(of: standard) }
  }

  /// `standard AW319 AW320 1.4 like EI`.
  private func inherited(_ words: [Substring]) -> Standard {
    let base = words.dropFirst(5).joined(separator: " ")
    guard var standard = standards[base] else { preconditionFailure("no table is called \(base)") }
    standard.declaration = String(words[1])
    standard.answer = String(words[2])
    standard.version = String(words[3])
    standard.isBase = false
    standard.codes = []
    return standard
  }

  private static func messages(of standard: Standard) -> [MessageLayout] {
    let declaration = standard.records.map { type, rows in
      record(type, rows, fields(rows, from: 0, to: standard.lengths.declaration))
    }
    let answer = standard.records.map { type, rows in
      if let own = standard.answers[type] {
        return record(type, rows, fields(own, from: 0, to: standard.lengths.answer))
      }
      let sent = fields(rows, from: 0, to: standard.lengths.declaration)
      guard let appended = standard.appended[type] else {
        preconditionFailure("\(standard.name) does not say what an answer appends to record \(type)")
      }
      return record(
        type, rows,
        sent + fields(appended, from: standard.lengths.declaration, to: standard.lengths.answer))
    }
    return [
      MessageLayout(
        standard: standard.declaration, version: standard.version, isAnswer: false,
        length: standard.lengths.declaration,
        codes: Dictionary(uniqueKeysWithValues: standard.codes.map { ($0.declaration, $0.2) }),
        records: declaration),
      MessageLayout(
        standard: standard.answer, version: standard.version, isAnswer: true,
        length: standard.lengths.answer,
        codes: Dictionary(uniqueKeysWithValues: standard.codes.map { ($0.answer, $0.2) }),
        records: answer),
    ]
  }

  private static func record(_ type: UInt8, _ rows: Rows, _ fields: [Field]) -> RecordLayout {
    RecordLayout(type: type, under: rows.under, isLeading: rows.isLeading, fields: fields)
  }

  /// `0429 186-193 N Declaratiebedrag (incl. BTW) = claimed`; checked to leave no gap and no overlap.
  private static func fields(_ rows: Rows, from start: Int, to end: Int) -> [Field] {
    var next = start
    return rows.rows.map { words in
      let span = words[1].drop { $0 == "+" }.split(separator: "-")
      let offset = words[1].hasPrefix("+") ? start : 0
      let first = offset + number(span[0]) - 1
      let last = span[1] == "$" ? end : offset + number(span[1])
      precondition(first == next && last > first && last <= end, "field \(words[0]) leaves a gap or overlaps")
      precondition(["N", "AN"].contains(words[2]), "field \(words[0]) has no type")
      next = last
      let mark = words.lastIndex(of: "=")
      let meaning = mark.map { index in
        guard let meaning = Meaning(words[index + 1]) else {
          preconditionFailure("field \(words[0]) means nothing we know: \(words[index + 1])")
        }
        return meaning
      }
      return Field(
        number: String(words[0]), name: words[3..<(mark ?? words.endIndex)].joined(separator: " "),
        range: first..<last, isDigits: words[2] == "N", meaning: meaning)
    }
  }

  private static func type(_ word: Substring) -> UInt8 {
    guard let type = UInt8(word), type < 100 else { preconditionFailure("\(word) is no record type") }
    return type
  }

  private static func number(_ word: Substring) -> Int {
    guard let number = Int(word) else { preconditionFailure("\(word) is no number") }
    return number
  }
}
