import Testing
import YAML

struct YAMLTests {
  private func fault(_ text: String) -> SyntaxFault? {
    do throws(SyntaxFault) {
      _ = try Document(Array(text.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test func `every key and value knows its line and column, in characters`() throws {
    let text = "# one\nnaam: café\nlijst:\n  - { é: 'x', b: \"0800\" }\n  - NO\n"
    let root = try #require(try Document(Array(text.utf8)).root)
    guard case .mapping(let pairs) = root.content else { throw WrongShape() }
    #expect(root.mark == Mark(line: 2, column: 1))
    #expect(pairs.map(\.key) == ["naam", "lijst"])
    #expect(pairs[0].value == Node(.scalar("café"), at: Mark(line: 2, column: 7)))
    guard case .sequence(let items) = pairs[1].value.content, case .mapping(let inner) = items[0].content
    else { throw WrongShape() }
    #expect(inner[0].mark == Mark(line: 4, column: 7))
    #expect(inner[1].mark == Mark(line: 4, column: 15))
    #expect(inner[1].value == Node(.scalar("0800"), at: Mark(line: 4, column: 18)))
    #expect(items[1] == Node(.scalar("NO"), at: Mark(line: 5, column: 5)))
  }

  struct WrongShape: Error {}

  @Test(arguments: ["0800", "NO", "1e3", "0x1F", "null", "~", "2026-01-01", "1_000", "12:30:00", ".inf"])
  func `whatever looks like something else stays text`(value: String) throws {
    let root = try #require(try Document(Array("key: \(value)".utf8)).root)
    guard case .mapping(let pairs) = root.content else { throw WrongShape() }
    #expect(pairs[0].value.content == .scalar(value))
  }

  @Test func `a key that stands twice is reported with both places, and the first counts`() throws {
    let document = try Document(Array("a: 1\nb: { c: 2, c: 3 }\na: 4\n".utf8))
    #expect(document.duplicateKeys.map(\.key) == ["c", "a"])
    #expect(document.duplicateKeys.map(\.mark) == [Mark(line: 2, column: 12), Mark(line: 3, column: 1)])
    #expect(document.duplicateKeys.map(\.first) == [Mark(line: 2, column: 6), Mark(line: 1, column: 1)])
    guard case .mapping(let pairs) = try #require(document.root).content else { throw WrongShape() }
    #expect(pairs[0].value.content == .scalar("1"))
    #expect(pairs.count == 2)
  }

  @Test(arguments: [
    ("a: &x 1", SyntaxFault.Kind.alias, 1, 4), ("a: 1\nb: *x", .malformed, 0, 0), ("&x a: 1", .alias, 1, 1),
    ("a: !!str 1", .tag, 1, 4), ("a: !x [1]", .tag, 1, 4), ("!x a: 1", .tag, 1, 1),
    ("a: &x {b: 1}\nc: *x", .alias, 1, 4), ("<<: {a: 1}", .mergeKey, 1, 1), ("? [a]\n: 1", .keyNotText, 1, 3),
    ("%YAML 1.1\n---\na: 1", .directive, 1, 1), ("%TAG ! x\n---\na: 1", .directive, 1, 1),
    ("a: 1\n---\nb: 2", .severalDocuments, 2, 1), ("a: 1\n--- \n...\n", .severalDocuments, 2, 1),
  ])
  func `what settings have no need of is refused where it stands`(
    text: String, kind: SyntaxFault.Kind, line: Int, column: Int
  ) throws {
    let fault = try #require(self.fault(text))
    // An alias without its anchor may be refused by libyaml or by us; refused it is.
    if kind == .malformed { return }
    #expect(fault.kind == kind)
    #expect(fault.mark == Mark(line: line, column: column))
  }

  @Test func `a quoted merge key is a key like any other`() throws {
    #expect(fault("\"<<\": 1") == nil)
  }

  @Test(arguments: [
    ("a: [1, 2", 1), ("a: 'x", 1), ("a: 1\n b: 2", 2), ("a:\n\t- 1", 2), ("a: \"\\q\"", 1), ("]", 1),
    ("a: b: c", 1),
    ("- a\nb: 1", 2), ("a: `x", 1), ("a: @x", 1), ("{a: 1}}", 1), ("a: \u{7}", 1),
  ])
  func `malformed text gives libyaml's own words and the line`(text: String, line: Int) throws {
    let fault = try #require(self.fault(text))
    #expect(fault.kind == .malformed)
    #expect(!fault.problem.isEmpty)
    #expect(abs(fault.mark.line - line) <= 1)
  }

  @Test func `bytes that are not UTF-8 are refused where they stand`() throws {
    for bytes in [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80]]
      as [[UInt8]]
    {
      do throws(SyntaxFault) {
        _ = try Document(Array("a: 1\nb: ".utf8) + bytes)
        Issue.record("\(bytes) was read")
      } catch {
        #expect(error.kind == .malformed)
        #expect(error.mark == Mark(line: 2, column: 4))
      }
    }
  }

  @Test func `a byte order mark moves nothing`() throws {
    let document = try Document([0xEF, 0xBB, 0xBF] + Array("a: 1".utf8))
    #expect(document.root?.mark == Mark(line: 1, column: 1))
  }

  @Test func `a text of comments holds nothing`() throws {
    #expect(try Document([]).root == nil)
    #expect(try Document(Array("# nothing\n\n".utf8)).root == nil)
  }

  @Test func `depth, size and number of values are bounded`() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth - 1) + "x" + String(repeating: "]", count: depth - 1)
    }
    #expect(fault(nested(32)) == nil)
    #expect(fault(nested(33))?.kind == .tooDeep)
    #expect(fault(String(repeating: "[", count: 100_000)) != nil)
    #expect(fault(String(repeating: "{a: ", count: 100_000)) != nil)
    #expect(fault(String(repeating: "- ", count: 100_000)) != nil)
    #expect(fault("[" + String(repeating: "a,", count: 200_000) + "]")?.kind == .tooManyNodes)
    #expect(fault(String(repeating: "#", count: 4 * 1024 * 1024)) == nil)
    #expect(fault(String(repeating: "#", count: 4 * 1024 * 1024 + 1))?.kind == .tooLarge)
  }

  @Test func `no mangled text crashes the reader`() throws {
    let text = "# x\na: { b: [1, \"two\\n\", 'three'], c: |\n  four\n }\nd:\n  - >-\n   e\n  - ? f\n    : g\n"
    let good = Array(text.utf8)
    var random = SystemRandomNumberGenerator()
    for _ in 0..<3_000 {
      var bytes = good
      for _ in 0...Int.random(in: 0...3, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      do throws(SyntaxFault) { _ = try Document(bytes) } catch { #expect(error.mark.line >= 1) }
    }
    for end in good.indices {
      do throws(SyntaxFault) { _ = try Document(Array(good[..<end])) } catch {
        #expect(error.mark.column >= 1)
      }
    }
  }
}
