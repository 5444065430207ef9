import Accounting

/// March 2026 of Thuiszorg De Linde: what it declared, what the payers answered, what they paid.
extension Story {
  package static var homeCareMonth: Story {
    let month = HomeCareMonth()
    return Story(
      "home-care-month",
      arriving: [
        ("AW319_3311_WV26000098.asc", AW319Writer.bytes(month.february)),
        ("AW320_3311_WV26000098.asc", AW320Writer.bytes(month.februaryGranted)),
        ("AW319_3311_WV26000117.asc", AW319Writer.bytes(month.march)),
        ("AW319_7095_WV26000118.asc", AW319Writer.bytes(month.vgz)),
        ("AW319_7119_WV26000119.asc", AW319Writer.bytes(month.cz)),
        ("AW319_5512_WLZ26000031.asc", AW319Writer.bytes(month.longTermCare)),
        ("AW319_3311_WV26000120.asc", AW319Writer.bytes(month.late)),
        ("AW319_7095_WV26000121.asc", AW319Writer.bytes(month.vgzLate)),
        ("AW320_7119_WV26000119.asc", AW320Writer.bytes(month.czRejected)),
        ("AW320_3311_WV26000117.asc", AW320Writer.bytes(month.marchAnswered)),
        ("AW319_7119_WV26000122.asc", AW319Writer.bytes(month.czAnew)),
        ("AW320_7095_WV26000118.asc", AW320Writer.bytes(month.vgzGranted)),
        ("AW319_3311_WV26000123.asc", AW319Writer.bytes(month.again)),
        ("AW320_7095_WV26000121.asc", AW320Writer.bytes(month.vgzLateGranted)),
        ("camt053_NL85TEST0000000101_20260417.xml", CamtWriter.bytes(.v02, [month.firstWeek])),
        ("AW320_3311_WV26000120.asc", AW320Writer.bytes(month.lateGranted)),
        ("AW320_5512_WLZ26000031.asc", AW320Writer.bytes(month.longTermCareAnswered)),
        ("AW320_3311_WV26000123.asc", AW320Writer.bytes(month.againGranted)),
        ("camt053_NL85TEST0000000101_20260424.xml", CamtWriter.bytes(.v02, [month.secondWeek])),
        ("AW320_7119_WV26000122.asc", AW320Writer.bytes(month.czAnewGranted)),
        ("vecozo_retour_4410887_kopie.asc", AW320Writer.bytes(month.vgzGranted)),
      ])
  }
}

struct HomeCareMonth {
  private let marchPeriod = day(3, 1)...day(3, 31)
  private let februaryPeriod = day(2, 1)...day(2, 28)

  /// Zilveren Kruis, care of February, declared and paid before the rest begins.
  var february: StoryDeclaration {
    var care = NursingLines("WV26", from: 101)
    care.add(0, "1001", day(2, 2), day(2, 8), 36)
    care.add(1, "1000", day(2, 9), day(2, 15), 20)
    care.add(2, "1001", day(2, 16), day(2, 22), 24)
    return StoryDeclaration(
      .homeNursing, to: "3311", "WV26000098", on: day(3, 10), period: februaryPeriod, lines: care.lines)
  }

  var februaryGranted: StoryReturn {
    StoryReturn(to: february, "5550012301", on: day(3, 24), headerCodes: ["8001"])
  }

  /// Zilveren Kruis, care of March: nineteen lines, and the credit of a visit of February registered twice.
  var march: StoryDeclaration {
    var care = NursingLines("WV26", from: 201)
    care.add(0, "1001", 42, 42, 40, 42)
    care.add(0, "1000", 12, 12, 12, 10)
    care.add(1, "1000", 18, 20, 18, 20)
    care.add(2, "1001", 28, 28, 30, 28)
    care.add(3, "1002", 9, 12, 9)
    care.credit(february.lines[2])
    return StoryDeclaration(
      .homeNursing, to: "3311", "WV26000117", on: day(4, 2), period: marchPeriod, lines: care.lines)
  }

  /// One line at the tariff of the contract, one without an authorisation, the others by silence.
  var marchAnswered: StoryReturn {
    StoryReturn(
      to: march, "5550012466", on: day(4, 13), headerCodes: ["0200"],
      answers: [
        "WV26-218": StoryAnswer(euros(78_00), "0611"),
        "WV26-211": StoryAnswer(euros(0), "0551"),
      ])
  }

