import CCurl
import Glibc

/// One libcurl handle with its callbacks and lists, freed together.
///
/// Every option that decides whom we talk to is set here and never left to a default: which protocols, no proxy and no
/// .netrc of the environment, no redirects, no signals, time-outs, and a bound on what comes back.
struct EasyHandle: ~Copyable {
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  let pointer: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private let received: Unmanaged<Transfer>
  private var lists: [UnsafeMutablePointer<curl_slist>] = []

  private init(_ pointer: UnsafeMutableRawPointer, _ transfer: Transfer) {
    self.pointer = pointer
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    received = .passRetained(transfer)
  }

  /// - Parameter protocols: as libcurl lists them: `https`, `sftp`.
  static func make(
    _ limits: TransferLimits, protocols: String, isStopping: @escaping @Sendable () -> Bool
  ) throws(TransportFailure) -> EasyHandle {
    guard isReady, let pointer = curl_easy_init() else {
      throw .notSent("libcurl could not be started")
    }
    let handle = EasyHandle(pointer, Transfer(limit: limits.answerBytes, isStopping: isStopping))
    try handle.set(CURLOPT_PROTOCOLS_STR, protocols)
    try handle.set(CURLOPT_REDIR_PROTOCOLS_STR, protocols)
    try handle.set(CURLOPT_FOLLOWLOCATION, 0)
    try handle.set(CURLOPT_NOSIGNAL, 1)
    try handle.set(CURLOPT_PROXY, "")
    try handle.set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
    try handle.set(CURLOPT_CONNECTTIMEOUT_MS, limits.connect)
    try handle.set(CURLOPT_TIMEOUT_MS, limits.whole)
    // A peer that sends a byte now and then keeps no connection alive for ever.
    try handle.set(CURLOPT_LOW_SPEED_LIMIT, 1)
    try handle.set(CURLOPT_LOW_SPEED_TIME, max(1, limits.stall / 1_000))
    try handle.check(CCurl_setLarge(pointer, CURLOPT_MAXFILESIZE_LARGE, Int64(limits.answerBytes)))
    try handle.check(CCurl_setPointer(pointer, CURLOPT_ERRORBUFFER, handle.errorText))
    try handle.check(CCurl_setTransfer(pointer, CURLOPT_WRITEFUNCTION, takeBody))
    try handle.check(CCurl_setPointer(pointer, CURLOPT_WRITEDATA, handle.received.toOpaque()))
    try handle.check(CCurl_setTransfer(pointer, CURLOPT_HEADERFUNCTION, takeHeader))
    try handle.check(CCurl_setPointer(pointer, CURLOPT_HEADERDATA, handle.received.toOpaque()))
    try handle.check(CCurl_setProgress(pointer, mayGoOn))
    try handle.check(CCurl_setPointer(pointer, CURLOPT_XFERINFODATA, handle.received.toOpaque()))
    try handle.set(CURLOPT_NOPROGRESS, 0)
    return handle
  }

  deinit {
    curl_easy_cleanup(pointer)
    for list in lists { curl_slist_free_all(list) }
    errorText.deallocate()
    received.release()
  }

  var transfer: Transfer { received.takeUnretainedValue() }

  // MARK: Options

  func set(_ option: CURLoption, _ value: Int) throws(TransportFailure) {
    try check(CCurl_setLong(pointer, option, value))
  }

  /// libcurl keeps a copy.
  func set(_ option: CURLoption, _ value: String) throws(TransportFailure) {
    guard !value.utf8.contains(0) else { throw .refused("a zero byte stands in what libcurl was told") }
    try check(CCurl_setText(pointer, option, value))
  }

  mutating func set(_ option: CURLoption, list values: [String]) throws(TransportFailure) {
    var list: UnsafeMutablePointer<curl_slist>?
    for value in values {
      guard let longer = curl_slist_append(list, value) else {
        if let list { curl_slist_free_all(list) }
        throw .notSent("there is no memory for a request")
      }
      list = longer
    }
    guard let list else { return }
    lists.append(list)
    try check(CCurl_setList(pointer, option, list))
  }

  /// What is sent to the other side, read as it goes.
  func upload(_ bytes: [UInt8]) throws(TransportFailure) {
    transfer.outgoing = bytes
    try set(CURLOPT_UPLOAD, 1)
    try check(CCurl_setLarge(pointer, CURLOPT_INFILESIZE_LARGE, Int64(bytes.count)))
    try check(CCurl_setTransfer(pointer, CURLOPT_READFUNCTION, giveBody))
    try check(CCurl_setPointer(pointer, CURLOPT_READDATA, received.toOpaque()))
  }

  func post(_ bytes: [UInt8]) throws(TransportFailure) {
    try check(CCurl_setLarge(pointer, CURLOPT_POSTFIELDSIZE_LARGE, Int64(bytes.count)))
    let code = bytes.withUnsafeBytes { buffer in
      CCurl_setPointer(
        pointer, CURLOPT_COPYPOSTFIELDS,
        UnsafeMutableRawPointer(mutating: buffer.baseAddress ?? UnsafeRawPointer(errorText)))
    }
    try check(code)
  }

