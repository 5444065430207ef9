import Accounting

/// The care system posts the whole revenue side itself, and the bookkeeping's bank feed posts the bank: ours is only
/// what a receipt settles.
extension Story {
  package static var careSystemPosts: Story {
    func line(
      _ reference: String, _ client: Int, _ service: String, _ number: Int, quantity: Int, _ tariff: Int64
    ) -> StoryLine {
      StoryLine(
        reference, client: TestPeople.clients[client], service: service, from: week(number).from,
        until: week(number).until, quantity: quantity, tariff: euros(tariff))
    }
    let march = day(3, 1)...day(3, 31)
    let first = StoryDeclaration(
      .homeNursing, to: "7095", "WV26000401", on: day(4, 2), period: march,
      lines: [
        line("WV26-701", 4, "1001", 1, quantity: 80, 5_00),
        line("WV26-702", 5, "1001", 2, quantity: 50, 5_00),
        line("WV26-703", 6, "1000", 3, quantity: 25, 6_00),
      ])
    let rejected = StoryAnswer(euros(0), "0551")
    let firstAnswered = StoryReturn(
      to: first, "4411701", on: day(4, 10), headerCodes: ["0200"], answers: ["WV26-703": rejected])
    let again = StoryDeclaration(
      .homeNursing, to: "7095", "WV26000402", on: day(4, 14), period: march,
      lines: [first.lines[2].declaredAgain(as: "WV26-704", naming: "WV26-703")])
    let againGranted = StoryReturn(to: again, "4411744", on: day(4, 21), headerCodes: ["8001"])
    // The second return repeats the rejected line, for a return lists every line with a remark.
    let lowered = StoryReturn(
      to: first, "4411790", on: day(4, 28), headerCodes: ["0200"],
      answers: ["WV26-701": StoryAnswer(euros(340_00), "0611"), "WV26-703": rejected])
    let next = StoryDeclaration(
      .homeNursing, to: "7095", "WV26000403", on: day(4, 20), period: march,
      lines: [line("WV26-705", 5, "1001", 4, quantity: 40, 5_00)])
    let nextGranted = StoryReturn(to: next, "4411802", on: day(4, 29), headerCodes: ["8001"])
    let rent = StoryPayment(
      euros(-900_00), name: "Vastgoed Lindelaan BV", iban: "NL46TEST0000000900", text: "Huur steunpunt")
    let april = StoryStatement(
      "20260424401", account: ownAccount, days: day(4, 11)...day(4, 24), opening: euros(5_000_00),
      bookings: [
        StoryBooking(
          on: day(4, 16), "TESTBANK2604160000401",
          .single(StoryPayer.vgz.pays(650_00, "FACTUUR WV26000401"))),
        StoryBooking(on: day(4, 17), "TESTBANK2604170000402", .single(rent)),
        StoryBooking(
          on: day(4, 24), "TESTBANK2604240000403",
          .single(StoryPayer.vgz.pays(150_00, "FACTUUR WV26000402"))),
      ])
    let may = StoryStatement(
      "20260508401", account: ownAccount, days: day(4, 25)...day(5, 8), opening: euros(4_900_00),
      bookings: [
        StoryBooking(
          on: day(5, 6), "TESTBANK2605060000404",
          .single(StoryPayer.vgz.pays(140_00, "AFREKENING WV26000403 MET WV26000401")))
      ])
    return Story(
      "care-system-posts",
      arriving: [
        ("declarations_20260402.csv", CanonicalWriter.declarations([first])),
        ("awards_4411701.csv", CanonicalWriter.awards([firstAnswered])),
        ("declarations_20260420.csv", CanonicalWriter.declarations([again, next])),
        ("awards_4411744.csv", CanonicalWriter.awards([againGranted])),
        ("camt053_NL85TEST0000000101_20260424.xml", CamtWriter.bytes(.v08, [april])),
        ("awards_4411790.csv", CanonicalWriter.awards([lowered])),
        ("awards_4411802.csv", CanonicalWriter.awards([nextGranted])),
        ("camt053_NL85TEST0000000101_20260508.xml", CamtWriter.bytes(.v08, [may])),
      ])
  }
}
