import Curl
import Foundation
import Intake
import Synchronization
import TestSupport
import Testing

/// A web server's upload folder, played by a script.
struct WebDAVSourceTests {
  private static func listing(_ members: String) -> String {
    """
    <?xml version="1.0" encoding="utf-8"?>
    <D:multistatus xmlns:D="DAV:" xmlns:x="urn:x">
    <D:response><D:href>/up/</D:href><D:propstat><D:prop><D:resourcetype><D:collection/></D:resourcetype>\
    <D:getcontentlength>4096</D:getcontentlength></D:prop></D:propstat></D:response>
    \(members)
    </D:multistatus>
    """
  }

  private static func member(_ href: String, _ size: String = "4", tag: String = "\"1\"") -> String {
    """
    <D:response><D:href>\(href)</D:href><D:propstat><D:prop><D:resourcetype/><x:href>/evil</x:href>\
    <D:getcontentlength>\(size)</D:getcontentlength><D:getetag>\(tag)</D:getetag></D:prop></D:propstat></D:response>
    """
  }

  private func source(_ server: ScriptedServer, then: Afterwards = .remove) -> WebDAVSource {
    WebDAVSource(
      server.address + "/up", user: "ann", password: "secret", then: then,
      over: HTTPClient(TransferLimits(connect: 2_000, whole: 5_000, stall: 2_000)))
  }

  @Test func `files are listed, read and removed, and folders are left`() throws {
    let list = Self.listing(Self.member("http://elsewhere.example/up/a%20b.csv") + Self.member("/up/sub/"))
    let server = try ScriptedServer { request in
      switch request.method {
      case "PROPFIND": .answer(207, list)
      case "GET": .answer(200, "a;b\n")
      default: .answer(204)
      }
    }
    let source = source(server)
    let files = try source.list()
    #expect(files == [RemoteFile(name: "a b.csv", size: 4, changed: "\"1\"")])
    let bytes = Mutex<[UInt8]>([])
    try source.fetch(files[0]) { piece in
      bytes.withLock { $0 += piece }
      return true
    }
    #expect(bytes.withLock { $0 } == Array("a;b\n".utf8))
    #expect(try source.acknowledge(files[0]))
    // Where requests go is never the server's choice.
    #expect(server.received.map(\.path) == ["/up/", "/up/a%20b.csv", "/up/", "/up/a%20b.csv"])
    #expect(server.received.allSatisfy { $0.headers["authorization"] == "Basic YW5uOnNlY3JldA==" })
    #expect(server.received.first?.headers["depth"] == "1")
    #expect(server.received.last?.headers["if-match"] == "\"1\"")
    #expect(server.received.last?.method == "DELETE")
  }

  @Test func `a file is moved without overwriting, and one that changed meanwhile stays`() throws {
    let tag = Mutex("\"1\"")
    let server = try ScriptedServer { request in
      switch request.method {
      case "PROPFIND": .answer(207, Self.listing(Self.member("/up/a", tag: tag.withLock { $0 })))
      default: .answer(201)
      }
    }
    let source = source(server, then: .move("done"))
    let file = try #require(try source.list().first)
    #expect(try source.acknowledge(file))
    let move = try #require(server.received.last)
    #expect((move.method, move.path, move.headers["overwrite"]) == ("MOVE", "/up/a", "F"))
    #expect(move.headers["destination"] == server.address + "/up/done/a")
    tag.withLock { $0 = "\"2\"" }
    #expect(try !source.acknowledge(file))
    #expect(server.received.filter { $0.method == "MOVE" }.count == 1)
  }

  @Test(arguments: [
    "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>", "<a>", "", "no xml",
  ])
  func `a list that is no sound XML is refused`(text: String) throws {
    let server = try ScriptedServer { _ in .answer(207, text) }
    #expect(throws: FetchFailure.self) { try source(server).list() }
  }

  @Test(arguments: ["/up/..", "/up/%2e%2e", "/up/a%2Fb", "/up/a%0Ab", "/up/%ff", "/up/%zz", "/up/", ""])
  func `a member whose name could be another place is not listed`(href: String) throws {
    let server = try ScriptedServer { _ in .answer(207, Self.listing(Self.member(href))) }
    #expect(try source(server).list() == [])
  }

  @Test(arguments: [401, 403, 404, 302, 500])
  func `a server that does not list says why in a sentence`(status: Int) throws {
    let server = try ScriptedServer { _ in .answer(status) }
    let failure = #expect(throws: FetchFailure.self) { try source(server).list() }
    #expect(failure?.isOfOneFile == false && failure?.description.contains("secret.") == false)
  }
}
