import Care

/// The cases that a rule speaks of: a set, written as one pattern per question. All must hold.
package struct Conditions: Sendable, Hashable {
  package var who: Who
  package var scheme: Pattern
  package var service: Pattern
  package var practitioner: Pattern
  package var location: Pattern
  package var stream: Pattern
  package var code: Pattern
  package var careYear: Pattern
  package var granted: Pattern

  package init(
    who: Who = .anyone, scheme: Pattern = .any, service: Pattern = .any, practitioner: Pattern = .any,
    location: Pattern = .any, stream: Pattern = .any, code: Pattern = .any, careYear: Pattern = .any,
    granted: Pattern = .any
  ) {
    self.who = who
    self.scheme = scheme
    self.service = service
    self.practitioner = practitioner
    self.location = location
    self.stream = stream
    self.code = code
    self.careYear = careYear
    self.granted = granted
  }

  package func admit(_ asked: Case) -> Bool {
    service.admits(asked.line.service?.text) && code.admits(asked.code?.text)
      && scheme.admits(asked.line.scheme.text) && careYear.admits(asked.line.careYear.rawValue)
      && granted.admits(asked.granted?.rawValue) && who.admits(asked.line.payer, of: asked.group)
      && location.admits(asked.line.location) && stream.admits(asked.line.stream)
      && practitioner.admits(asked.line.practitioner)
  }

  /// Every case of these is a case of the others.
  package func areWithin(_ others: Conditions) -> Bool {
    service.isWithin(others.service) && code.isWithin(others.code) && scheme.isWithin(others.scheme)
      && careYear.isWithin(others.careYear) && granted.isWithin(others.granted) && who.isWithin(others.who)
      && location.isWithin(others.location) && stream.isWithin(others.stream)
      && practitioner.isWithin(others.practitioner)
  }

  /// The cases of both; nothing where they have none in common.
  package func intersection(_ others: Conditions) -> Conditions? {
    guard let service = service.intersection(others.service), let code = code.intersection(others.code),
      let scheme = scheme.intersection(others.scheme), let careYear = careYear.intersection(others.careYear),
      let granted = granted.intersection(others.granted), let who = who.intersection(others.who),
      let location = location.intersection(others.location), let stream = stream.intersection(others.stream),
      let practitioner = practitioner.intersection(others.practitioner)
    else { return nil }
    return Conditions(
      who: who, scheme: scheme, service: service, practitioner: practitioner, location: location,
      stream: stream, code: code, careYear: careYear, granted: granted)
  }
}

extension Conditions: CustomStringConvertible {
  /// `scheme Zvw, service 1000`, or `every case`.
  package var description: String {
    var parts: [String] = []
    switch who {
    case .anyone: break
    case .group(let name): parts.append("group \(name)")
    case .payer(let code, _): parts.append("payer \(code)")
    }
    let named: [(ConditionName, Pattern)] = [
      (.scheme, scheme), (.service, service), (.practitioner, practitioner), (.location, location),
      (.stream, stream), (.code, code), (.careYear, careYear), (.awarded, granted),
    ]
    for (name, pattern) in named where pattern != .any { parts.append("\(name.rawValue) \(pattern.text)") }
    return parts.isEmpty ? "every case" : parts.joined(separator: ", ")
  }
}
