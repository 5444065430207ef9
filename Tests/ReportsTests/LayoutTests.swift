import JSON
import Reports
import Testing

@Suite struct LayoutTests {
  @Test func `amounts stand to the right, texts to the left, without blanks at the end`() {
    var table = TextTable(.left("account"), .right("balance"), .left("remark"))
    table.add("1310", readable(1_234_567_05), "")
    table.add("8010", readable(-5), "largest")
    table.close("2 accounts", readable(1_234_567_00), "")
    #expect(
      table.text == """
        account          balance  remark
        ----------  ------------  -------
        1310        1,234,567.05
        8010               -0.05  largest
        ----------  ------------  -------
        2 accounts  1,234,567.00

        """)
  }

  @Test(
    arguments: [
      (0, "0.00"), (7, "0.07"), (-99_999, "-999.99"), (100_000, "1,000.00"), (-100_000, "-1,000.00"),
      (Int64.min, "-92,233,720,368,547,758.08"),
    ] as [(Int64, String)])
  func `amounts are grouped by thousands`(cents: Int64, text: String) {
    #expect(readable(cents) == text)
  }

  @Test func `members keep their order and texts are escaped`() {
    let value: JSON = [
      "b": .text("a \"quote\"\n\u{1}"), "a": .array([.null, .bool(true), .amount(-5)]), "c": .object([]),
    ]
    #expect(value.line == #"{"b":"a \"quote\"\n\u0001","a":[null,true,"-0.05"],"c":{}}"#)
  }
}
