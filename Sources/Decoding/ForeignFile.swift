/// A file of a well-known kind that holds no message as it is, told by its first bytes: what people give by mistake.
enum ForeignFile: CaseIterable {
  case excel, oldExcel, openDocument, word, office, pdf, zip, gzip, webPage

  init?(_ head: [UInt8]) {
    let text = String(decoding: head, as: UTF8.self)
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      self = Self.ofArchive(text)
    } else if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      self = .oldExcel
    } else if head.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if text.hasPrefix("%PDF-") {
      self = .pdf
    } else if Self.isWebPage(text) {
      self = .webPage
    } else {
      return nil
    }
  }

  /// Office documents are ZIP archives; the names of their parts stand in them uncompressed.
  private static func ofArchive(_ text: String) -> ForeignFile {
    if text.contains("vnd.oasis.opendocument.") { return .openDocument }
    if text.contains("xl/") { return .excel }
    if text.contains("word/") { return .word }
    return text.contains("[Content_Types].xml") ? .office : .zip
  }

  private static func isWebPage(_ text: String) -> Bool {
    let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.prefix(14).lowercased()
    return start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
  }

  /// Continues "the file is".
  var name: String {
    switch self {
    case .excel: "an Excel workbook (.xlsx)"
    case .oldExcel: "an Excel workbook or another document of old Office (.xls)"
    case .openDocument: "an OpenDocument file (.ods)"
    case .word: "a Word document (.docx)"
    case .office: "an Office document (.xlsx)"
    case .pdf: "a PDF"
    case .zip: "a ZIP archive"
    case .gzip: "compressed (.gz)"
    case .webPage: "a web page"
    }
  }

  var remedy: String {
    switch self {
    case .excel, .oldExcel, .openDocument, .office:
      "open it and save each table as CSV UTF-8 (comma delimited), or have it exported as CSV"
    case .word, .pdf: "it is made for reading: ask whoever made it for the same as AW319, AW320, camt or CSV"
    case .zip, .gzip: "unpack it, and give what is in it"
    case .webPage: "the download failed or wanted a login: fetch the file again"
    }
  }
}
