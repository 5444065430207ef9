import Crypto
package import Curl

/// A folder of a web server that speaks WebDAV (RFC 4918): listed with PROPFIND, read with GET, emptied with DELETE or
/// MOVE.
package struct WebDAVSource: RemoteFolder {
  private let transport: any HTTPTransport
  /// With a slash at its end.
  private let url: String
  private let authorization: HTTPRequest.Header
  private let afterwards: Afterwards

  package init(
    _ url: String, user: String, password: String, then afterwards: Afterwards,
    over transport: any HTTPTransport
  ) {
    self.url = url.hasSuffix("/") ? url : url + "/"
    self.transport = transport
    self.afterwards = afterwards
    authorization = HTTPRequest.Header(
      "Authorization", "Basic " + Base64.encoded(Array("\(user):\(password)".utf8)))
  }

  package func list() throws(FetchFailure) -> [RemoteFile] {
    let body = """
      <?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/>\
      <getlastmodified/><getetag/></prop></propfind>
      """
    let response = try ask(
      HTTPRequest(
        .propfind, url,
        headers: [
          authorization, .init("Depth", "1"), .init("Content-Type", "application/xml; charset=utf-8"),
        ],
        body: Array(body.utf8)), allowed: [207])
    return try WebDAVListing.read(response.body)
  }

  package func fetch(
    _ file: RemoteFile, take: @escaping (UnsafeRawBufferPointer) -> Bool
  ) throws(FetchFailure) {
    let request = HTTPRequest(.get, address(file.name), headers: [authorization])
    let response = try ask(request, allowed: [200], isOfOneFile: true)
    _ = response.body.withUnsafeBytes { take($0) }
  }

  package func acknowledge(_ file: RemoteFile) throws(FetchFailure) -> Bool {
    var headers = [authorization]
    // So that a file that was put there since is not taken away unread, where the server knows tags.
    if file.changed.hasPrefix("\"") { headers.append(.init("If-Match", file.changed)) }
    guard try list().contains(file) else { return false }
    var request = HTTPRequest(.delete, address(file.name), headers: headers)
    if case .move(let processed) = afterwards {
      let folder = url + WebDAVListing.escaped(processed) + "/"
      _ = try ask(
        HTTPRequest(.propfind, folder, headers: [authorization, .init("Depth", "0")]), allowed: [207])
      let target = folder + WebDAVListing.escaped(file.name)
      request = HTTPRequest(
        .move, address(file.name),
        headers: headers + [.init("Destination", target), .init("Overwrite", "F")])
    }
    let response = try ask(request, allowed: [200, 201, 204, 404, 412], isOfOneFile: true)
    if response.status == 412, case .move(let processed) = afterwards {
      throw FetchFailure(
        "\(file.name) is in \(processed) already, or was changed meanwhile; nothing is overwritten",
        isOfOneFile: true)
    }
    return response.status != 412
  }

  private func address(_ name: String) -> String { url + WebDAVListing.escaped(name) }

  private func ask(
    _ request: HTTPRequest, allowed: Set<Int>, isOfOneFile: Bool = false
  ) throws(FetchFailure) -> HTTPResponse {
    let response: HTTPResponse
    do { response = try transport.exchange(request) } catch { throw FetchFailure(error.description) }
    guard allowed.contains(response.status) else {
      let reason =
        switch response.status {
        case 401, 403: "it does not let us in, or not do this; look at user and secret of the source"
        case 404: "there is no such folder or file"
        case 300..<400: "it sends us elsewhere; write the address it means"
        default: "it answers \(request.method.rawValue) with status \(response.status)"
        }
      throw FetchFailure("\(url): \(reason)", isOfOneFile: isOfOneFile)
    }
    return response
  }
}
