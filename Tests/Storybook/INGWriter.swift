import Accounting

/// Writes a statement as ING's comma-separated download (profile `ing-nl`): semicolons, everything quoted, decimal
/// comma, Windows-1252, newest booking first. It has no balances; a batch is one row.
package enum INGWriter {
  package static let header =
    "\"Datum\";\"Naam / Omschrijving\";\"Rekening\";\"Tegenrekening\";\"Code\";\"Af Bij\";\"Bedrag (EUR)\";"
    + "\"Mutatiesoort\";\"Mededelingen\";\"Saldo na mutatie\";\"Tag\"\r\n"

  package static func bytes(_ statement: StoryStatement) -> [UInt8] {
    var balance = statement.head.opening.minorUnits
    var rows: [[UInt8]] = []
    for booking in statement.bookings {
      balance += booking.amount.minorUnits
      rows.append(row(booking, account: statement.head.account, balance: Money(minorUnits: balance)))
    }
    return Array(header.utf8) + rows.reversed().joined()
  }

  private static func row(_ booking: StoryBooking, account: String, balance: Money) -> [UInt8] {
    let (name, iban, text) =
      switch booking.content {
      case .single(let payment): (payment.name, payment.iban, payment.text)
      case .batch(let identification, let payments):
        (payments[0].name, payments[0].iban, "Batch \(identification), \(payments.count) posten")
      case .bareBatch(let identification, let count, _): ("", "", "Batch \(identification), \(count) posten")
      }
    var bytes: [UInt8] = [0x22]
    bytes.append(iso: booking.bookedOn, separated: false)
    bytes.append(0x22)
    bytes.append(quoted: name)
    bytes.append(quoted: account)
    bytes.append(quoted: iban)
    bytes.append(quoted: "OV")
    bytes.append(quoted: booking.amount.isNegative ? "Af" : "Bij")
    bytes.append(quoted: Money(minorUnits: Int64(booking.amount.minorUnits.magnitude)))
    bytes.append(quoted: "Overschrijving")
    bytes.append(quoted: text)
    bytes.append(quoted: balance)
    bytes.append(quoted: "")
    bytes.append(contentsOf: [0x0D, 0x0A])
    return bytes
  }
}

extension [UInt8] {
  fileprivate mutating func append(quoted text: String) {
    append(contentsOf: [0x3B, 0x22])
    for scalar in text.unicodeScalars {
      // Latin-1's printable part is the same in Windows-1252.
      precondition(scalar.value < 0x80 || (0xA0...0xFF).contains(scalar.value), "not in Windows-1252")
      if scalar == "\"" { append(0x22) }
      append(UInt8(scalar.value))
    }
    append(0x22)
  }

  fileprivate mutating func append(quoted money: Money) {
    append(contentsOf: [0x3B, 0x22])
    append(decimal: money, mark: 0x2C)
    append(0x22)
  }
}
