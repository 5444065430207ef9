import Accounting
import Crypto
package import Curl
package import Findings
import JSON

/// A system that takes an entry as JSON over HTTPS and can be asked for one by its reference: the contract for adapters
/// that partners write (docs/destinations.md).
package struct Partner: Destination {
  private let address: PartnerAddress
  private let form: EntryForm
  private let chart: LedgerChart
  private let transport: any HTTPTransport

  package init(
    _ address: PartnerAddress, _ form: EntryForm, _ chart: LedgerChart, over transport: any HTTPTransport
  ) {
    self.address = address
    self.form = form
    self.chart = chart
    self.transport = transport
  }

  package var guarantee: Guarantee { address.known.isEmpty ? .searchable : .referenceEnforced }

  package func send(_ batch: Batch) throws(DeliveryFailure) -> Acknowledgement {
    do throws(DeliveryFailure) {
      var wereThere = true
      for entry in batch.entries {
        if try send(entry) { wereThere = false }
      }
      return try acknowledgement(of: batch, wasThere: wereThere)
    } catch {
      throw redacted(error)
    }
  }

  package func lookUp(_ batch: Batch) throws(DeliveryFailure) -> LookUp {
    do throws(DeliveryFailure) {
      for entry in batch.entries {
        switch try standing(of: entry, Attempt()) {
        case .equal: continue
        case .absent: return .absent
        case .differs(let sentence): return .differs(sentence)
        }
      }
      return .delivered(try acknowledgement(of: batch, wasThere: true))
    } catch {
      throw redacted(error)
    }
  }

  private var redacted: Redaction { Redaction([address.secret]) }

  private func acknowledgement(
    of batch: Batch, wasThere: Bool
  ) throws(DeliveryFailure) -> Acknowledgement {
    do {
      return Acknowledgement(
        batch: batch.name, entries: batch.entries.count, debits: try batch.debits(),
        digest: SHA256.digest(batch.entries.map(\.reference.text).joined(separator: "\n")), wasThere: wasThere
      )
    } catch {
      throw .refused("\(batch.name): the debits sum to more than can be")
    }
  }

  // MARK: One entry

  /// Whether this added it.
  private func send(_ entry: OutgoingEntry) throws(DeliveryFailure) -> Bool {
    var attempt = Attempt()
    switch try standing(of: entry, attempt) {
    case .equal: return false
    case .differs(let sentence): throw .conflicting(sentence)
    case .absent: break
    }
    let body: JSON
    do { body = try form.filled(with: entry, chart) } catch { throw .refused(error.description) }
    let response = try exchange(
      HTTPRequest(
        .post, address.url,
        headers: headers(entry.reference.text) + [.init("Content-Type", "application/json")],
        body: Array(body.line.utf8)), attempt, isWriting: true)
    if address.known.contains(response.status) { return try isOurs(entry, attempt, wasThere: true) }
    guard address.accepted.contains(response.status) else { throw refusal(response, of: entry, attempt) }
    attempt.writes()
    return try isOurs(entry, attempt, wasThere: false)
  }

  /// What was sent is read back: an answer is no proof.
  private func isOurs(
    _ entry: OutgoingEntry, _ attempt: Attempt, wasThere: Bool
  ) throws(DeliveryFailure) -> Bool {
    switch try standing(of: entry, attempt) {
    case .equal: return !wasThere
    case .differs(let sentence): throw .conflicting(sentence)
    case .absent:
      throw .outcomeUnknown("the system says that it has \(entry.reference), and does not show it")
    }
  }

  private func refusal(
    _ response: HTTPResponse, of entry: OutgoingEntry, _ attempt: Attempt
  ) -> DeliveryFailure {
    if response.status == 401 {
      return attempt.shutOut("the system does not let us in: status 401\(Attempt.words(response))")
    }
    // What it says of the request is final; of itself or of the hour it is not.
    let isOfRequest = (400..<500).contains(response.status) && ![408, 425, 429].contains(response.status)
    guard isOfRequest else { return attempt.failure(response, from: "the system", isWriting: true) }
    return .refused(
      "the system refuses \(entry.reference) with status \(response.status)\(Attempt.words(response))")
  }

  private enum Standing {
    case absent, equal
    case differs(String)
  }

  private func standing(of entry: OutgoingEntry, _ attempt: Attempt) throws(DeliveryFailure) -> Standing {
    let ours = try entries(named: entry.reference.text, attempt)
    guard ours.count <= 1 else {
      return .differs("the system has \(entry.reference) \(ours.count) times")
    }
    guard let found = ours.first else { return .absent }
    return Self.isEqual(found, to: entry)
      ? .equal : .differs("the system has \(entry.reference) with another date or other postings")
  }

  /// What the system shows when it is asked for a reference.
  private func entries(named reference: String, _ attempt: Attempt) throws(DeliveryFailure) -> [JSON] {
    let url = EntryForm.replacing(["reference": reference], in: address.lookUp)
    let response = try exchange(
      HTTPRequest(.get, url, headers: headers(reference)), attempt, isWriting: false)
    if response.status == 404 { return [] }
    guard response.status == 200 else {
      if response.status == 401 || response.status == 403 {
        throw attempt.shutOut(
          "the system does not let us in: status \(response.status)\(Attempt.words(response))")
      }
      throw attempt.failure(response, from: "the system", isWriting: false)
    }
    let answer: JSON
    do { answer = try JSON(reading: response.body) } catch {
      throw attempt.unusable("what the system answers when asked for \(reference) is no JSON")
    }
    let entries = answer["entries"]?.list ?? answer.list ?? [answer]
    // One that does not say which it is may be ours.
    guard entries.allSatisfy({ $0["reference"]?.written != nil }) else {
      throw attempt.unusable(
        "what the system answers when asked for \(reference) is no entry, and no list of entries")
    }
    return entries.filter { $0["reference"]?.written == reference }
  }

  /// By date and postings.
  private static func isEqual(_ found: JSON, to entry: OutgoingEntry) -> Bool {
    guard found["date"]?.text == entry.entry.date.description, let postings = found["postings"]?.list else {
      return false
    }
    var lines = BookedLines()
    for posting in postings {
      guard let account = posting["account"]?.written.flatMap({ AccountCode($0) }),
        let debit = BookedLines.cents(posting["debit"]?.written ?? "0"),
        let credit = BookedLines.cents(posting["credit"]?.written ?? "0")
      else { return false }
      lines.add(debit - credit, on: account)
    }
    return lines == BookedLines(entry.entry)
  }

  // MARK: Requests

  private func headers(_ reference: String) -> [HTTPRequest.Header] {
    address.headers.map { header in
      .init(
        header.name,
        EntryForm.replacing(["secret": address.secret, "reference": reference], in: header.value))
    }
  }

  private func exchange(
    _ request: HTTPRequest, _ attempt: Attempt, isWriting: Bool
  ) throws(DeliveryFailure) -> HTTPResponse {
    do throws(TransportFailure) {
      return try transport.exchange(request)
    } catch {
      throw attempt.failure(error, isWriting: isWriting)
    }
  }
}

