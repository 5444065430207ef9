package import Care
import Findings
import XML

/// Bank statements, ISO 20022 camt.053 in every version in use. Reports of the day (camt.052) and notifications
/// (camt.054) are recognised and refused: they prove no money.
///
/// Each statement is proven by itself: opening balance plus booked entries is the closing balance to the cent.
package struct CamtDecoder: Decoder {
  package init() {}

  package func recognises(_ head: [UInt8]) -> Bool {
    // UTF-16 of ASCII is ASCII with zeros in between; no other encoding we read has zeros at all.
    let characters = head.prefix(4_096).filter { $0 != 0 }
    guard let first = characters.first(where: { $0 > 32 && $0 < 128 }), first == UInt8(ascii: "<") else {
      return false
    }
    let names = ["BkToCstmrStmt", "BkToCstmrAcctRpt", "BkToCstmrDbtCdtNtfctn", ":camt.05"]
    return names.contains { Self.contains(characters, Array($0.utf8)) }
  }

  package func decode(
    _ source: inout some ByteSource, named name: String, sink: (Fact) throws -> Void
  ) throws -> Reading {
    var parser = XMLPushParser(CamtShape.statement.vocabulary)
    var reader = CamtReader(file: name)
    var fault: XMLFault?
    var isEnd = false
    while !isEnd, fault == nil, !reader.isRefused {
      let piece = try source.next()
      isEnd = piece.isEmpty
      do throws(XMLFault) {
        if isEnd { try parser.finish(&reader) } else { try parser.parse(piece, to: &reader) }
      } catch {
        fault = error
      }
      for fact in reader.facts { try sink(fact) }
      reader.facts.removeAll(keepingCapacity: true)
    }
    reader.conclude(fault)
    let format = Format(kind: .receipts, name: reader.formatName, isTest: reader.isTest)
    return Reading(format: format, findings: reader.findings, lines: reader.lineCount)
  }

  private static func contains(_ bytes: [UInt8], _ name: [UInt8]) -> Bool {
    guard bytes.count >= name.count else { return false }
    return (0...bytes.count - name.count).contains { start in
      bytes[start] == name[0] && bytes[start..<start + name.count].elementsEqual(name)
    }
  }
}

extension CamtReader {
  /// The document is over, whole or not. Where nothing more was read on purpose, what follows is not judged.
  fileprivate mutating func conclude(_ fault: XMLFault?) {
    guard !isRefused else { return }
    if let fault {
      findings.append(Finding(fault, in: file))
    } else if statementCount == 0 {
      note(
        "no-statement", .error, (0, 1), "there is no bank statement in the message",
        remedy: "Give the file as the bank delivered it.")
    }
  }
}
