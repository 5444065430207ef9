import Accounting
import Storybook

/// What happens to an installation in a crash test.
struct Tale: Sendable {
  enum Step: Sendable {
    /// Renamed into the inbox of a running daemon.
    case dropped([StoryFile])
    /// Given to `remitd ingest` while no daemon runs.
    case ingested([StoryFile])
    /// `remitd reverse` of the entry with this reference.
    case reversed(String)
  }

  var name: String
  var steps: [Step]

  /// A month of small files in two waves, with a refused file of the same name in each.
  static let month = Tale(
    name: "month",
    steps: [
      .dropped(Array(Story.homeCareMonth.files.prefix(12)) + [refused("one")]),
      .dropped(Array(Story.homeCareMonth.files.dropFirst(12)) + [refused("other")]),
    ])

  /// The same by hand.
  static let ingestedMonth = Tale(
    name: "ingested-month",
    steps: [
      .ingested(Array(Story.homeCareMonth.files.prefix(12))),
      .ingested(Array(Story.homeCareMonth.files.dropFirst(12)) + [refused("one")]),
    ])

  /// Files too large for one transaction: entered in batches, between which others have their turn.
  static let volume = Tale(
    name: "volume",
    steps: [
      .dropped([large.declaration, Story.homeCareMonth.files[0], Story.homeCareMonth.files[2]]),
      .dropped([large.answer, Story.homeCareMonth.files[1], large.statement]),
    ])

  static let ingestedVolume = Tale(
    name: "ingested-volume", steps: [.ingested([large.declaration, large.answer, large.statement])])

  /// Entries that a person takes back, in an installation that holds them.
  static func reversal(of references: [String]) -> Tale {
    Tale(name: "reversal", steps: references.map(Step.reversed))
  }

  private static func refused(_ word: String) -> StoryFile {
    StoryFile("13a-kapot.asc", Array("\(word) file that nobody can read\r\n".utf8))
  }

  /// One declaration of 11,000 lines (two batches and a rest), its answer, and a statement of 2,600 bank lines.
  private static let large: (declaration: StoryFile, answer: StoryFile, statement: StoryFile) = {
    var volume = Volume()
    volume.lines = 11_100
    var lines: [StoryLine] = []
    for index in 0..<volume.declarations { lines += volume.declaration(index).lines }
    let day = volume.declaration(0).date
    let declaration = StoryDeclaration(
      .homeNursing, to: Volume.payer, "WV26900001", on: day,
      period: volume.declaration(0).periodStart...day, lines: lines)
    let answer = volume.answer(to: declaration, 0)
    // Many small payments that name nothing we know, so that the statement is read in batches too.
    let days = Volume.statementDays
    let bookings = (0..<2_600).map { number in
      let payment =
        number == 0
        ? StoryPayment(
          answer.awarded, name: "Zilveren Kruis", iban: Volume.payerIBAN, text: "DECLARATIE WV26900001")
        : StoryPayment(
          Money(minorUnits: Int64(100 + number)), name: "Eigen bijdrage", iban: "NL46TEST0000000900",
          text: "bijdrage \(number)")
      return StoryBooking(
        on: days.lowerBound.adding(days: number * 5 / 2_600), "TESTBANK99\(1_000_000_000 + number)",
        .single(payment))
    }
    let statement = StoryStatement(
      "VOLUME900001", account: Volume.ownAccount, days: days, opening: Volume.opening, bookings: bookings)
    return (
      StoryFile("31-AW319-large.asc", AW319Writer.bytes(declaration)),
      StoryFile("32-AW320-large.asc", AW320Writer.bytes(answer)),
      StoryFile("33-camt053-large.xml", CamtWriter.bytes(.v02, [statement]))
    )
  }()
}
