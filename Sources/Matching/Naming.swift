/// Reading numbers from the texts of a payment. A number counts as named only if it stands there whole, after padding
/// and separators are removed; what is cut or misread proves nothing.
package enum Naming {
  /// A number as it is compared: capitals and digits only, without leading zeros.
  package static func normalised(_ number: String) -> String {
    var bytes: [UInt8] = []
    for byte in number.utf8 {
      switch byte {
      case 48: if !bytes.isEmpty { bytes.append(byte) }
      case 49...57, 65...90: bytes.append(byte)
      case 97...122: bytes.append(byte - 32)
      default: continue
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A stretch of text that may be a number, with the words it spans.
  package struct Stretch: Sendable, Hashable {
    /// 0 for the remittance texts, which run on; 1 for what stands by itself.
    package var text: Int
    package var words: Range<Int>
    /// Normalised.
    package var number: String
    /// The word before it says that a number of ours follows: `declaratie`, `factuur`, `afrekening`.
    package var isAnnounced: Bool
  }

  /// Words longer than any number, and texts longer than any remittance field, are cut off: every loop has a bound.
  static let longestNumber = 35
  static let mostWords = 400
  /// Banks break a number over lines and fields into two or three pieces; four is generous.
  static let mostPieces = 4

  static let announcements: Set<String> = [
    "DECLARATIE", "DECLARATIES", "DECLARATIENR", "DECLARATIENUMMER", "DECL", "DECLNR", "FACTUUR", "FACTUURNR",
    "FACTUURNUMMER", "FACT", "FACTNR", "AFREKENING", "NOTA", "NOTANR", "RECHNUNG", "ABRECHNUNG", "INVOICE",
  ]

  /// Words by which payers say that a payment is what is left after something was withheld.
  static let offsetWords: Set<String> = [
    "AFREKENING", "AFREK", "EINDAFREKENING", "VERREKENING", "VERREKEND", "VERREKENINGEN", "SALDERING",
    "GESALDEERD",
    "VERRECHNUNG", "VERRECHNET",
  ]

  /// The years of this century that stand in texts as numbers of four digits, also within references.
  package static func years(in texts: [String]) -> Set<Int> {
    var years: Set<Int> = []
    for text in texts {
      for digits in text.utf8.split(whereSeparator: { !(48...57).contains($0) }) where digits.count == 4 {
        if let year = Int(String(decoding: digits, as: UTF8.self)), (2000...2099).contains(year) {
          years.insert(year)
        }
      }
    }
    return years
  }

  /// Words by which payers say that what was paid in advance is settled.
  static let settlementWords: Set<String> = [
    "AFREKENING", "EINDAFREKENING", "AFREK", "NACALCULATIE", "VASTSTELLING", "ABRECHNUNG",
    "SCHLUSSABRECHNUNG",
    "TERUGBETALING",
  ]

  package static func speaksOfSettlement(_ texts: [String]) -> Bool {
    texts.contains { words(of: $0).contains { settlementWords.contains($0.text) } }
  }

  package static func speaksOfOffset(_ texts: [String]) -> Bool {
    texts.contains { words(of: $0).contains { offsetWords.contains($0.text) } }
  }

  /// Every stretch of up to four words that could be a number, longest first at each place. A number may run on from
  /// one text into the next: banks cut remittance texts into fields of equal length.
  ///
  /// - Parameter endToEnd: a reference that stands by itself.
  package static func stretches(in texts: [String], endToEnd: String = "") -> [Stretch] {
    var remittance: [Word] = []
    for text in texts {
      let room = mostWords - remittance.count
      guard room > 0 else { break }
      if !remittance.isEmpty { remittance[remittance.count - 1].touchesNext = false }
      remittance += words(of: text).prefix(room)
    }
    return stretches(of: remittance, text: 0) + stretches(of: words(of: endToEnd), text: 1)
  }

  private static func stretches(of words: [Word], text: Int) -> [Stretch] {
    var found: [Stretch] = []
    for start in words.indices {
      let isAnnounced = announces(words, before: start)
      for end in (start + 1...min(start + mostPieces, words.count)).reversed() {
        let joined = words[start..<end].map(\.text).joined()
        guard joined.utf8.count <= longestNumber else { continue }
        let number = normalised(joined)
        let gaps = words[start..<end - 1].count { !$0.touchesNext }
        guard isPlausible(number, gaps: gaps, isAnnounced: isAnnounced) else { continue }
        found.append(Stretch(text: text, words: start..<end, number: number, isAnnounced: isAnnounced))
      }
    }
    return found
  }

  /// A short number is believed only if it is announced, or mixes letters and digits in one word; pieces that are put
  /// together must give something long enough not to arise by chance.
  private static func isPlausible(_ number: String, gaps: Int, isAnnounced: Bool) -> Bool {
    let digits = number.utf8.count { (48...57).contains($0) }
    guard digits > 0 else { return false }
    if gaps > 0 { return number.utf8.count >= 6 }
    if isAnnounced { return true }
    return number.utf8.count >= 4 || (number.utf8.count >= 2 && digits < number.utf8.count)
  }

  private static func announces(_ words: [Word], before start: Int) -> Bool {
    for word in words[max(0, start - 2)..<start].reversed() {
      if announcements.contains(word.text) { return true }
      guard ["NR", "NUMMER", "NO", "VAN"].contains(word.text) else { return false }
    }
    return false
  }

  private struct Word {
    var text: String
    /// Only a slash lies between this word and the next.
    var touchesNext = false
  }

  /// Capitals; split at everything that is not a letter, a digit or a mark that stands inside numbers. A slash
  /// separates two numbers as often as it joins one: the words on both sides touch.
  private static func words(of text: String) -> [Word] {
    var words: [Word] = []
    var word: [UInt8] = []
    func close(touching: Bool = false) {
      guard !word.isEmpty, words.count < mostWords else { return }
      words.append(Word(text: String(decoding: word, as: UTF8.self), touchesNext: touching))
      word.removeAll(keepingCapacity: true)
    }
    for byte in text.utf8 {
      switch byte {
      case 48...57, 65...90: word.append(byte)
      case 97...122: word.append(byte - 32)
      // Separators inside a number: 2026-0117, 2026.0117, 2026_0117.
      case 45, 46, 95: continue
      case 47: close(touching: true)
      default: close()
      }
    }
    close()
    return words
  }

  /// What the stretches name, given the declarations that each number fits. Two stretches that share a word and fit
  /// different declarations are ambiguous, as is one number that fits two.
  ///
  /// - Parameters:
  ///   - fits: what the stretch's number may mean: each a declaration of the payer's group, or all that one answer
  ///     of the payer speaks of.
  ///   - isForeign: whether a payer answered a number that we hold no declaration of.
  package static func resolve(
    _ stretches: [Stretch], fits: (Stretch) throws -> [[OpenItem]], isForeign: (Stretch) throws -> Bool
  ) rethrows -> NamedItems {
    var matches: [(stretch: Stretch, meanings: Set<Set<OpenItem>>)] = []
    var foreign: [Stretch] = []
    for stretch in stretches {
      let meanings = Set(try fits(stretch).map(Set.init))
      if !meanings.isEmpty {
        matches.append((stretch, meanings))
      } else if try isForeign(stretch) {
        foreign.append(stretch)
      }
    }
    var named = NamedItems(known: [], ambiguous: [], unknown: [])
    for (stretch, meanings) in matches {
      let rivals = matches.filter {
        $0.stretch.text == stretch.text && $0.stretch.words.overlaps(stretch.words)
      }
      let all = rivals.reduce(meanings) { $0.union($1.meanings) }
      guard all.count == 1, let meaning = all.first else {
        let choice = all.flatMap { $0 }.sorted { $0.item < $1.item }
        if !named.ambiguous.contains(choice) { named.ambiguous.append(choice) }
        continue
      }
      for item in meaning.sorted(by: { $0.item < $1.item }) where !named.known.contains(item) {
        named.known.append(item)
      }
    }
    let taken = matches.map(\.stretch)
    named.unknown = numbers(of: foreign, besides: taken)
    // That a word after "declaratie" is a number of ours is only a guess: what is known outranks it.
    if named.isEmpty {
      named.unknown = numbers(
        of: stretches.filter { $0.isAnnounced && $0.words.count == 1 && looksLikeOurs($0.number) },
        besides: taken)
    }
    return named
  }

  private static func numbers(of stretches: [Stretch], besides taken: [Stretch]) -> [String] {
    var numbers: [String] = []
    for stretch in stretches where !numbers.contains(stretch.number) {
      let isTaken = taken.contains { $0.text == stretch.text && $0.words.overlaps(stretch.words) }
      if !isTaken { numbers.append(stretch.number) }
    }
    return numbers
  }

  /// A shorter word after "declaratie" is as likely a month or a count, and `202603` a period.
  private static func looksLikeOurs(_ number: String) -> Bool {
    guard number.utf8.count >= 5 else { return false }
    let isPeriod =
      (number.hasPrefix("20") && [6, 8].contains(number.utf8.count))
      && number.utf8.allSatisfy { (48...57).contains($0) }
    return !isPeriod
  }
}