  private func check(_ code: CURLcode) throws(TransportFailure) {
    guard code == CURLE_OK else {
      throw .notSent("libcurl does not take an option: \(String(cString: curl_easy_strerror(code)))")
    }
  }

  // MARK: Running

  /// libcurl's code, and its own words if it failed.
  func perform() -> (code: CURLcode, words: String) {
    let code = curl_easy_perform(pointer)
    guard code != CURLE_OK else { return (code, "") }
    let words = String(cString: errorText)
    return (code, words.isEmpty ? String(cString: curl_easy_strerror(code)) : words)
  }

  var status: Int {
    var status = 0
    return CCurl_getLong(pointer, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK ? status : 0
  }

  /// When the file that was fetched was last changed, in seconds since 1970; nothing where that was not asked or told.
  var fileTime: Int64? {
    var time: Int64 = -1
    return CCurl_getLarge(pointer, CURLINFO_FILETIME_T, &time) == CURLE_OK && time >= 0 ? time : nil
  }

  /// Whether any of the request can have reached the other side.
  var hasSent: Bool {
    var bytes = 0
    return CCurl_getLong(pointer, CURLINFO_REQUEST_SIZE, &bytes) != CURLE_OK || bytes > 0
  }
}

/// Bounds of one exchange. Times in milliseconds.
package struct TransferLimits: Sendable, Hashable {
  package var connect: Int
  /// For everything, however steadily it goes on.
  package var whole: Int
  /// Without a byte in either direction.
  package var stall: Int
  package var answerBytes: Int

  package init(connect: Int = 10_000, whole: Int = 60_000, stall: Int = 30_000, answerBytes: Int = 16 << 20) {
    self.connect = connect
    self.whole = whole
    self.stall = stall
    self.answerBytes = answerBytes
  }
}

/// What goes and comes during one exchange; libcurl's callbacks see it through a pointer, on the thread that performs.
final class Transfer {
  let limit: Int
  let isStopping: @Sendable () -> Bool
  var body: [UInt8] = []
  /// Takes the body piece by piece in place of `body`; says whether to go on.
  var sink: ((UnsafeRawBufferPointer) -> Bool)?
  /// Bytes of the body so far.
  var come = 0
  /// What comes beside the body and is no head of an answer: SFTP servers' words about themselves.
  var notes = ""
  var headers: [String: String] = [:]
  var outgoing: [UInt8] = []
  var sent = 0
  var isTooLarge = false
  var wasStopped = false

  init(limit: Int, isStopping: @escaping @Sendable () -> Bool) {
    self.limit = limit
    self.isStopping = isStopping
  }

  fileprivate static func of(_ pointer: UnsafeMutableRawPointer?) -> Transfer? {
    pointer.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }
}

private func takeBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  guard let transfer = Transfer.of(context), let bytes else { return 0 }
  let length = size * count
  guard transfer.come + length <= transfer.limit else {
    transfer.isTooLarge = true
    return 0
  }
  transfer.come += length
  let piece = UnsafeRawBufferPointer(start: bytes, count: length)
  if let sink = transfer.sink { return sink(piece) ? length : 0 }
  transfer.body += piece
  return length
}

private func takeHeader(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  guard let transfer = Transfer.of(context), let bytes else { return 0 }
  let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: size * count), as: UTF8.self)
  if transfer.notes.utf8.count < 10_000 { transfer.notes += line }
  // The head of an answer comes after those of interim ones (100 Continue).
  if line.hasPrefix("HTTP/") { transfer.headers = [:] }
  if let colon = line.firstIndex(of: ":"), transfer.headers.count < 200 {
    let value = line[line.index(after: colon)...].filter { $0 != "\r\n" && $0 != "\n" && $0 != "\r" }
    transfer.headers[line[..<colon].lowercased()] = String(value.drop { $0 == " " })
  }
  return size * count
}

private func giveBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  guard let transfer = Transfer.of(context), let bytes else { return 0 }
  let length = min(size * count, transfer.outgoing.count - transfer.sent)
  transfer.outgoing.withUnsafeBytes { source in
    guard length > 0, let start = source.baseAddress else { return }
    memcpy(bytes, start + transfer.sent, length)
  }
  transfer.sent += length
  return length
}

/// Anything but 0 ends the transfer. libcurl asks at least once a second.
private func mayGoOn(
  _ context: UnsafeMutableRawPointer?, _ expected: curl_off_t, _ come: curl_off_t, _ outgoing: curl_off_t,
  _ gone: curl_off_t
) -> Int32 {
  guard let transfer = Transfer.of(context), transfer.isStopping() else { return 0 }
  transfer.wasStopped = true
  return 1
}
