import Testing

@testable import remitd

struct ProgressTests {
  private var errors = Output(.memory)

  @Test mutating func `a bar grows, is drawn once a percent, and leaves nothing behind`() {
    var progress = Progress(of: 400, "files received", isShown: true)
    for part in 1...200 { progress.reached(part, &errors) }
    let drawn = errors.text.split(separator: "\r")
    #expect(drawn.count == 51, "one for each of 0 to 50 percent")
    #expect(
      drawn.last?.hasSuffix(
        "\(String(repeating: "█", count: 12))\(String(repeating: "░", count: 13)) 200 of 400 files received")
        == true)
    progress.say("posting, 3 events left", &errors)
    #expect(errors.text.hasSuffix("\r\u{1B}[Kposting, 3 events left"))
    progress.finish(&errors)
    #expect(errors.text.hasSuffix("\r\u{1B}[K"))
  }

  @Test mutating func `nothing is drawn where nobody looks on, and no bar for one file`() {
    var hidden = Progress(of: 400, "files received", isShown: false)
    hidden.reached(200, &errors)
    hidden.say("posting", &errors)
    hidden.finish(&errors)
    var one = Progress(of: 1, "files received", isShown: true)
    one.reached(1, &errors)
    one.finish(&errors)
    #expect(errors.text.isEmpty)
  }
}
