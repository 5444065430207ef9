import Decoding
import Findings
import Testing

/// What people give in the place of a message: a workbook, a PDF, nothing.
struct ForeignFileTests {
  private static let archive: [UInt8] = [0x50, 0x4B, 0x03, 0x04, 20, 0, 6, 0, 8, 0, 0, 0, 0x21, 0, 0xFF]

  static let given: [(head: [UInt8], name: String, remedy: String)] = [
    ([], "the file is empty", "for the file again"),
    (
      archive + "[Content_Types].xml\u{2}\u{1}PK\u{3}\u{4}_rels/.rels PK\u{3}\u{4}xl/workbook.xml".utf8,
      "the file is an Excel workbook (.xlsx)", "CSV UTF-8"
    ),
    (archive + "[Content_Types].xml".utf8, "the file is an Office document (.xlsx)", "CSV UTF-8"),
    (archive + "[Content_Types].xml word/document.xml".utf8, "the file is a Word document (.docx)", "AW319"),
    (
      archive + "mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK".utf8,
      "the file is an OpenDocument file (.ods)", "CSV UTF-8"
    ),
    (
      [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0],
      "the file is an Excel workbook or another document of old Office (.xls)", "CSV UTF-8"
    ),
    (Array("%PDF-1.7\n%âãÏÓ\n".utf8), "the file is a PDF", "camt"),
    (archive + "AW319.asc".utf8, "the file is a ZIP archive", "unpack it"),
    ([0x1F, 0x8B, 8, 0], "the file is compressed (.gz)", "unpack it"),
    (Array("\r\n<!DOCTYPE html>\n<html>".utf8), "the file is a web page", "fetch the file again"),
  ]

  @Test(arguments: given)
  func `a file of another kind is named, with what to do`(
    head: [UInt8], name: String, remedy: String
  ) throws {
    guard case .unknown(let finding) = Decoders().decoder(for: head, named: "given.csv") else {
      Issue.record("somebody reads it")
      return
    }
    #expect(finding.rule == "unknown-format")
    #expect(finding.message == name)
    #expect(finding.remedy.contains(remedy))
    for language in [Language.dutch, .german] {
      #expect(language.sentence(finding.message) != finding.message)
      #expect(language.sentence(finding.remedy) != finding.remedy)
    }
  }
}
