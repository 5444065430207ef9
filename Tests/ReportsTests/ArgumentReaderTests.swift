import Care
import Testing

@testable import remitd

@Suite struct ArgumentReaderTests {
  private let reader = ArgumentReader(commands: [
    Command("receipts", "lists", options: [Option("payer", "<payer>", ""), Option("expected", nil, "")]) {
      _, _ in .done
    },
    Command("explain", operands: "<reference>", arity: 1...1, "tells") { _, _ in .done },
    Command("help", operands: "[command]", arity: 0...1, "says") { _, _ in .done },
  ])

  private func wrong(_ arguments: String...) -> WrongUse? {
    do {
      _ = try reader.read(arguments)
      return nil
    } catch { return error }
  }

  @Test func `flags stand before and behind, with a blank or an equals sign`() throws {
    let (command, invocation) = try reader.read([
      "--workspace", "here", "receipts", "--payer=uzovi-3311", "--json", "--expected", "--administration",
      "de-linde",
    ])
    #expect(command.name == "receipts")
    #expect(invocation.workspace == "here")
    #expect(try invocation.payer()?.text == "uzovi-3311")
    #expect(invocation.administration == "de-linde")
    #expect(invocation.isJSON && invocation.has("expected"))
  }

  @Test func `after two dashes everything is an operand`() throws {
    #expect(try reader.read(["explain", "--", "--odd"]).invocation.operands == ["--odd"])
  }

  @Test func `an unknown command names the nearest`() {
    #expect(wrong("reciepts")?.remedy == "did you mean receipts?")
  }

  @Test func `an unknown flag names the nearest`() {
    #expect(wrong("receipts", "--payr", "x")?.remedy == "did you mean --payer?")
    #expect(wrong("receipts", "-x")?.message == "there is no flag -x")
  }

  @Test func `what is missing, twice or too much is wrong use`() {
    #expect(wrong("receipts", "--payer")?.message == "--payer wants a value")
    #expect(wrong("receipts", "--payer", "--json")?.message == "--payer wants a value")
    #expect(wrong("receipts", "--json", "--json")?.message == "--json is given twice")
    #expect(wrong("receipts", "--json=yes")?.message == "--json takes no value")
    #expect(wrong("explain")?.message == "explain wants <reference>")
    #expect(wrong("explain", "")?.message == "explain is given an empty word")
    #expect(wrong("explain", "a", "b")?.message == "explain takes no ‘b’")
  }

  @Test func `help is asked for in every usual way`() throws {
    #expect(try reader.read([]).command.name == "help")
    #expect(try reader.read(["--help"]).command.name == "help")
    #expect(try reader.read(["receipts", "-h"]).invocation.operands == ["receipts"])
  }

  @Test func `values are read strictly`() throws {
    let (_, invocation) = try reader.read(["receipts", "--payer", "3311"])
    #expect(throws: WrongUse.self) { try invocation.payer() }
  }
}
