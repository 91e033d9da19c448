import Glibc

/// Reads from a descriptor that somebody else opened and closes.
struct FileDescriptorReader: Sendable {
  enum Piece: Equatable, Sendable {
    case bytes([UInt8])
    /// A signal came first, perhaps a change of the window's size.
    case signal
    case end
  }

  private static let capacity = 16 * 1024

  let descriptor: Int32

  /// Waits until there is something.
  ///
  /// - Throws: `inputOutput`.
  func read() throws(TerminalError) -> Piece {
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Self.capacity) { buffer, count in
      let result = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      code = result < 0 ? errno : 0
      count = max(result, 0)
    }
    switch code {
    case 0: return bytes.isEmpty ? .end : .bytes(bytes)
    case EINTR: return .signal
    case EAGAIN:
      try Self.wait(for: Int16(POLLIN), on: descriptor)
      return .signal
    default: throw TerminalError(.inputOutput, systemCode: code)
    }
  }

  /// Waits until a non-blocking descriptor is ready, or a signal comes.
  static func wait(for events: Int16, on descriptor: Int32) throws(TerminalError) {
    var entry = pollfd(fd: descriptor, events: events, revents: 0)
    if poll(&entry, 1, -1) < 0, errno != EINTR {
      throw TerminalError(.inputOutput, systemCode: errno)
    }
  }
}
