import Accounting

/// Declared, granted, paid; then a second return lowers one line.
extension Story {
  package static var secondReturn: Story {
    let declaration = StoryDeclaration(
      .homeNursing, to: "7095", "WV26000501", on: day(4, 2), period: day(3, 1)...day(3, 31),
      lines: [
        StoryLine(
          "WV26-501", client: TestPeople.clients[4], service: "1001", from: week(1).from,
          until: week(1).until, quantity: 40, tariff: euros(5_00)),
        StoryLine(
          "WV26-502", client: TestPeople.clients[5], service: "1000", from: week(1).from,
          until: week(1).until, quantity: 30, tariff: euros(6_00)),
        StoryLine(
          "WV26-503", client: TestPeople.clients[6], service: "1001", from: week(2).from,
          until: week(2).until, quantity: 24, tariff: euros(5_00)),
      ])
    let granted = StoryReturn(to: declaration, "4411050", on: day(4, 10), headerCodes: ["8001"])
    let lowered = StoryReturn(
      to: declaration, "4411397", on: day(5, 6), headerCodes: ["0200"],
      answers: ["WV26-501": StoryAnswer(euros(100_00), "0611")])
    let statement = StoryStatement(
      "20260417201", account: ownAccount, days: day(4, 11)...day(4, 17), opening: euros(10_000_00),
      bookings: [
        StoryBooking(
          on: day(4, 15), "TESTBANK2604150000201",
          .single(StoryPayer.vgz.pays(500_00, "VGZ DECL 4411050 / FACT WV26000501")))
      ])
    return Story(
      "second-return",
      arriving: [
        ("declarations_WV26000501.csv", CanonicalWriter.declarations([declaration])),
        ("awards_4411050.csv", CanonicalWriter.awards([granted])),
        ("camt053_NL85TEST0000000101_20260417.xml", CamtWriter.bytes(.v08, [statement])),
        ("awards_4411397.csv", CanonicalWriter.awards([lowered])),
      ])
  }
}
