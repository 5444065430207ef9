/// Writes a declaration as Vektis AW319 1.4: records of 310 bytes, CR LF, details numbered from 1, closing counts
/// and total computed from what was written.
package enum AW319Writer {
  package static func bytes(_ declaration: StoryDeclaration) -> [UInt8] {
    let groups = declaration.linesByClient
    let details = groups.count + declaration.lines.count
    var records = FixedWidthRecords(length: FixedWidthRecords.declarationLength, expecting: details + 2)
    records.writeHeader(declaration, messageCode: declaration.kind.messageCode)
    var number = 0
    for lines in groups {
      number += 1
      records.writeClient(lines[0].client, of: declaration, number: number)
      for line in lines {
        number += 1
        records.writeLine(line, of: declaration, number: number)
      }
    }
    records.begin(99)
    records.put(groups.count, 3, 8)
    records.put(0, 9, 14)
    records.put(declaration.lines.count, 15, 20)
    records.put(0, 21, 26)
    records.put(details, 27, 33)
    records.put(signed: declaration.claimed, 34, 44)
    return records.bytes
  }
}
