/// A column of a DATEV booking batch (EXTF Buchungsstapel, format version 13).
struct DATEVColumn: Sendable, Hashable {
  var heading: String
  /// Written in quotation marks, also where it is empty.
  var isQuoted: Bool

  static func text(_ heading: String) -> DATEVColumn { DATEVColumn(heading: heading, isQuoted: true) }
  static func plain(_ heading: String) -> DATEVColumn { DATEVColumn(heading: heading, isQuoted: false) }

  /// All 125, in their order. We fill few of them; the reader counts columns, so each has its place.
  static let all: [DATEVColumn] =
    first + pairs("Beleginfo", 8) + costs + pairs("Zusatzinformation", 20) + last

  private static func pairs(_ name: String, _ count: Int) -> [DATEVColumn] {
    (1...count).flatMap { [.text("\(name) - Art \($0)"), .text("\(name) - Inhalt \($0)")] }
  }

  private static let first: [DATEVColumn] = [
    .plain("Umsatz (ohne Soll/Haben-Kz)"), .text("Soll/Haben-Kennzeichen"), .text("WKZ Umsatz"),
    .plain("Kurs"), .plain("Basis-Umsatz"), .text("WKZ Basis-Umsatz"), .plain("Konto"),
    .plain("Gegenkonto (ohne BU-Schlüssel)"), .text("BU-Schlüssel"), .plain("Belegdatum"),
    .text("Belegfeld 1"), .text("Belegfeld 2"), .plain("Skonto"), .text("Buchungstext"),
    .plain("Postensperre"), .text("Diverse Adressnummer"), .plain("Geschäftspartnerbank"),
    .plain("Sachverhalt"), .plain("Zinssperre"), .text("Beleglink"),
  ]

  private static let costs: [DATEVColumn] = [
    .text("KOST1 - Kostenstelle"), .text("KOST2 - Kostenstelle"), .plain("Kost-Menge"),
    .text("EU-Land u. UStID"), .plain("EU-Steuersatz"), .text("Abw. Versteuerungsart"),
    .plain("Sachverhalt L+L"), .plain("Funktionsergänzung L+L"), .plain("BU 49 Hauptfunktionstyp"),
    .plain("BU 49 Hauptfunktionsnummer"), .plain("BU 49 Funktionsergänzung"),
  ]

  private static let last: [DATEVColumn] = [
    .plain("Stück"), .plain("Gewicht"), .plain("Zahlweise"), .text("Forderungsart"),
    .plain("Veranlagungsjahr"), .plain("Zugeordnete Fälligkeit"), .plain("Skontotyp"),
    .text("Auftragsnummer"), .text("Buchungstyp"), .plain("USt-Schlüssel (Anzahlungen)"),
    .text("EU-Land (Anzahlungen)"), .plain("Sachverhalt L+L (Anzahlungen)"),
    .plain("EU-Steuersatz (Anzahlungen)"), .plain("Erlöskonto (Anzahlungen)"), .text("Herkunft-Kz"),
    .text("Leerfeld"), .plain("KOST-Datum"), .text("SEPA-Mandatsreferenz"), .plain("Skontosperre"),
    .text("Gesellschaftername"), .plain("Beteiligtennummer"), .text("Identifikationsnummer"),
    .text("Zeichnernummer"), .plain("Postensperre bis"), .text("Bezeichnung SoBil-Sachverhalt"),
    .plain("Kennzeichen SoBil-Buchung"), .plain("Festschreibung"), .plain("Leistungsdatum"),
    .plain("Datum Zuord. Steuerperiode"), .plain("Fälligkeit"), .text("Generalumkehr"), .plain("Steuersatz"),
    .text("Land"), .plain("Abrechnungsreferenz"), .text("BVV-Position (Betriebsvermögensvergleich)"),
    .text("EU-Mitgliedstaat u. UStID (Ursprung)"), .plain("EU-Steuersatz (Ursprung)"),
    .plain("Abw. Skontokonto"),
  ]
}
