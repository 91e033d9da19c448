/// Writes the reply to one request, whole or, on purpose, wrong.
///
/// It belongs to the thread that `respond` was called on. Whatever it writes goes out at once.
package final class LoopbackReplyWriter {
  /// How the client learns where the body ends.
  package enum Framing: Hashable, Sendable {
    /// By `Content-Length`; the number is sent as it stands here, whatever is written.
    case length(Int)
    /// By chunks: each call of `bytes` is one.
    case chunked
    /// By the end of the connection.
    case untilClose
  }

  private let socket: LoopbackSocket
  private let patience: Duration
  private let hasBody: Bool
  private var keepsAlive: Bool
  private var framing: Framing?
  private var bodyByteCount = 0
  /// True after `reset`, `close` or `raw`: nothing more can follow on this connection.
  private var isBrokenOff = false

  init(_ socket: LoopbackSocket, to head: LoopbackHead, keepsAlive: Bool, patience: Duration) {
    self.socket = socket
    self.patience = patience
    self.hasBody = head.method != "HEAD"
    self.keepsAlive = keepsAlive
  }

  /// Writes the status line and the headers.
  ///
  /// `Content-Length`, `Transfer-Encoding` and `Connection` follow from the framing and are added; a name
  /// given twice is sent twice.
  package func head(
    status: Int, headers: [(name: String, value: String)], framing: Framing
  ) throws(LoopbackError) {
    self.framing = framing
    if framing == .untilClose { keepsAlive = false }
    try write(Self.headBytes(status: status, headers: headers, framing: framing, keepsAlive: keepsAlive))
  }

  /// Writes a piece of the body; under chunks, one chunk.
  package func bytes(_ bytes: some Collection<UInt8>) throws(LoopbackError) {
    guard hasBody, !bytes.isEmpty else { return }
    bodyByteCount += bytes.count
    guard framing == .chunked else { return try write(Array(bytes)) }
    try write(Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + [0x0D, 0x0A])
  }

  /// Writes bytes as they are, instead of a head; the connection is closed after the reply.
  package func raw(_ bytes: [UInt8]) throws(LoopbackError) {
    isBrokenOff = true
    try write(bytes)
  }

  /// Waits that long.
  ///
  /// - Throws: `LoopbackError` with code `clientGone` as soon as the client leaves or the server is stopped.
  package func pause(for time: Duration) throws(LoopbackError) {
    guard socket.wait(for: time) else { throw LoopbackError(.clientGone) }
  }

  /// Sends nothing more, but holds the connection open until the client leaves, the server is stopped or the
  /// time has passed; then breaks off.
  package func silence(for time: Duration?) {
    isBrokenOff = true
    _ = socket.wait(for: time ?? .seconds(1_000_000))
  }

  /// Resets the connection (RST) after what was written.
  package func reset() {
    isBrokenOff = true
    socket.reset()
  }

  /// Closes the connection in order, whatever the head announced.
  package func close() {
    isBrokenOff = true
    socket.closeInOrder()
  }

  /// The bytes of a head as `head` would write it.
  package static func headBytes(
    status: Int, headers: [(name: String, value: String)], framing: Framing, keepsAlive: Bool
  ) -> [UInt8] {
    var text = "HTTP/1.1 \(status) \(reason(of: status))\r\n"
    for header in headers { text += "\(header.name): \(header.value)\r\n" }
    switch framing {
    case .length(let count): text += "Content-Length: \(count)\r\n"
    case .chunked: text += "Transfer-Encoding: chunked\r\n"
    case .untilClose: break
    }
    if !keepsAlive { text += "Connection: close\r\n" }
    return Array((text + "\r\n").utf8)
  }

  /// Ends the reply after the handler returned.
  ///
  /// - Returns: How it went, and whether another request may follow on the connection.
  func finish() throws(LoopbackError) -> (outcome: LoopbackOutcome, canFollow: Bool) {
    guard let framing, !isBrokenOff else { return (.cut, false) }
    switch framing {
    case .chunked:
      if hasBody { try write(Array("0\r\n\r\n".utf8)) }
    case .length(let count):
      if hasBody, bodyByteCount != count { return (.cut, false) }
    case .untilClose: break
    }
    return (.replied, keepsAlive)
  }

  private func write(_ bytes: [UInt8]) throws(LoopbackError) {
    var failure: LoopbackError?
    bytes.withUnsafeBytes { buffer in
      do throws(LoopbackError) {
        try socket.write(buffer, patience: patience)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  private static func reason(of status: Int) -> String {
    reasons[status] ?? "Status"
  }

  /// RFC 9110, section 15.
  private static let reasons = [
    200: "OK", 301: "Moved Permanently", 302: "Found", 303: "See Other", 307: "Temporary Redirect",
    308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 408: "Request Timeout", 409: "Conflict", 413: "Content Too Large",
    421: "Misdirected Request", 422: "Unprocessable Content", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 500: "Internal Server Error", 501: "Not Implemented",
    502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
    505: "HTTP Version Not Supported",
  ]
}
