internal import EditModel

/// How far a log has been read and proved.
struct LogPosition: Hashable, Codable {
  /// The byte after the last proved line.
  var offset = 0
  var lines = 0
  /// Where the last proved line starts.
  var lastLine = 0
  /// The last proved line's hash.
  var hash = Digest.none
}

/// Where a line stands in its log, its LF included.
struct LineSpan: Hashable {
  let offset: Int
  let length: Int
}

/// What stands after the last whole commit of a log.
enum LogEnd: Hashable {
  case clean
  /// Nothing valid: a write that never finished.
  case torn
  /// A line that is not what was written, with valid ones after it or with a valid hash of its own.
  case damaged(offset: Int, line: Int)
}

/// Reads a log commit by commit and says what stands at its end.
struct LogScanner<Body: Codable & Hashable & Sendable> {
  typealias Line = (line: LogLine<Body>, span: LineSpan)

  private let file: OpenFile
  private let size: Int
  /// After the last whole commit.
  private(set) var position: LogPosition
  /// Known when `nextCommit` has returned `nil`.
  private(set) var end = LogEnd.clean

  private var window: [UInt8] = []
  private var windowStart: Int

  init(_ file: OpenFile, from position: LogPosition) throws(StoreError) {
    self.file = file
    self.position = position
    windowStart = position.offset
    // A writer whose commit failed may just have cut off what was read here before.
    size = max(position.offset, try file.byteCount())
  }

  /// The lines of the next commit, or `nil` at the end of what is whole.
  mutating func nextCommit() throws(StoreError) -> [Line]? {
    var lines: [Line] = []
    var reached = position
    repeat {
      guard let raw = try rawLine(at: reached.offset) else {
        end = try reached.offset == size && lines.isEmpty ? .clean : verdict(at: reached)
        return nil
      }
      guard let line = line(raw, after: reached, in: lines) else {
        end = try verdict(at: reached)
        return nil
      }
      let span = LineSpan(offset: reached.offset, length: raw.count + 1)
      reached = LogPosition(
        offset: reached.offset + span.length, lines: reached.lines + 1, lastLine: reached.offset,
        hash: line.hash)
      lines.append((line, span))
    } while lines.last?.line.following != 0
    position = reached
    return lines
  }

  private func line(_ raw: ArraySlice<UInt8>, after reached: LogPosition, in lines: [Line])
    -> LogLine<Body>?
  {
    guard let proof = proof(of: raw),
      let line = LogLine<Body>(hash: proof.hash, json: proof.json), line.previous == reached.hash
    else { return nil }
    if let last = lines.last, line.following != last.line.following - 1 { return nil }
    return line
  }

  /// More than this after the last whole commit is no torn tail of ours.
  private static var tailLimit: Int { 64 << 20 }

  private mutating func verdict(at reached: LogPosition) throws(StoreError) -> LogEnd {
    guard size - reached.offset <= Self.tailLimit else {
      return .damaged(offset: reached.offset, line: reached.lines + 1)
    }
    let rest = try file.bytes(at: reached.offset, count: size - reached.offset)
    return holdsProvedLine(rest)
      ? .damaged(offset: reached.offset, line: reached.lines + 1) : .torn
  }

  /// The bytes from here to the next LF, without it, or `nil` when there is none.
  private mutating func rawLine(at offset: Int) throws(StoreError) -> ArraySlice<UInt8>? {
    var searched = offset - windowStart
    while true {
      if let end = window[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        return window[(offset - windowStart)..<end]
      }
      searched = try windowGrown(keepingFrom: offset)
      if searched == window.count { return nil }
    }
  }

  /// Adds the next part of the file and returns where it starts in the window.
  private mutating func windowGrown(keepingFrom offset: Int) throws(StoreError) -> Int {
    window.removeFirst(offset - windowStart)
    windowStart = offset
    let start = window.count
    let next = windowStart + start
    let count = min(max(1 << 18, start), size - next)
    window += try file.bytes(at: next, count: max(0, count))
    return start
  }
}

/// True when a line that proves itself stands anywhere in these bytes, also after a lost LF.
///
/// In the bytes between two LF at most 16 places are tried, so that hostile bytes cost no more than
/// hashing them 16 times.
func holdsProvedLine(_ bytes: [UInt8]) -> Bool {
  var start = 0
  while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
    let starts = lineStarts(in: bytes[start..<end]).prefix(16)
    if starts.contains(where: { proof(of: bytes[$0..<end]) != nil }) { return true }
    start = end + 1
  }
  return false
}

/// Where 64 hexadecimal digits are followed by a blank and an opening brace.
private func lineStarts(in bytes: ArraySlice<UInt8>) -> [Int] {
  var starts: [Int] = []
  var digits = 0
  for (index, byte) in zip(bytes.indices, bytes) {
    if byte == UInt8(ascii: " "), digits >= 64, index + 1 < bytes.endIndex,
      bytes[index + 1] == UInt8(ascii: "{")
    {
      starts.append(index - 64)
    }
    digits = isHexDigit(byte) ? digits + 1 : 0
  }
  return starts
}

private func isHexDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
}
