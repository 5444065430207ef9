import Accounting
import Foundation
import Storybook
import Testing

/// What is kept of a file does not grow with it: a file of twenty times as many lines takes as much memory.
@Suite(
  .enabled(if: Program.isBuilt, "needs the program beside the tests"),
  .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/time"), "needs the package `time`"))
struct MemoryTests {
  enum Input: String, CaseIterable {
    case declaration = "AW319.asc"
    case table = "declarations.csv"
    case statement = "camt053.xml"

    func bytes(lines: Int) -> [UInt8] {
      switch self {
      case .declaration: AW319Writer.bytes(Self.declared(lines))
      case .table: CanonicalWriter.declarations([Self.declared(lines)])
      case .statement: CamtWriter.bytes(.v02, [Self.booked(lines)])
      }
    }

    private static let day = CalendarDate(dayNumber: 20_514)

    private static func declared(_ lines: Int) -> StoryDeclaration {
      StoryDeclaration(
        .homeNursing, to: "7095", "WV26000601", on: day.adding(days: 30), period: day...day,
        lines: (0..<lines).map { number in
          StoryLine(
            "L\(number)", client: TestPeople.clients[number * TestPeople.clients.count / lines],
            service: "1000",
            from: day, until: day, quantity: 5, tariff: Money(minorUnits: 1_00))
        })
    }

    private static func booked(_ lines: Int) -> StoryStatement {
      StoryStatement(
        "20260302", account: Volume.ownAccount, days: day...day, opening: Volume.opening,
        bookings: (0..<lines).map { number in
          StoryBooking(
            on: day, "B\(number)",
            .single(
              StoryPayment(
                Money(minorUnits: 1_00), name: "Insurer", iban: Volume.payerIBAN, text: "FACTUUR \(number)")))
        })
    }
  }

  @Test(arguments: Input.allCases)
  func `reading a file twenty times as long takes as much memory`(input: Input) async throws {
    let installation = try await Installation.fresh()
    let short = try await peak(of: input, lines: 1_000, in: installation)
    let long = try await peak(of: input, lines: 20_000, in: installation)
    print("\(input.rawValue): \(short) KB for 1,000 lines, \(long) KB for 20,000")
    // A buffer or two of the allocator, where the long file itself is 1.5 to 10 MB.
    #expect(long < short + 1_536)
  }

  /// The largest resident size of `remitd inspect`, in KB.
  private func peak(of input: Input, lines: Int, in installation: Installation) async throws -> Int {
    let file = installation.base.appending(path: "\(lines)-\(input.rawValue)")
    try Data(input.bytes(lines: lines)).write(to: file)
    let figure = installation.base.appending(path: "\(lines)-\(input.rawValue).peak")
    let run = try ProgramRun.start(
      "/usr/bin/time",
      [
        "-f", "%M", "-o", figure.path, Program.path, "inspect", "--lines", "0", file.path, "--workspace",
        installation.folder.path,
      ], logs: installation.base.appending(path: "log"))
    #expect(try await run.end() == .exited(0))
    return try #require(
      Int(String(contentsOf: figure, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)))
  }
}
