import Findings
import JSON
import YAML

extension SettingsReader {
  mutating func partner(_ outline: Outline) -> Settings.Partner? {
    let record = inspector.record(outline, keys: ["url", "look-up", "secret"])
    let url = webAddress(inspector.required("url", of: record))
    let asked = inspector.required("look-up", of: record)
    let lookUp = webAddress(asked)
    if let asked, lookUp != nil, !asked.value.contains("{reference}") {
      inspector.report(
        "no-reference", at: asked.position, "the address does not say which entry is asked for",
        remedy: "Write {reference} where the reference belongs: https://host/entries?reference={reference}")
    }
    let secret = record.text("secret").flatMap { self.secret($0) }
    let headers = headers(outline["headers"], hasSecret: record.text("secret") != nil)
    let accepted = outline["accepted"].map { statuses($0, of: "accepted") } ?? [200, 201]
    let known = outline["known"].map { statuses($0, of: "known") } ?? [409]
    let body = outline["body"].map { form($0, isInPosting: false) }
    if let node = outline["body"], body?.line.contains("{reference}") == false {
      inspector.report(
        "body-without-reference", at: inspector.position(node.mark),
        "the body does not say which entry it is",
        remedy: "Write {reference} where the reference belongs: by it the entry is looked up")
    }
    guard let url, let lookUp else { return nil }
    return Settings.Partner(
      url: url, lookUp: lookUp, headers: headers, secret: secret, accepted: accepted, known: known, body: body
    )
  }

  /// What says how a request travels: another value breaks it.
  private static let headersOfOurs: Set<String> = [
    "connection", "content-encoding", "content-length", "content-type", "expect", "host", "te", "trailer",
    "transfer-encoding", "upgrade",
  ]

  private mutating func headers(_ node: Node?, hasSecret: Bool) -> [Settings.Partner.Header] {
    guard let node else { return [] }
    guard case .mapping(let pairs) = node.content else {
      inspector.reportShape(node, "headers are written as names with values")
      return []
    }
    return pairs.compactMap { pair in
      guard let value = inspector.text(pair.value) else { return nil }
      let isName = pair.key.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != 58 } && !pair.key.isEmpty
      if !isName || !value.value.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }) {
        inspector.report(
          "bad-header", at: value.position, "this is no header", remedy: "Write its name and one line of text"
        )
      }
      if Self.headersOfOurs.contains(pair.key.lowercased()) {
        inspector.report(
          "bad-header", at: inspector.position(pair.mark),
          "the header \(pair.key) is written by remitd itself",
          remedy: "Remove it")
      }
      checkParts(in: value, among: ["secret", "reference"])
      if value.value.contains("{secret}"), !hasSecret {
        inspector.report(
          "missing-key", at: value.position, "the header wants a secret, and none is named",
          remedy: "Add secret: env:NAME, file:path or credential:NAME")
      }
      return Settings.Partner.Header(name: pair.key, value: value.value)
    }
  }

  private mutating func statuses(_ node: Node, of key: String) -> [Int] {
    inspector.texts(node, of: key).compactMap { text in
      inspector.value(text, "status", "Write a status of HTTP: 200, 201, 409") { text in
        Int(text).flatMap { (100...599).contains($0) && text.utf8.count == 3 ? $0 : nil }
      }?.value
    }
  }

  /// YAML as JSON: all its values are texts.
  private mutating func form(_ node: Node, isInPosting: Bool, isItem: Bool = false) -> JSON {
    switch node.content {
    case .scalar(let text):
      let parts = Settings.Partner.entryParts + (isInPosting ? Settings.Partner.postingParts : [])
      checkParts(in: Placed(text, at: inspector.position(node.mark)), among: parts)
      return .text(text)
    case .sequence(let items): return .array(items.map { form($0, isInPosting: isInPosting, isItem: true) })
    case .mapping(let pairs):
      let each = pairs.first { $0.key == "for-each" }
      if let each, !isItem || isInPosting {
        inspector.report(
          "misplaced-for-each", at: inspector.position(each.mark),
          "for-each stands in an object that is an item of a list, and in no other for-each",
          remedy: "Write lines: [ { for-each: postings, account: \"{account}\" } ]")
      }
      if let each, case .scalar(let text) = each.value.content, text != "postings" {
        inspector.reportUnknown(
          "value", Placed(text, at: inspector.position(each.value.mark)), among: ["postings"])
      }
      let isPosting = isInPosting || each != nil
      return .object(
        pairs.map { pair in
          JSON.Member(
            key: pair.key,
            value: pair.key == "for-each" ? .text("postings") : form(pair.value, isInPosting: isPosting))
        })
    }
  }

  private mutating func checkParts(in text: Placed<String>, among known: [String]) {
    var rest = text.value[...]
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest[open...].firstIndex(of: "}") else { return }
      var name = String(rest[rest.index(after: open)..<close])
      if name.hasSuffix(":number") { name.removeLast(7) }
      if !known.contains(name) {
        inspector.reportUnknown("part", Placed(name, at: text.position), among: known)
      }
      rest = rest[rest.index(after: close)...]
    }
  }
}
