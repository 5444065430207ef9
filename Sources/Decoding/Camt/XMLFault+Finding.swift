import Findings
import XML

extension Finding {
  /// A file that cannot be read as XML, as the person who has it needs to hear it.
  init(_ fault: XMLFault, in file: String) {
    self.init(
      "xml-\(fault.kind.rawValue)", at: Position(file: file, line: fault.line, byte: fault.byte),
      fault.message, remedy: Self.remedy(for: fault.kind))
  }

  private static func remedy(for kind: XMLFault.Kind) -> String {
    switch kind {
    case .doctype, .entity, .tooLong, .tooManyAttributes, .tooDeep, .controlCharacter:
      "No bank or payer sends this: ask where the file comes from before you try again."
    case .malformedBytes, .unsupportedEncoding, .declaration:
      "Ask the sender for the file in UTF-8, and do not open and save it with another program in between."
    case .severalDocuments:
      "Split the file so that each document is a file of its own."
    case .truncated, .empty:
      "Fetch the file again: it was cut off."
    case .notWellFormed:
      "Fetch the file again, unchanged by any program in between."
    }
  }
}
