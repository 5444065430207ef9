import Foundation
import Testing

/// What the Makefile installs, and what the image of the Dockerfile is made with.
struct PackageTests {
  @Test func `the Dockerfile installs every package that the Makefile asks for, and make`() throws {
    func text(_ name: String) throws -> String {
      try String(contentsOf: House.repository.appending(path: name), encoding: .utf8)
    }
    let line = try #require(try text("Makefile").split(separator: "\n").first { $0.hasPrefix("PACKAGES :=") })
    let asked = Set(line.dropFirst("PACKAGES :=".count).split(separator: " ").map(String.init))
    let words = Set(try text("Dockerfile").split(whereSeparator: \.isWhitespace).map(String.init))
    #expect(asked.count > 5)
    #expect(asked.union(["make"]).subtracting(words) == [])
  }
}
