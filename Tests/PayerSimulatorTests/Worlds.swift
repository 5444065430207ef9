import PayerSimulator

/// Played once for all tests.
enum Worlds {
  static let all = (0..<26 as Range<UInt64>).map { SimulatedWorld.play(seed: $0) }
}

extension SimulatedWorld {
  func files(_ kind: SimulatedEvent.Kind) -> [SimulatedFile] {
    events.filter { $0.kind == kind }.flatMap(\.files)
  }

  var lastDay: Day { events.map(\.day).max() ?? Day(number: 0) }
}

extension SimulatedFile {
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Rows of a canonical table by column.
  var rows: [[String: String]] {
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  /// What stands between a tag and its end, each time.
  func contents(of tag: String) -> [String] {
    text.split(separator: "<\(tag)>").dropFirst().map { String($0.split(separator: "</\(tag)>")[0]) }
  }
}

extension Cents {
  /// Of `-12.50`.
  init(_ text: some StringProtocol) { self.init(Int(String(text.filter { $0 != "." })) ?? .min) }
}
