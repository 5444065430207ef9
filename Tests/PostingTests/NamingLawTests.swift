import Matching
import Storybook
import Testing

/// What a text names, against texts that were put together knowingly.
struct NamingLawTests {
  private func item(_ number: String) -> OpenItem {
    OpenItem(item: "uzovi-3311/\(number)", number: number, awarded: 1, paidBefore: 0)
  }

  private func named(_ texts: String..., among numbers: [String]) -> NamedItems {
    Naming.resolve(
      Naming.stretches(in: texts),
      fits: { stretch in
        numbers.filter { Naming.normalised($0) == stretch.number }.map { [item($0)] }
      }, isForeign: { _ in false })
  }

  private func numbers(_ named: NamedItems) -> [String] { named.known.map(\.number).sorted() }

  @Test(
    arguments: [
      ("FACTUUR WV26000117", ["WV26000117"]),
      ("WV26000117/WV26000118", ["WV26000117", "WV26000118"]),
      ("WV26000117 / WV26000118", ["WV26000117", "WV26000118"]),
      ("WV26000117,WV26000118;WV26000117", ["WV26000117", "WV26000118"]),
      ("wv26000117", ["WV26000117"]),
      ("WV26 000117", ["WV26000117"]), ("WV 2600 0117", ["WV26000117"]), ("W V26 00 0117", ["WV26000117"]),
      ("WV-26.000_117", ["WV26000117"]),
      ("000000WV26000117", ["WV26000117"]),
      // Cut, extended or misread: it stands there, but not whole.
      ("WV2600011", []), ("V26000117", []), ("WV260001178", []), ("XWV26000117", []), ("WV26OOO117", []),
      // Five pieces are not one number any more.
      ("W V 26 000 117", []),
    ] as [(String, [String])])
  func `a number is named if it stands there whole`(text: String, expected: [String]) {
    let found = named(text, among: ["WV26000117", "WV26000118"])
    #expect(numbers(found) == expected)
    #expect(found.ambiguous == [])
  }

  @Test func `padding of digits falls away on both sides`() {
    #expect(numbers(named("betaling 0000004711", among: ["4711"])) == ["4711"])
    #expect(numbers(named("betaling 4711", among: ["0004711"])) == ["0004711"])
    #expect(numbers(named("factuur 17", among: ["17"])) == ["17"], "announced, a short number is believed")
    #expect(numbers(named("voor 17 bezoeken", among: ["17"])) == [], "a number of visits is no invoice")
  }

  @Test func `a number that is put together is believed only if it is long`() {
    #expect(numbers(named("deel 12 345", among: ["12345"])) == [])
    #expect(numbers(named("deel 12 3456", among: ["123456"])) == ["123456"])
  }

  @Test func `digits that could be two numbers are a question`() {
    let found = named("12 3456", among: ["123456", "3456"])
    #expect(found.known == [])
    #expect(found.ambiguous.map { $0.map(\.number).sorted() } == [["123456", "3456"]])
    let twins = Naming.resolve(
      Naming.stretches(in: ["FACTUUR 4711"]),
      fits: { $0.number == "4711" ? [[item("4711")], [item("004711")]] : [] }, isForeign: { _ in false })
    #expect(twins.known == [])
    #expect(twins.ambiguous.count == 1)
  }

  @Test func `a payer's number means all that its answer speaks of`() {
    let found = Naming.resolve(
      Naming.stretches(in: ["DECL 4411050"]),
      fits: { $0.number == "4411050" ? [[item("WV1"), item("WV2")]] : [] }, isForeign: { _ in false })
    #expect(numbers(found) == ["WV1", "WV2"])
    #expect(found.ambiguous == [])
  }

  @Test func `one number of ours and of the payer's that means the same is no question`() {
    let found = Naming.resolve(
      Naming.stretches(in: ["4411050 4411050"]),
      fits: { $0.number == "4411050" ? [[item("A")], [item("A")]] : [] },
      isForeign: { _ in false })
    #expect(numbers(found) == ["A"])
    #expect(found.ambiguous == [])
  }

  @Test func `a foreign number is unknown, unless it lies within one we know`() {
    func found(_ text: String) -> NamedItems {
      Naming.resolve(
        Naming.stretches(in: [text]), fits: { $0.number == "WV26000117" ? [[item("WV26000117")]] : [] },
        isForeign: { ["000117", "117", "99887766"].contains($0.number) })
    }
    #expect(found("WV26 000117").unknown == [])
    #expect(found("WV26000117 99887766").unknown == ["99887766"])
  }

  @Test func `after the word declaration stands a number of ours, even one we do not know`() {
    #expect(named("DECLARATIE WV26000999", among: []).unknown == ["WV26000999"])
    #expect(named("declaratienummer 88001122", among: []).unknown == ["88001122"])
    #expect(named("DECLARATIE 202603", among: []).unknown == [], "a period is none")
    #expect(named("DECLARATIE MAART", among: []).unknown == [])
    #expect(named("BETALING 88001122", among: []).isEmpty)
    #expect(named("DECLARATIE WV26000999 WV26000117", among: ["WV26000117"]).unknown == [])
  }

  @Test func `texts put together from numbers and words name those numbers and no other`() {
    var random = SplitMix64(seed: 26)
    let words = ["VGZ", "betaling", "maart", "inzake", "zorg", "nr", "EN", "Uw", "kenmerk"]
    for _ in 0..<1_500 {
      // Eight digits behind two letters that no word ends with: an accident cannot make another.
      let known = (0..<6).map { index in "QX\(index)\(1_000_000 + random.number(below: 8_999_999))" }
      var placed: Set<String> = []
      var text = ""
      for _ in 0..<1 + random.number(below: 4) {
        text += words[random.number(below: words.count)] + " "
        guard random.number(below: 3) > 0 else { continue }
        let number = known[random.number(below: known.count)]
        placed.insert(number)
        text += disguise(number, &random)
        text += [" ", ", ", "/", " / "][random.number(below: 4)]
      }
      let found = named(text, among: known)
      #expect(Set(numbers(found)) == placed, "\(text)")
      #expect(found.known.count == placed.count && found.ambiguous.isEmpty, "\(text)")
    }
  }

  private func disguise(_ number: String, _ random: inout SplitMix64) -> String {
    let cut = 3 + random.number(below: number.count - 4)
    switch random.number(below: 5) {
    case 0: return "000" + number
    case 1: return number.lowercased()
    case 2: return number.prefix(cut) + "-" + number.dropFirst(cut)
    case 3: return number.prefix(cut) + " " + number.dropFirst(cut)
    default: return number
    }
  }
}
