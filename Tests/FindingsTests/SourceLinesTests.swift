import Findings
import Testing

struct SourceLinesTests {
  private func shown(_ text: String, _ line: Int?, _ column: Int?, file: String = "a.csv") -> String {
    var list = FindingList()
    list.append(
      Finding("rule", at: Position(file: file, line: line, column: column), "it is wrong", remedy: "Mend it"))
    return list.shown(with: ["a.csv": Array(text.utf8)]).kept[0].description
  }

  @Test func `a finding shows its line, and a caret under the place`() {
    #expect(
      shown("scheme,account\r\nZvw,8O10\r\n", 2, 5) == """
        a.csv:2:5: error: it is wrong [rule]
          2 | Zvw,8O10
            |     ^
          Mend it
        """)
  }

  @Test(arguments: [(nil, nil), (9, 1), (0, 1)] as [(Int?, Int?)])
  func `without a place that is there it is shown as elsewhere`(line: Int?, column: Int?) {
    #expect(shown("one\n", line, column).hasSuffix("it is wrong [rule]\n  Mend it"))
    #expect(shown("one\n", 1, 1, file: "b.csv") == "b.csv:1:1: error: it is wrong [rule]\n  Mend it")
  }

  @Test func `the caret counts characters, whatever a terminal would do with them`() {
    #expect(shown("é\tü\u{202E}x", 1, 5).contains("  1 | é ü\\u{202e}x\n    |            ^\n"))
    #expect(shown("\u{FEFF}abc", 1, 2).contains("  1 | abc\n    |  ^\n"))
    #expect(shown("e\u{301}銀行x", 1, 5).contains("  1 | e\u{301}銀行x\n    |      ^\n"))
    #expect(shown("abc", 1, 4).contains("  1 | abc\n    |    ^\n"), "what is missing at the end")
  }

  @Test(arguments: [1, 50, 150, 300])
  func `of a long line the piece around the place is shown`(column: Int) throws {
    let text = String(repeating: "a", count: column - 1) + "X" + String(repeating: "b", count: 300 - column)
    let rows = shown(text, 1, column).split(separator: "\n")
    let place = try #require(rows[2].firstIndex(of: "^"))
    let offset = rows[2].distance(from: rows[2].startIndex, to: place)
    #expect(rows[1][rows[1].index(rows[1].startIndex, offsetBy: offset)] == "X")
    #expect(rows[1].count < 110)
  }
}

struct LookalikeTests {
  @Test(arguments: [
    ("I19O", "1190", "the first character is the letter I"),
    ("8O10", "8010", "the second character is the letter O"),
    ("801O", "8010", "the last character is the letter O"),
    ("l310", "1310", "the first character is the letter l"),
    ("ZO51", "Z051", "the second character is the letter O"),
  ])
  func `a letter in place of a digit is named`(written: String, meant: String, remark: String) {
    let alike = Lookalike(of: written, among: ["1190", "8010", "1310", "Z051"])
    #expect(alike?.name == meant)
    #expect(alike?.remark == remark)
  }

  @Test func `what looks like two names, or like none, is left alone`() {
    #expect(Lookalike(of: "O1", among: ["01", "o1"]) == nil)
    #expect(Lookalike(of: "OMO", among: ["EUR"]) == nil)
    #expect(Lookalike(of: "8010", among: ["8010"]) == nil)
  }
}
