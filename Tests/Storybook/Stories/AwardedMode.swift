import Accounting

/// The receivable comes into being when it is granted; what is rejected was never posted.
extension Story {
  package static var awardedMode: Story {
    func line(
      _ reference: String, _ client: Int, _ service: String, _ number: Int, quantity: Int, _ tariff: Int64
    ) -> StoryLine {
      StoryLine(
        reference, client: TestPeople.clients[client], service: service, from: week(number).from,
        until: week(number).until, quantity: quantity, tariff: euros(tariff))
    }
    let march = day(3, 1)...day(3, 31)
    let first = StoryDeclaration(
      .homeNursing, to: "3311", "WV26000301", on: day(4, 2), period: march,
      lines: [
        line("WV26-601", 0, "1001", 1, quantity: 120, 5_00),
        line("WV26-602", 1, "1000", 1, quantity: 50, 6_00),
        line("WV26-603", 2, "1001", 2, quantity: 20, 5_00),
      ])
    let firstAnswered = StoryReturn(
      to: first, "5550013001", on: day(4, 13), headerCodes: ["0200"],
      answers: ["WV26-603": StoryAnswer(euros(0), "0551")])
    let again = StoryDeclaration(
      .homeNursing, to: "3311", "WV26000302", on: day(4, 15), period: march,
      lines: [first.lines[2].declaredAgain(as: "WV26-604", naming: "WV26-603")])
    let againGranted = StoryReturn(to: again, "5550013044", on: day(4, 22), headerCodes: ["8001"])
    let vgz = StoryDeclaration(
      .homeNursing, to: "7095", "WV26000303", on: day(4, 2), period: march,
      lines: [
        line("WV26-611", 4, "1002", 1, quantity: 10, 7_00),
        line("WV26-612", 5, "1000", 2, quantity: 30, 6_00),
      ])
    let vgzAnswered = StoryReturn(
      to: vgz, "4411601", on: day(4, 14), headerCodes: ["0200"],
      answers: ["WV26-611": StoryAnswer(euros(60_00), "0611")])
    let unanswered = StoryDeclaration(
      .homeNursing, to: "7119", "WV26000304", on: day(4, 2), period: march,
      lines: [line("WV26-621", 7, "1001", 1, quantity: 16, 5_00)])
    let statement = StoryStatement(
      "20260424301", account: ownAccount, days: day(4, 18)...day(4, 24), opening: euros(5_000_00),
      bookings: [
        StoryBooking(
          on: day(4, 21), "TESTBANK2604210000301",
          .single(StoryPayer.vgz.pays(240_00, "FACTUUR WV26000303"))),
        StoryBooking(
          on: day(4, 24), "TESTBANK2604240000302",
          .single(StoryPayer.zilverenKruis.pays(1_000_00, "declaratie WV26000301, WV26000302"))),
      ])
    return Story(
      "awarded-mode",
      arriving: [
        ("declarations_20260402.csv", CanonicalWriter.declarations([first, vgz, unanswered])),
        ("awards_20260414.csv", CanonicalWriter.awards([firstAnswered, vgzAnswered])),
        ("declarations_20260415.csv", CanonicalWriter.declarations([again])),
        ("awards_20260422.csv", CanonicalWriter.awards([againGranted])),
        ("camt053_NL85TEST0000000101_20260424.xml", CamtWriter.bytes(.v08, [statement])),
      ])
  }
}
