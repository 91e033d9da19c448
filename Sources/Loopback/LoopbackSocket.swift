internal import Glibc
internal import Synchronization

/// A connected socket; one thread reads and writes, any thread may interrupt it.
final class LoopbackSocket: Sendable {
  private static let clientLeft = Int16(truncatingIfNeeded: 0x2000)  // POLLRDHUP: the module map hides it.
  private let descriptor: Int32
  /// True while the descriptor is ours: an interruption must never reach a number that was given out anew.
  private let isOpen = Mutex(true)

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  deinit { close() }

  /// Ends every wait of the owning thread, now and later.
  func interrupt() {
    isOpen.withLock { isOpen in
      if isOpen { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
  }

  /// Reads what has come, at least a byte; 0 when the client sends no more.
  func read(
    into buffer: UnsafeMutableRawBufferPointer, patience: Duration
  ) throws(LoopbackError) -> Int {
    guard !isClosed else { throw LoopbackError(.clientGone) }
    guard events(Int16(POLLIN), within: patience) != 0 else { throw LoopbackError(.clientSilent) }
    while true {
      let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
      if count >= 0 { return count }
      if errno != EINTR { throw LoopbackError(.clientGone, errorNumber: errno) }
    }
  }

  func write(_ bytes: UnsafeRawBufferPointer, patience: Duration) throws(LoopbackError) {
    guard !isClosed else { throw LoopbackError(.clientGone) }
    var written = 0
    while written < bytes.count {
      guard events(Int16(POLLOUT), within: patience) != 0 else { throw LoopbackError(.clientGone) }
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = send(
        descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      if count >= 0 {
        written += count
      } else if errno != EINTR && errno != EAGAIN {
        throw LoopbackError(.clientGone, errorNumber: errno)
      }
    }
  }

  /// Waits; true when the whole time passed, false as soon as the client is gone or the socket interrupted.
  ///
  /// A client that only closes its sending side counts as gone: the two cannot be told apart.
  func wait(for time: Duration) -> Bool {
    guard !isClosed else { return false }
    return events(Self.clientLeft, within: time) == 0
  }

  /// Closes so that the client sees a reset (RST) after what was written before.
  func reset() {
    guard !isClosed else { return }
    settle()
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  /// Closes in order; what the client still sends is read and dropped for a moment, because unread bytes
  /// would turn the end into a reset that may overtake the reply.
  func closeInOrder() {
    guard !isClosed else { return }
    _ = shutdown(descriptor, Int32(SHUT_WR))
    let clock = ContinuousClock()
    let end = clock.now + .seconds(2)
    withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
      while clock.now < end {
        guard events(Int16(POLLIN), within: end - clock.now) != 0 else { break }
        if recv(descriptor, buffer.baseAddress, buffer.count, 0) <= 0 { break }
      }
    }
    close()
  }

  func close() {
    isOpen.withLock { isOpen in
      if isOpen { _ = Glibc.close(descriptor) }
      isOpen = false
    }
  }

  /// Only the owning thread closes, so that what it finds here stays true while it goes on.
  private var isClosed: Bool { isOpen.withLock { !$0 } }

  /// Lets what was written reach the client: a reset throws away what is still queued.
  private func settle() {
    for _ in 0..<1000 {
      var unsent: Int32 = 0
      guard ioctl(descriptor, UInt(TIOCOUTQ), &unsent) == 0, unsent > 0 else { return }
      usleep(1000)
    }
  }

  /// The events that came, 0 when the time passed without any.
  private func events(_ wanted: Int16, within time: Duration) -> Int16 {
    let clock = ContinuousClock()
    let end = clock.now + min(max(time, .zero), .seconds(1_000_000))
    while true {
      let (seconds, fraction) = (end - clock.now).components
      let milliseconds = seconds * 1000 + (fraction + 999_999_999_999_999) / 1_000_000_000_000_000
      var item = pollfd(fd: descriptor, events: wanted, revents: 0)
      let count = poll(&item, 1, Int32(clamping: max(0, milliseconds)))
      if count > 0 { return item.revents }
      if count == 0 || errno != EINTR { return 0 }
    }
  }
}