  /// VGZ, care of March.
  var vgz: StoryDeclaration {
    var care = NursingLines("WV26", from: 301)
    care.add(4, "1001", 30, 30, 30, 24)
    care.add(5, "1000", 16, 16, 14, 16)
    care.add(6, "1001", 20, 20)
    care.add(6, "1000", weeksFrom: 3, 8, 8)
    return StoryDeclaration(
      .homeNursing, to: "7095", "WV26000118", on: day(4, 2), period: marchPeriod, lines: care.lines)
  }

  var vgzGranted: StoryReturn {
    StoryReturn(to: vgz, "4410887", on: day(4, 14), headerCodes: ["8001"])
  }

  /// CZ, care of March: rejected as a whole because of one line.
  var cz: StoryDeclaration {
    var care = NursingLines("WV26", from: 401)
    care.add(7, "1001", 18, 18, 18)
    care.add(8, "1000", 10, 12, 10)
    return StoryDeclaration(
      .homeNursing, to: "7119", "WV26000119", on: day(4, 2), period: marchPeriod, lines: care.lines)
  }

  var czRejected: StoryReturn {
    var answers: [String: StoryAnswer] = [:]
    for line in cz.lines { answers[line.reference] = StoryAnswer(euros(0), "8096") }
    answers["WV26-405"] = StoryAnswer(euros(0), "0551")
    return StoryReturn(
      to: cz, "71190045", on: day(4, 10), headerCodes: ["8097"], answers: answers, rejectsWhole: true)
  }

  /// The same care under a new number and with new references, as the rules demand.
  var czAnew: StoryDeclaration {
    var care = NursingLines("WV26", from: 411)
    for line in cz.lines { care.declareAgain(line) }
    return StoryDeclaration(
      .homeNursing, to: "7119", "WV26000122", on: day(4, 14), period: marchPeriod, lines: care.lines)
  }

  var czAnewGranted: StoryReturn {
    StoryReturn(to: czAnew, "71190061", on: day(4, 21), headerCodes: ["8001"])
  }

  /// Long-term care at home, declared to the care office.
  var longTermCare: StoryDeclaration {
    let stays = [(1, 8), (9, 15), (16, 22), (23, 31)]
    var lines: [StoryLine] = []
    for (client, service, tariff) in [(9, "Z051", Int64(250_00)), (10, "Z041", 210_00)] {
      for (first, last) in stays {
        lines.append(
          StoryLine(
            "WLZ26-\(lines.count + 1)", client: TestPeople.clients[client], service: service,
            from: day(3, first), until: day(3, last), quantity: last - first + 1, tariff: euros(tariff)))
      }
    }
    return StoryDeclaration(
      .longTermCare, to: "5512", "WLZ26000031", on: day(4, 3), period: marchPeriod, lines: lines)
  }

  /// Six of nine days lay within the authorised period.
  var longTermCareAnswered: StoryReturn {
    StoryReturn(
      to: longTermCare, "NHN-2026-88031", on: day(4, 20), headerCodes: ["0200"],
      answers: ["WLZ26-8": StoryAnswer(euros(1_260_00), "0553")])
  }

  /// Zilveren Kruis, care of February registered late.
  var late: StoryDeclaration {
    var care = NursingLines("WV26", from: 221)
    care.add(0, "1000", day(2, 16), day(2, 22), 10)
    care.add(3, "1002", day(2, 23), day(2, 28), 6)
    return StoryDeclaration(
      .homeNursing, to: "3311", "WV26000120", on: day(4, 7), period: februaryPeriod, lines: care.lines)
  }

  var lateGranted: StoryReturn {
    StoryReturn(to: late, "5550012502", on: day(4, 17), headerCodes: ["8001"])
  }

  /// VGZ, care of February registered late.
  var vgzLate: StoryDeclaration {
    var care = NursingLines("WV26", from: 321)
    care.add(4, "1001", day(2, 23), day(2, 28), 12)
    care.add(5, "1000", day(2, 23), day(2, 28), 8)
    return StoryDeclaration(
      .homeNursing, to: "7095", "WV26000121", on: day(4, 7), period: februaryPeriod, lines: care.lines)
  }

  var vgzLateGranted: StoryReturn {
    StoryReturn(to: vgzLate, "4410912", on: day(4, 16), headerCodes: ["8001"])
  }

  /// The line without an authorisation, declared again once it was there.
  var again: StoryDeclaration {
    var care = NursingLines("WV26", from: 231)
    care.declareAgain(march.lines[10])
    return StoryDeclaration(
      .homeNursing, to: "3311", "WV26000123", on: day(4, 15), period: marchPeriod, lines: care.lines)
  }

  var againGranted: StoryReturn {
    StoryReturn(to: again, "5550012533", on: day(4, 22), headerCodes: ["8001"])
  }
}
