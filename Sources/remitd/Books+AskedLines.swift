import Accounting
import Books
import Care
import Mapping

extension Books {
  /// What a mapping is or would be asked about the lines in the books that count, alike ones together.
  func askedLines(
    of administration: String, declared: (Circumstances, _ lines: Int64) -> Void,
    reduced: (Circumstances, [ReasonCode], Granted, _ lines: Int64) -> Void
  ) throws {
    try snapshot {
      try declaredClasses(of: administration) { asked in
        declared(
          Circumstances(asked.lineClass, declaredOn: asked.submittedOn, on: asked.submittedOn), asked.lines)
      }
      try reducedClasses(of: administration) { asked in
        reduced(
          Circumstances(asked.lineClass, declaredOn: asked.submittedOn, on: asked.answeredOn), asked.codes,
          asked.isRejected ? .zero : .part, asked.lines)
      }
    }
  }
}

extension Circumstances {
  fileprivate init(_ lineClass: LineClass, declaredOn submission: CalendarDate, on date: CalendarDate) {
    self.init(
      payer: lineClass.payer, scheme: lineClass.scheme, service: lineClass.service,
      practitioner: lineClass.practitioner, location: lineClass.location, stream: lineClass.stream,
      careYear: lineClass.careYear < submission.year ? .earlier : .current, date: date)
  }
}
