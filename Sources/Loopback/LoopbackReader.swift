/// Bytes of a connection, read ahead into a small buffer.
struct LoopbackReader {
  private let socket: LoopbackSocket
  private let patience: Duration
  private var buffer = [UInt8](repeating: 0, count: 65_536)
  private var position = 0
  private var end = 0

  init(_ socket: LoopbackSocket, patience: Duration) {
    self.socket = socket
    self.patience = patience
  }

  /// True when bytes of the client's are already here.
  var hasBytes: Bool { position < end }

  /// The next byte, `nil` when the client sends no more.
  mutating func next() throws(LoopbackError) -> UInt8? {
    if position == end, try !fill() { return nil }
    defer { position += 1 }
    return buffer[position]
  }

  /// Reads exactly as many bytes as the buffer holds.
  mutating func fill(_ target: UnsafeMutableRawBufferPointer) throws(LoopbackError) {
    var filled = take(into: target)
    while filled < target.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: target[filled...])
      let count = try socket.read(into: rest, patience: patience)
      guard count > 0 else { throw LoopbackError(.clientGone) }
      filled += count
    }
  }

  /// A line without its CRLF.
  ///
  /// - Throws: `badRequest` for a bare line feed or a line of more than `limit` bytes.
  mutating func line(limit: Int, status: Int = 431) throws(LoopbackError) -> [UInt8]? {
    var line: [UInt8] = []
    while let byte = try next() {
      if byte == UInt8(ascii: "\n") {
        guard line.popLast() == UInt8(ascii: "\r") else { throw LoopbackError(.badRequest, status: 400) }
        return line
      }
      guard line.count < limit else { throw LoopbackError(.badRequest, status: status) }
      line.append(byte)
    }
    if line.isEmpty { return nil }
    throw LoopbackError(.clientGone)
  }

  private mutating func take(into target: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(target.count, end - position)
    buffer.withUnsafeBytes { bytes in
      target.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[position..<position + count]))
    }
    position += count
    return count
  }

  private mutating func fill() throws(LoopbackError) -> Bool {
    var failure: LoopbackError?
    position = 0
    end = 0
    end = buffer.withUnsafeMutableBytes { bytes in
      do throws(LoopbackError) {
        return try socket.read(into: bytes, patience: patience)
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    return end > 0
  }
}
