import Foundation
import TestSupport
import Testing

/// The judge of DATEV files itself: a right file passes, and each fault planted in it is seen.
@Suite(.enabled(if: BookingBatch.canBeJudged, "needs the given lists of DATEV's fields and columns"))
struct BookingBatchTests {
  struct Fault: CustomTestStringConvertible, Sendable {
    var found: String
    var old: String
    var new: String
    var testDescription: String { "\(old) → \(new)" }

    init(_ found: String, _ old: String, _ new: String) {
      (self.found, self.old, self.new) = (found, old, new)
    }
  }

  private static let faults = [
    Fault("header: DATEV-Format-KZ is not what it may be", "\"EXTF\"", "\"DTVF\""),
    Fault("header: DATEV-Format-KZ is not quoted", "\"EXTF\"", "EXTF"),
    Fault("header: Versionsnummer is not what it may be", ";700;", ";510;"),
    Fault("header: Erzeugt am is no JJJJMMTTHHMMSSFFF", ";20260315120000000;", ";20260315;"),
    Fault("header: Importiert is not what it may be", "120000000;;", "120000000;20260315;"),
    Fault("header: Berater is not what it may be", ";1001;1;", ";1000;1;"),
    Fault("header: Mandant is longer than 5", ";1001;1;", ";1001;100000;"),
    Fault("header: WJ-Beginn is not what it may be", ";20260101;4;", ";20260231;4;"),
    Fault("header: Datum bis is not what it may be", ";20260101;4;", ";20250101;4;"),
    Fault("header: Datum vom is not what it may be", ";20260101;4;", ";20260401;4;"),
    Fault("header: Sachkontenlänge is not what it may be", ";20260101;4;", ";20260101;3;"),
    Fault("header: Bezeichnung is longer than 30", "\"VGZ 2026", "\"VGZ 2026 with words of more than"),
    Fault("header: Festschreibung is not what it may be", ";1;0;0;\"EUR\"", ";1;0;;\"EUR\""),
    Fault("header: Festschreibung is neither 0 nor 1", ";1;0;0;\"EUR\"", ";1;0;2;\"EUR\""),
    Fault("header: WKZ is not what it may be", ";1;0;0;\"EUR\"", ";1;0;0;\"eur\""),
    Fault("header: reserviert is not what it may be", ";\"EUR\";;", ";\"EUR\";1;"),
    Fault("the header has 32 fields", "\"CAG-000123\"", "\"CAG-000123\";"),
    Fault("the headings are not those of the format", "Buchungstext", "Text"),
    Fault("line 3: Umsatz (ohne Soll/Haben-Kz) is no decimal with comma", "1200,00", "1200.00"),
    Fault("line 3: Umsatz (ohne Soll/Haben-Kz) is no decimal with comma", "1200,00", "-1200,00"),
    Fault("line 3: Umsatz (ohne Soll/Haben-Kz) is no decimal with comma", "1200,00", "1200,0"),
    Fault("line 3: Umsatz (ohne Soll/Haben-Kz) is no decimal with comma", "1200,00", "1.200,00"),
    Fault("line 3: Umsatz (ohne Soll/Haben-Kz) is not what it may be", "1200,00", "0,00"),
    Fault("line 3: Umsatz (ohne Soll/Haben-Kz) is longer than 12", "1200,00", "12345678901,00"),
    Fault("line 3: Umsatz (ohne Soll/Haben-Kz) is missing", "1200,00", ""),
    Fault("line 3: Soll/Haben-Kennzeichen is not what it may be", "1200,00;\"S\"", "1200,00;\"D\""),
    Fault("line 3: Soll/Haben-Kennzeichen is not quoted", "1200,00;\"S\"", "1200,00;S"),
    Fault("line 3: Konto is not what it may be", ";1200;1400;", ";012001;1400;"),
    Fault("line 3: Konto is not what it may be", ";1200;1400;", ";0000;1400;"),
    Fault("line 3: Konto is quoted", ";1200;1400;", ";\"1200\";1400;"),
    Fault("line 3: Gegenkonto (ohne BU-Schlüssel) is no whole number", ";1200;1400;", ";1200;A1400;"),
    Fault("line 3: Belegdatum is not what it may be", "1400;\"\";1503;", "1400;\"\";0104;"),
    Fault("line 3: Belegdatum is not what it may be", "1400;\"\";1503;", "1400;\"\";0315;"),
    Fault("line 3: Belegdatum is no TTMM", "1400;\"\";1503;", "1400;\"\";503;"),
    Fault("line 3: Belegfeld 1 is not what it may be", "1503;\"CAG-2026-", "1503;\"CAG_2026-"),
    Fault(
      "line 3: Belegfeld 1 is longer than 36", "1503;\"CAG-2026-",
      "1503;\"CAG-2026-CAG-2026-CAG-2026-CAG-2026-"),
    Fault(
      "line 3: Buchungstext is longer than 60", "Decl 2026-0042",
      "Decl 2026-0042 of a month in which there was much to say"),
    Fault("line 3 has 126 cells", "1200,00;", "1200,00;;"),
    Fault("line 3 has a sign out of place", "Decl 2026-0042\"", "Decl \"2026-0042\""),
    Fault("line 3 has a sign out of place", "Decl 2026", "Decl\n2026"),
    Fault("a mark of byte order makes it another encoding", "\"EXTF\"", "ï»¿\"EXTF\""),
  ]

  private func example() throws -> [UInt8] { Array(try Data(contentsOf: BookingBatch.example)) }

  @Test func `the given example is right, and puts on accounts what its entry says`() throws {
    let batch = try BookingBatch(try example())
    #expect(batch.faults == [])
    #expect(batch.balances == ["1200": 125_000, "1400": -120_000, "1590": -5_000])
  }

  @Test(arguments: faults) func `a fault in it is seen`(fault: Fault) throws {
    var text = try #require(String(bytes: try example(), encoding: .windowsCP1252))
    let place = try #require(text.range(of: fault.old))
    text.replaceSubrange(place, with: fault.new)
    let bytes = try #require(text.data(using: .windowsCP1252))
    let found = try BookingBatch(Array(bytes)).faults
    #expect(found.contains(fault.found), "\(found)")
  }

  @Test func `another encoding is seen, and lines that end otherwise or do not end`() throws {
    let bytes = try example()
    let text = try #require(String(bytes: bytes, encoding: .windowsCP1252))
    #expect(try BookingBatch(Array(text.utf8)).faults.contains("it is UTF-8"))
    #expect(try BookingBatch(bytes + [0x81]).faults.contains("a byte has no meaning in windows-1252"))
    #expect(try !BookingBatch(bytes.filter { $0 != 13 }).faults.isEmpty)
    #expect(try BookingBatch(bytes.dropLast(2)).faults == ["the last line does not end"])
    #expect(try BookingBatch([]).faults == ["there is no header with headings below it"])
  }

  @Test func `what is marked as reversed takes away`() throws {
    var text = try #require(String(bytes: try example(), encoding: .windowsCP1252))
    let lines = text.components(separatedBy: "\r\n")
    var cells = lines[2].components(separatedBy: ";")
    cells[117] = "\"1\""
    text += cells.joined(separator: ";") + "\r\n"
    let batch = try BookingBatch(Array(try #require(text.data(using: .windowsCP1252))))
    #expect(batch.faults == [])
    #expect(batch.balances == ["1200": 5_000, "1590": -5_000])
  }
}
