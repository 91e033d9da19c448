import Glibc
import Synchronization

/// A server on 127.0.0.1 that does with each connection what a test says, on bare sockets: it shares no line
/// with what it tests.
final class FaultServer: Sendable {
  let port: UInt16
  private let listener: Int32
  private let log = Mutex<[Received]>([])
  private let connections = Mutex(0)

  /// One request as it came.
  struct Received: Sendable {
    let head: String
    let body: [UInt8]

    var line: String { String(head.prefix { $0 != "\r\n" }) }

    /// The values of a header, in order.
    func values(_ name: String) -> [String] {
      head.split(separator: "\r\n").dropFirst().compactMap { line in
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].lowercased() == name else { return nil }
        return String(parts[1].drop { $0 == " " })
      }
    }
  }

  struct CannotListen: Error {}

  /// - Parameters:
  ///   - receiveBuffer: Bytes that the system takes for the server before it reads, for connections that it
  ///     stops reading from.
  ///   - serve: Called on a thread of its own for each connection, with its number from 0; afterwards the
  ///     connection is closed.
  init(receiveBuffer: Int32? = nil, _ serve: @escaping @Sendable (FaultConnection, Int) -> Void) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    if var size = receiveBuffer {
      setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
        bind(listener, general, length) == 0 && listen(listener, 64) == 0
          && getsockname(listener, general, &length) == 0
      }
    }
    guard listener >= 0, isListening else { throw CannotListen() }
    self.listener = listener
    port = UInt16(bigEndian: address.sin_port)
    Self.startThread { [weak self] in Self.acceptAll(listener, for: { self }, serve) }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
  }

  var received: [Received] { log.withLock { $0 } }
  var connectionCount: Int { connections.withLock { $0 } }
  var base: String { "http://127.0.0.1:\(port)" }

  fileprivate func note(_ received: Received) { log.withLock { $0.append(received) } }

  private func nextNumber() -> Int {
    connections.withLock { count in
      defer { count += 1 }
      return count
    }
  }

  private static func acceptAll(
    _ listener: Int32, for server: () -> FaultServer?,
    _ serve: @escaping @Sendable (FaultConnection, Int) -> Void
  ) {
    while true {
      let descriptor = accept(listener, nil, nil)
      guard descriptor >= 0, let server = server() else {
        if descriptor >= 0 { close(descriptor) }
        close(listener)
        return
      }
      let number = server.nextNumber()
      startThread {
        let connection = FaultConnection(descriptor, of: server)
        serve(connection, number)
        connection.end()
      }
    }
  }

  private final class Work {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private static func startThread(_ run: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { context in
        context.map { Unmanaged<Work>.fromOpaque($0).takeRetainedValue().run() }
        return nil
      }, Unmanaged.passRetained(Work(run)).toOpaque())
    pthread_detach(thread)
  }
}

/// One connection of a fault server, used by its thread alone.
final class FaultConnection {
  private let server: FaultServer
  private var descriptor: Int32
  private var waiting: [UInt8] = []

  init(_ descriptor: Int32, of server: FaultServer) {
    self.descriptor = descriptor
    self.server = server
  }

  /// Reads one whole request and notes it, nil if the connection ends before.
  @discardableResult
  func request() -> FaultServer.Received? {
    guard let head = head() else { return nil }
    let length = FaultServer.Received(head: head, body: []).values("content-length").first
    let count = length.flatMap { Int($0) } ?? 0
    while waiting.count < count { guard fill() else { return nil } }
    let received = FaultServer.Received(head: head, body: Array(waiting.prefix(count)))
    waiting.removeFirst(count)
    server.note(received)
    return received
  }

  /// Reads a head alone.
  func head() -> String? {
    let mark: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
    while true {
      if let range = waiting.firstRange(of: mark) {
        let head = String(decoding: waiting[..<range.lowerBound], as: UTF8.self)
        waiting.removeSubrange(..<range.upperBound)
        return head
      }
      guard fill() else { return nil }
    }
  }

  /// Reads so many bytes and drops them.
  func skip(_ count: Int) {
    while waiting.count < count { guard fill() else { return } }
    waiting.removeFirst(count)
  }

  func send(_ text: String) { send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { all in
        Glibc.send(descriptor, all.baseAddress! + done, all.count - done, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      done += count
    }
  }

  /// A reply with a length.
  func reply(_ status: String = "200 OK", headers: String = "", body: String) {
    send("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
  }

  /// Reads until the other side ends the connection.
  func waitForEnd() { _ = countToEnd() }

  /// Reads until the other side ends the connection, and counts.
  func countToEnd() -> Int {
    var count = waiting.count
    waiting = []
    while fill() {
      count += waiting.count
      waiting = []
    }
    return count
  }

  /// Ends the connection with a reset instead of in order.
  func reset() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    end()
  }

  func end() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  private func fill() -> Bool {
    guard descriptor >= 0 else { return false }
    let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
      count = max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
    }
    waiting += bytes
    return !bytes.isEmpty
  }
}
