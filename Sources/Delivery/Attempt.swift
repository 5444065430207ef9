import Curl

/// One attempt to deliver over HTTP: remembers whether anything may have been written at the other side, for that decides
/// what a failure means.
struct Attempt {
  private(set) var mayHaveWritten = false

  /// From here on no failure is harmless.
  mutating func writes() { mayHaveWritten = true }

  /// What is next after a request without a whole answer.
  func failure(_ failure: TransportFailure, isWriting: Bool) -> DeliveryFailure {
    switch failure {
    case .refused(let sentence): return mayHaveWritten ? .outcomeUnknown(sentence) : .refused(sentence)
    case .notSent(let sentence): return mayHaveWritten ? .outcomeUnknown(sentence) : .unreachable(sentence)
    case .outcomeUnknown(let sentence):
      return isWriting || mayHaveWritten ? .outcomeUnknown(sentence) : .unreachable(sentence)
    }
  }

  /// What is next after an answer that cannot be read: it says nothing, and so changes nothing of what is known.
  func unusable(_ sentence: String) -> DeliveryFailure {
    mayHaveWritten ? .outcomeUnknown(sentence) : .unreachable(sentence)
  }

  /// What is next where the system does not know us.
  func shutOut(_ sentence: String) -> DeliveryFailure {
    mayHaveWritten ? .outcomeUnknown(sentence) : .shutOut(sentence)
  }

  /// What is next after an answer that is neither a success nor the system's own refusal of what was sent.
  func failure(_ response: HTTPResponse, from system: String, isWriting: Bool) -> DeliveryFailure {
    let sentence = "\(system) answers with status \(response.status)\(Self.words(response))"
    // Too many requests, or not now: it says itself that nothing was done.
    let isBusy = [408, 425, 429, 503].contains(response.status)
    return mayHaveWritten || (isWriting && !isBusy) ? .outcomeUnknown(sentence) : .unreachable(sentence)
  }

  /// The beginning of what the system says, on one line, without the tags of a page.
  static func words(_ response: HTTPResponse) -> String {
    var text = ""
    var isTag = false
    for character in String(decoding: response.body.prefix(2_000), as: UTF8.self) {
      if character == "<" { isTag = true }
      if !isTag { text.append(character) }
      if character == ">" {
        isTag = false
        text.append(" ")
      }
    }
    let line = oneLine(text)
    return line.isEmpty ? "" : ": \(line.prefix(300))"
  }
}
