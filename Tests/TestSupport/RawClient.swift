internal import Glibc

/// A client of a server on this machine that sends exactly the bytes it is given.
package final class RawClient {
  /// How reading ended.
  package enum End: Hashable, Sendable {
    case closed
    case reset
    /// Nothing came for the time allowed; the connection is still open.
    case silent
  }

  /// A reply as its bytes came.
  package struct Reply: Sendable {
    package let status: Int
    /// Names in lower case.
    package let headers: [(name: String, value: String)]
    /// Without chunk marks.
    package let body: [UInt8]

    package func all(_ name: String) -> [String] { headers.filter { $0.name == name }.map(\.value) }
    package func value(of name: String) -> String? { all(name).first }
    package var text: String { String(decoding: body, as: UTF8.self) }
  }

  private let descriptor: Int32
  private var ahead: [UInt8] = []

  package init(port: UInt16) throws(RawClientError) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if code != 0 { throw RawClientError(what: "not connected", errorNumber: errno) }
  }

  deinit { close(descriptor) }

  /// Sends as much as the server takes.
  ///
  /// - Returns: The number of bytes sent; fewer when the connection broke or took none for `patience` ms.
  @discardableResult package func send(_ bytes: [UInt8], patience: Int32 = 2000) -> Int {
    var sent = 0
    while sent < bytes.count {
      var item = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      guard poll(&item, 1, patience) > 0 else { break }
      let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
      let count = bytes[sent...].withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, flags) }
      if count > 0 { sent += count } else if errno != EAGAIN && errno != EINTR { break }
    }
    return sent
  }

  package func send(_ text: String) { send(Array(text.utf8)) }

  /// Everything that comes until the connection ends, or nothing comes for so many milliseconds.
  package func readToEnd(patience: Int32 = 5000) -> (bytes: [UInt8], end: End) {
    var bytes = ahead
    ahead = []
    while true {
      let (piece, end) = read(patience)
      bytes += piece
      if let end { return (bytes, end) }
    }
  }

  /// One reply, framed by its length, its chunks or the end of the connection.
  ///
  /// - Parameters:
  ///   - isInterim: It is a 1xx one, which has no body.
  ///   - limit: Bytes of a body with a length; more is an error before any of it is read.
  package func reply(
    patience: Int32 = 10_000, isInterim: Bool = false, limit: Int = 100_000_000
  ) throws(RawClientError) -> Reply {
    let head = String(decoding: try take(through: [13, 10, 13, 10], patience), as: UTF8.self)
    let lines = head.split(separator: "\r\n")
    let status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    let headers = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
      return (name: parts[0].lowercased(), value: parts.count > 1 ? String(parts[1].dropFirst()) : "")
    }
    let length = headers.first { $0.name == "content-length" }.flatMap { Int($0.value) }
    let body: [UInt8]
    if isInterim {
      body = []
    } else if let length {
      guard length <= limit else { throw RawClientError(what: "too large") }
      body = try take(length, patience)
    } else if headers.contains(where: { $0.name == "transfer-encoding" }) {
      body = try chunks(patience)
    } else {
      body = readToEnd(patience: patience).bytes
    }
    return Reply(status: status, headers: headers, body: body)
  }

  private func chunks(_ patience: Int32) throws(RawClientError) -> [UInt8] {
    var body: [UInt8] = []
    while true {
      let line = String(decoding: try take(through: [13, 10], patience).dropLast(2), as: UTF8.self)
      guard let count = Int(line, radix: 16) else { throw RawClientError(what: "no chunk: \(line)") }
      body += try take(count, patience)
      _ = try take(2, patience)
      if count == 0 { return body }
    }
  }

  private func take(_ count: Int, _ patience: Int32) throws(RawClientError) -> [UInt8] {
    while ahead.count < count { try more(patience) }
    defer { ahead.removeFirst(count) }
    return Array(ahead.prefix(count))
  }

  private func take(through mark: [UInt8], _ patience: Int32) throws(RawClientError) -> [UInt8] {
    while true {
      if ahead.count >= mark.count {
        for start in 0...(ahead.count - mark.count)
        where ahead[start..<start + mark.count].elementsEqual(mark) {
          return try take(start + mark.count, patience)
        }
      }
      try more(patience)
    }
  }

  private func more(_ patience: Int32) throws(RawClientError) {
    let (piece, end) = read(patience)
    ahead += piece
    if let end { throw RawClientError(what: "ended: \(end)") }
  }

  private func read(_ patience: Int32) -> ([UInt8], End?) {
    var item = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&item, 1, patience) > 0 else { return ([], .silent) }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    if count > 0 { return (Array(buffer.prefix(count)), nil) }
    return ([], count == 0 ? .closed : .reset)
  }
}

/// What a raw client did not get.
package struct RawClientError: Error, Sendable {
  package let what: String
  package let errorNumber: Int32

  init(what: String, errorNumber: Int32 = 0) {
    self.what = what
    self.errorNumber = errorNumber
  }
}