extension Partner: CheckedDestination {
  /// No entry has this reference: those of entries end in a number.
  private static let nobodysReference = "REMITD-CHECK"

  /// Asks for an entry that is not there: that proves the address, the secret and the look-up. How the system names its
  /// accounts it cannot be asked.
  package mutating func check(_ wanted: Wanted) throws(DeliveryFailure) -> [Finding] {
    let found: [JSON]
    do throws(DeliveryFailure) { found = try entries(named: Self.nobodysReference, Attempt()) } catch {
      throw redacted(error)
    }
    guard found.isEmpty else {
      return [
        wanted.finding(
          "partner-finds-all",
          "asked for \(Self.nobodysReference), an entry that nobody sent, the system shows one",
          remedy: "it has to answer a look-up with status 404, or with only what has that reference")
      ]
    }
    return [
      wanted.finding(
        "not-compared",
        "the system answers look-ups and knows the secret; its accounts and periods cannot be asked for",
        remedy: "what it does not have it will refuse, entry by entry, in its own words", severity: .note)
    ]
  }
}

/// Where a partner's system is, and how it speaks.
package struct PartnerAddress: Sendable, Hashable {
  package var url: String
  /// With `{reference}`.
  package var lookUp: String
  /// Values may have the parts `{secret}` and `{reference}`.
  package var headers: [HTTPRequest.Header]
  package var secret: String
  /// Statuses that mean that it was taken.
  package var accepted: Set<Int>
  /// Statuses that mean that the reference is there already.
  package var known: Set<Int>

  package init(
    url: String, lookUp: String, headers: [HTTPRequest.Header], secret: String, accepted: Set<Int>,
    known: Set<Int>
  ) {
    self.url = url
    self.lookUp = lookUp
    self.headers = headers
    self.secret = secret
    self.accepted = accepted
    self.known = known
  }
}
