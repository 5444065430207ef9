/// In which findings are told to a person. Documents for programs, logs and what is kept are English whatever this says.
package enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case dutch = "nl"
  case german = "de"

  /// That of whoever reads what is printed now. Set once, around a command.
  @TaskLocal package static var ofReader = Language.english

  /// By the variables of the environment that say so (POSIX: LC_ALL, then LC_MESSAGES, then LANG); English where they
  /// name none that we know.
  package init(environment: [String: String]) {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    let code = named?.prefix { $0 != "_" && $0 != "." && $0 != "@" } ?? ""
    self = Language(rawValue: code.lowercased()) ?? .english
  }

  /// A sentence of a finding in this language; in English where the catalogue has none like it.
  package func sentence(_ english: String) -> String {
    self == .english ? english : Catalogue.shared.sentence(english, in: self) ?? english
  }

  func word(for severity: Finding.Severity) -> String {
    switch (self, severity) {
    case (.english, _): severity.rawValue
    case (.dutch, .note): "opmerking"
    case (.dutch, .warning): "waarschuwing"
    case (.dutch, .error): "fout"
    case (.german, .note): "Hinweis"
    case (.german, .warning): "Warnung"
    case (.german, .error): "Fehler"
    }
  }

  var see: String {
    switch self {
    case .english: "see"
    case .dutch: "zie"
    case .german: "siehe"
    }
  }
}
