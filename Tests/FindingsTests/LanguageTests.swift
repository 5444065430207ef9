import Foundation
import Testing

@testable import Findings

/// Findings in the language of whoever reads them.
struct LanguageTests {
  @Test(arguments: [
    (["LANG": "nl_NL.UTF-8"], Language.dutch), (["LANG": "de_AT"], .german), (["LANG": "de"], .german),
    (["LANG": "nl_NL.UTF-8", "LC_ALL": "C"], .english), (["LC_MESSAGES": "nl_BE", "LANG": "en_GB"], .dutch),
    (["LC_ALL": "", "LANG": "nl_NL@euro"], .dutch), (["LANG": "fr_FR"], .english), ([:], .english),
    (["LANG": "nonsense"], .english),
  ])
  func `the environment says in which`(environment: [String: String], language: Language) {
    #expect(Language(environment: environment) == language)
  }

  @Test func `a sentence is told by its form, with what stands in its gaps`() {
    #expect(
      Language.dutch.sentence("code 551 has 3 digits, the others have 4")
        == "code 551 heeft 3 cijfers, de andere hebben er 4")
    #expect(Language.german.sentence("Known are a, b") == "Bekannt sind a, b")
    #expect(Language.english.sentence("Known are a, b") == "Known are a, b")
  }

  @Test func `what stands in a gap is told too, where it is a sentence itself`() {
    #expect(
      Language.dutch.sentence("Did you mean 1190? The last character is the letter O")
        == "Bedoelde u 1190? Het laatste teken is de letter O")
    #expect(
      Language.german.sentence("payer uzovi-9999 does not stand in payers.csv, and this rule names it")
        == "Kostenträger uzovi-9999 steht nicht in payers.csv, und diese Regel nennt ihn")
  }

  @Test func `of two forms the one with more words of its own counts`() {
    // It is of the form `Add {1}` too.
    #expect(Language.dutch.sentence("Add it to the chart") == "Zet haar in het rekeningschema")
  }

  @Test func `what somebody else wrote between quotes is left as it is`() {
    #expect(Language.dutch.sentence("‘Zvw is no service’ is no scheme") == "‘Zvw is no service’ is geen wet")
  }

  @Test func `a sentence with an or in it is not taken for two words`() {
    let sentence = "the moon has another date or other postings"
    #expect(Language.dutch.sentence(sentence) == sentence)
    #expect(Language.german.sentence(sentence) == sentence)
  }

  @Test func `what no form fits stays as it is`() {
    #expect(
      Language.dutch.sentence("A sentence that nobody wrote down.") == "A sentence that nobody wrote down.")
    #expect(Language.dutch.sentence("") == "")
  }

  @Test func `a finding is told whole, with its words for how bad it is and for what it collides with`() {
    let finding = Finding(
      "duplicate-row", .warning, at: Position(file: "chart.csv", line: 3, column: 1),
      "account 1310 stands already at chart.csv:2:1", remedy: "Remove one of them",
      also: [Position(file: "chart.csv", line: 2, column: 1)])
    #expect(
      finding.text(in: .dutch)
        == """
        chart.csv:3:1: waarschuwing: rekening 1310 staat al op chart.csv:2:1 [duplicate-row]
          Verwijder er een
        """)
    #expect(
      Language.$ofReader.withValue(.german) { "\(finding)" }.contains("Warnung: Konto 1310 steht schon"))
    #expect("\(finding)".contains("warning: account 1310 stands already"))
  }

  @Test func `what stands in a phrase is put there by whoever says it, in the order of the language`() {
    let last = { told("{1}, last booking {2}; without balances nothing proves completeness", "A", "B") }
    #expect(last() == "A, last booking B; without balances nothing proves completeness")
    Language.$ofReader.withValue(.dutch) {
      #expect(last() == "A, laatste boeking B; zonder saldi bewijst niets dat het volledig is")
      #expect(told("version {1}", "{1}, {2}") == "versie {1}, {2}")
      #expect(told("a phrase that nobody wrote down: {1}", "x") == "a phrase that nobody wrote down: x")
    }
  }

  @Test func `what is counted stands in its number, in every language`() {
    let entries = { [0, 1, 2].map { told($0, "entry", "entries") } }
    #expect(entries() == ["0 entries", "1 entry", "2 entries"])
    Language.$ofReader.withValue(.german) {
      #expect(entries() == ["0 Buchungen", "1 Buchung", "2 Buchungen"])
    }
  }

  @Test func `every phrase that a report says is in the book, and every phrase of the book is said`() throws {
    let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources")
    var text = ""
    for room in ["Reports", "remitd"] {
      let folder = sources.appending(path: room)
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
      where name.hasSuffix(".swift") {
        text += try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      }
    }
    var said: Set<String> = []
    for match in text.matches(of: /\btold\(\s*"([^"\\]+)"/) { said.insert(String(match.output.1)) }
    for match in text.matches(of: /\btold\(\s*[^"\n]*?, "([a-z ]+)"(?:, "([a-z ]+)")?\)/) {
      let one = String(match.output.1)
      said.formUnion([one, match.output.2.map(String.init) ?? one + "s"])
    }
    #expect(said.count > 60)
    let known = Set(Phrasebook.shared.phrases.map(\.english))
    #expect(said.subtracting(known).sorted() == [])
    // The others stand somewhere by themselves, count what does, or name a state.
    let isUnsaid = { (phrase: String) in
      !said.contains(phrase) && !text.contains("\"\(phrase)\"") && !text.contains("\"\(phrase.dropLast())\"")
        && !Self.isName(phrase)
    }
    #expect(known.filter(isUnsaid) == [])
  }

  /// Of a state or a kind, whose case says it.
  private static func isName(_ phrase: String) -> Bool {
    !phrase.contains(" ") && phrase.first?.isLowercase == true
  }

  @Test func `every form is there once, in every language, with the same gaps`() {
    let forms = Catalogue.shared.forms
    #expect(forms.count > 250)
    #expect(Set(forms.map(\.english)).count == forms.count)
    for (english, others) in forms + Phrasebook.shared.phrases.map({ (SentenceForm($0.english), $0.others) })
    {
      let shown = english.filled { gap, _ in "{\(gap)}" } ?? ""
      for language in Language.allCases where language != .english {
        guard let other = others[language] else {
          Issue.record("no \(language.rawValue) of: \(shown)")
          continue
        }
        #expect(other.gaps == english.gaps, "\(language.rawValue) of: \(shown)")
      }
    }
  }
}
