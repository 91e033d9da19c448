/// Plain lines from a descriptor that is no usable terminal: a file, a pipe, a terminal with `TERM=dumb`.
///
/// Lines end with LF or CR LF; the last may have no end. A byte order mark at the start is left out. It reads
/// ahead, so nobody else should read from the descriptor.
package struct LineReader: Sendable {
  /// Most bytes of a line, without its end.
  package static let maximumByteCount = 1 << 20

  /// The number of the line read last, from 1; 0 before the first.
  package private(set) var lineNumber = 0

  private let reader: FileDescriptorReader
  private var buffer: [UInt8] = []
  private var consumed = 0
  private var searched = 0
  private var hasEnded = false
  private var isSkipping = false

  package init(descriptor: Int32) {
    reader = FileDescriptorReader(descriptor: descriptor)
  }

  /// The next line without its end, or `nil` after the last.
  ///
  /// - Throws: `lineTooLong` as soon as a line has more than `maximumByteCount` bytes, `invalidUTF8`, each with
  ///   the line's number, after which the next call gives the next line; `inputOutput`.
  package mutating func readLine() throws(TerminalError) -> String? {
    if isSkipping { try skipLine() }
    guard var line = try nextLine() else { return nil }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    guard line.count <= Self.maximumByteCount else { throw tooLong() }
    if lineNumber == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    guard let text = String(validating: line, as: UTF8.self) else {
      throw TerminalError(.invalidUTF8, line: lineNumber)
    }
    return text
  }

  /// The bytes up to the next LF or the end, at most one CR longer than allowed.
  private mutating func nextLine() throws(TerminalError) -> ArraySlice<UInt8>? {
    while true {
      if let line = takeLine() { return line }
      if hasEnded { return takeRest() }
      if buffer.count - consumed > Self.maximumByteCount + 1 {
        lineNumber += 1
        isSkipping = true
        throw tooLong()
      }
      try fill()
    }
  }

  private mutating func takeLine() -> ArraySlice<UInt8>? {
    guard let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
      searched = buffer.count
      return nil
    }
    defer {
      consumed = end + 1
      searched = consumed
    }
    lineNumber += 1
    return buffer[consumed..<end]
  }

  private mutating func takeRest() -> ArraySlice<UInt8>? {
    guard consumed < buffer.count else { return nil }
    defer { consumed = buffer.count }
    lineNumber += 1
    return buffer[consumed...]
  }

  private mutating func skipLine() throws(TerminalError) {
    while true {
      if let end = buffer[consumed...].firstIndex(of: UInt8(ascii: "\n")) {
        consumed = end + 1
        break
      }
      consumed = buffer.count
      if hasEnded { break }
      try fill()
    }
    searched = consumed
    isSkipping = false
  }

  private mutating func fill() throws(TerminalError) {
    buffer.removeFirst(consumed)
    searched -= min(consumed, searched)
    consumed = 0
    switch try reader.read() {
    case .bytes(let bytes): buffer += bytes
    case .signal: return
    case .end: hasEnded = true
    }
  }

  private func tooLong() -> TerminalError {
    TerminalError(.lineTooLong, line: lineNumber, allowed: Self.maximumByteCount)
  }
}
