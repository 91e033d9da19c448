internal import Foundation
internal import Glibc
internal import Synchronization

/// A small HTTP/1.1 server that only this machine can reach: it listens on 127.0.0.1 alone.
///
/// Each connection has a thread of its own and may be kept alive. It serves tests, the simulator and pages
/// for the user's own browser; it is no server for a network.
package final class LoopbackServer: Sendable {
  /// The port that it listens on.
  package let port: UInt16

  private struct State {
    var connections: [Int: LoopbackSocket] = [:]
    var connectionCount = 0
    var requestCount = 0
    var isStopped = false
    var isAccepting = true
  }

  private let listener: Int32
  private let limits: LoopbackLimits
  private let handler: any LoopbackHandler
  private let state = Mutex(State())
  private let changed = NSCondition()

  /// Listens, and answers from now on.
  ///
  /// - Parameter port: 0 for any free one.
  /// - Throws: `LoopbackError` with code `notListening`.
  package init(
    port: UInt16, limits: LoopbackLimits = LoopbackLimits(), handler: any LoopbackHandler
  ) throws(LoopbackError) {
    (listener, self.port) = try Self.listen(on: port)
    self.limits = limits
    self.handler = handler
    Thread.detachNewThread { self.acceptConnections() }
  }

  /// Closes the port, ends every connection and waits for their threads. A second call does nothing more.
  ///
  /// - Precondition: not called from inside the handler, which would wait for itself.
  package func stop() {
    let sockets = state.withLock { state -> [LoopbackSocket]? in
      defer { state.isStopped = true }
      return state.isStopped ? nil : Array(state.connections.values)
    }
    guard let sockets else { return }
    _ = shutdown(listener, Int32(SHUT_RDWR))
    for socket in sockets { socket.interrupt() }
    announce()
    waitUntil { !$0.isAccepting && $0.connections.isEmpty }
    close(listener)
  }

  private static func listen(on port: UInt16) throws(LoopbackError) -> (Int32, UInt16) {
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_INET, type, 0)
    guard descriptor >= 0 else { throw LoopbackError(.notListening, port: port, errorNumber: errno) }
    var on: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(descriptor, pointer, size) == 0 && Glibc.listen(descriptor, 128) == 0
          && getsockname(descriptor, pointer, &size) == 0
      }
    }
    guard isListening else {
      let number = errno
      close(descriptor)
      throw LoopbackError(.notListening, port: port, errorNumber: number)
    }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  private func acceptConnections() {
    while waitForRoom() {
      let descriptor = accept(listener, nil, nil)
      if descriptor >= 0 {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        open(LoopbackSocket(descriptor))
      } else if errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS {
        usleep(20_000)
      }
    }
    state.withLock { $0.isAccepting = false }
    announce()
  }

  /// - Returns: False when the server is stopped.
  private func waitForRoom() -> Bool {
    let limit = limits.connections
    waitUntil { $0.isStopped || $0.connections.count < limit }
    return !state.withLock { $0.isStopped }
  }

  private func open(_ socket: LoopbackSocket) {
    let number = state.withLock { state -> Int? in
      guard !state.isStopped else { return nil }
      state.connectionCount += 1
      state.connections[state.connectionCount] = socket
      return state.connectionCount
    }
    guard let number else { return }
    Thread.detachNewThread {
      self.serve(socket, number: number)
      self.state.withLock { _ = $0.connections.removeValue(forKey: number) }
      self.announce()
    }
  }

  private func serve(_ socket: LoopbackSocket, number: Int) {
    let connection = LoopbackConnection(
      socket: socket, number: number, limits: limits, handler: handler,
      nextNumber: {
        self.state.withLock { state in
          state.requestCount += 1
          return state.requestCount
        }
      })
    connection.serve()
  }

  private func announce() {
    changed.lock()
    changed.broadcast()
    changed.unlock()
  }

  private func waitUntil(_ isTrue: (borrowing State) -> Bool) {
    changed.lock()
    defer { changed.unlock() }
    while !state.withLock({ isTrue($0) }) { changed.wait() }
  }
}
