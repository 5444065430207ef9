import JSON
import Testing

struct JSONTests {
  private func read(_ text: String) -> JSON? { try? JSON(reading: Array(text.utf8)) }

  @Test(arguments: [
    "null", "true", "false", "0", "-1", "9223372036854775807", #""""#, #""a\"\\\n\t""#, "[]", "{}",
    #"{"a":[1,{"b":null},"x"],"c":1.50}"#, "1.50", "9223372036854775808", "-0.0e+5",
  ])
  func `what is read is written as it was`(text: String) throws {
    #expect(try JSON(reading: Array(text.utf8)).line == text)
  }

  @Test func `numbers keep every digit, and escapes become their characters`() throws {
    let value = try JSON(
      reading: Array(#" {"amount" : 1250.10, "text":"A\u00e9\uD83D\uDE00\/" , "n":7 } "#.utf8))
    #expect(value["amount"]?.written == "1250.10")
    #expect(value["text"]?.text == "Aé😀/")
    #expect(value["n"]?.number == 7)
    #expect(value["absent"] == nil)
  }

  @Test(arguments: [
    "", " ", "nul", "truee", "[1,]", "[1 2]", "{\"a\":1,}", "{a:1}", "{\"a\" 1}", "{\"a\":1,\"a\":2}", "1 2",
    "01",
    "-", "1.", ".5", "1e", "+1", "NaN", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"",
    "\"\n\"",
    "[", "{", "//", "'a'", "\u{FEFF}1",
  ])
  func `anything else is refused, with its place`(text: String) {
    #expect(read(text) == nil)
    #expect(throws: JSON.Fault.self) { try JSON(reading: Array(text.utf8)) }
  }

  @Test func `bytes that are no text are refused`() {
    #expect(throws: JSON.Fault.self) { try JSON(reading: [34, 0xFF, 34]) }
    #expect(throws: JSON.Fault.self) { try JSON(reading: [34, 0xC3, 34]) }
  }

  @Test func `depth is bounded, so that no answer can end the program`() {
    #expect(read(String(repeating: "[", count: 60) + String(repeating: "]", count: 60)) != nil)
    #expect(read(String(repeating: "[", count: 100_000)) == nil)
    #expect(read(String(repeating: "{\"a\":", count: 100_000)) == nil)
  }

  @Test(arguments: 1...20)
  func `a document with a byte exchanged is read or refused, and never ends the program`(seed: UInt64) {
    var state = seed
    let good = Array(#"{"id":2,"result":[{"d":"1.50","n":-12,"x":[true,null,"\u00e9"]}]}"#.utf8)
    for _ in 0..<500 {
      var bytes = good
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
      if let value = try? JSON(reading: bytes) {
        #expect((try? JSON(reading: Array(value.line.utf8))) == value)
      }
    }
  }
}
