import Accounting
import Storybook

/// A line of care in few words; what a story does not say is usual. Amounts in cents.
struct Visit: Sendable, Hashable {
  var reference: String
  var cents: Int64
  var client = 0
  var service = "1000"
  var scheme = "Zvw"
  var from = "2026-03-02"
  var until = "2026-03-08"
  var previous = ""
  var vat: Int64 = 0
  var isApproved = true
  var location = ""

  init(
    _ reference: String, _ cents: Int64, client: Int = 0, service: String = "1000", scheme: String = "Zvw",
    from: String = "2026-03-02", until: String = "2026-03-08", previous: String = "", vat: Int64 = 0,
    isApproved: Bool = true, location: String = ""
  ) {
    self.reference = reference
    self.cents = cents
    self.client = client
    self.service = service
    self.scheme = scheme
    self.from = from
    self.until = until
    self.previous = previous
    self.vat = vat
    self.isApproved = isApproved
    self.location = location
  }
}

/// A declaration in few words.
struct Invoice: Sendable {
  var number: String
  var payer: String
  var date: String
  var visits: [Visit]

  init(_ number: String, to payer: String = "uzovi-7095", on date: String = "2026-04-02", _ visits: [Visit]) {
    self.number = number
    self.payer = payer
    self.date = date
    self.visits = visits
  }

  /// What the payer is asked for.
  var claimed: Int64 { visits.filter(\.isApproved).reduce(0) { $0 + $1.cents } }
}

/// A return in few words.
struct Reply: Sendable {
  var payer: String
  var reference: String
  var date: String
  var declaration: String
  /// Claimed and awarded of the whole; nothing: silence proves nothing.
  var totals: [Int64]
  var listed: [Listed]

  struct Listed: Sendable {
    var line: String
    var claimed: Int64
    var awarded: Int64
    var reasons: String
  }

  init(
    _ reference: String, on date: String, to invoice: Invoice, awarded: Int64? = nil, _ listed: [Listed] = []
  ) {
    payer = invoice.payer
    self.reference = reference
    self.date = date
    declaration = invoice.number
    totals = awarded.map { [invoice.claimed, $0] } ?? []
    self.listed = listed
  }
}

extension Visit {
  /// What a payer remarks on this line.
  func granted(_ cents: Int64, _ reasons: String = "0551") -> Reply.Listed {
    Reply.Listed(line: reference, claimed: self.cents, awarded: cents, reasons: reasons)
  }
}

/// A movement on our bank account in few words.
struct Movement: Sendable {
  var day: String
  var cents: Int64
  var text: String
  var iban: String
  var name: String
  /// The bank's own reference.
  var reference: String

  init(
    _ reference: String, on day: String, _ cents: Int64, _ text: String, from iban: String = Self.vgz,
    name: String = "VGZ"
  ) {
    self.day = day
    self.cents = cents
    self.text = text
    self.iban = iban
    self.name = name
    self.reference = reference
  }

  static let vgz = "NL09TEST0000007095"
  static let zilverenKruis = "NL36TEST0000003311"
  static let stranger = "NL46TEST0000000900"
}

/// A payer's account of one payment in few words.
struct Specified: Sendable {
  var reference: String
  var payer: String
  var date: String
  var cents: Int64
  var rows: [Row]

  struct Row: Sendable {
    var kind: String
    var declaration = ""
    var cents: Int64
    var number = ""
    var against = ""
    var scheme = ""

    static func award(_ declaration: String, _ cents: Int64) -> Row {
      Row(kind: "award", declaration: declaration, cents: cents)
    }

    static func offset(_ cents: Int64, of number: String = "", on declaration: String = "") -> Row {
      Row(kind: "offset", declaration: declaration, cents: -cents, against: number)
    }

    /// What is still open of it.
    static func takeback(_ cents: Int64, called number: String = "", on declaration: String = "") -> Row {
      Row(kind: "takeback", declaration: declaration, cents: -cents, number: number)
    }
  }

  init(
    _ reference: String, by payer: String = "uzovi-7095", on date: String, paying cents: Int64, _ rows: [Row]
  ) {
    self.reference = reference
    self.payer = payer
    self.date = date
    self.cents = cents
    self.rows = rows
  }
}

/// Canonical files of the contract (section 3), written straight from the words above.
enum Canonical {
  static func money(_ cents: Int64) -> String { Money(minorUnits: cents).plain }

  static func specifications(_ specifications: [Specified]) -> String {
    var text = "payer,specification,date,kind,declaration,amount,reference,against,scheme\n"
    for specified in specifications {
      let rows = [Specified.Row(kind: "payment", cents: specified.cents)] + specified.rows
      for row in rows {
        text +=
          [
            specified.payer, specified.reference, specified.date, row.kind, row.declaration, money(row.cents),
            row.number, row.against, row.scheme,
          ].joined(separator: ",") + "\n"
      }
    }
    return text
  }

  static func declarations(_ invoices: Invoice...) -> String { declarations(invoices) }

  static func declarations(_ invoices: [Invoice]) -> String {
    var text =
      "payer,declaration,line,client,practitioner,service,scheme,service_from,service_to,quantity,amount,"
      + "submitted_on,previous,vat,approved,location\n"
    for invoice in invoices {
      for visit in invoice.visits {
        let cells = [
          invoice.payer, invoice.number, visit.reference, TestPeople.clients[visit.client],
          TestPeople.provider, visit.service, visit.scheme, visit.from, visit.until, "1.00",
          money(visit.cents), invoice.date, visit.previous, visit.vat == 0 ? "" : money(visit.vat),
          visit.isApproved ? "yes" : "no", visit.location,
        ]
        text += cells.joined(separator: ",") + "\n"
      }
    }
    return text
  }

  static func awards(_ replies: Reply...) -> String { awards(replies) }

  static func awards(_ replies: [Reply]) -> String {
    var text =
      "payer,remittance,remittance_date,declaration,line,claimed,awarded,reasons,total_claimed,total_awarded\n"
    for reply in replies {
      let head = [reply.payer, reply.reference, reply.date, reply.declaration]
      let totals = reply.totals.isEmpty ? ["", ""] : reply.totals.map(money)
      var rows = reply.listed.map { [$0.line, money($0.claimed), money($0.awarded), $0.reasons] }
      if rows.isEmpty { rows = [["", "", "", ""]] }
      for row in rows { text += (head + row + totals).joined(separator: ",") + "\n" }
    }
    return text
  }

  /// A camt.053 statement of our account, from the first to the last day of its movements.
  static func statement(
    _ identification: String, account: String = "NL85TEST0000000101", _ movements: [Movement]
  ) -> [UInt8] {
    let days = movements.map { day($0.day) }
    guard let first = days.min(), let last = days.max() else {
      preconditionFailure("a statement is not empty")
    }
    return CamtWriter.bytes(
      .v08,
      [
        StoryStatement(
          identification, account: account, days: first...last, opening: Money(minorUnits: 10_000_00),
          bookings: movements.map { movement in
            StoryBooking(
              on: day(movement.day), movement.reference,
              .single(
                StoryPayment(
                  Money(minorUnits: movement.cents), name: movement.name, iban: movement.iban,
                  text: movement.text)))
          })
      ])
  }

  static func day(_ iso: String) -> CalendarDate {
    guard let day = CalendarDate(iso: iso) else { preconditionFailure("\(iso) is no day") }
    return day
  }
}
