internal import EditModel

/// One of the session's two logs: what is proved of it, and the way to append to it.
final class ChainedLog<Body: Codable & Hashable & Sendable> {
  let name: String
  private var file: OpenFile
  var position: LogPosition
  private(set) var end = LogEnd.clean
  /// True once this process has proved every line from the first on.
  private var isProved = false

  init(_ name: String, in folder: OpenFolder) throws(StoreError) {
    self.name = name
    position = LogPosition()
    do throws(StoreError) {
      file = try folder.file(name, for: .reading)
    } catch  where error.code == .fileMissing {
      throw StoreError(.damaged, name, offset: 0, line: 1)
    }
  }

  /// Opens the log anew for appending.
  func openForAppending(in folder: OpenFolder) throws(StoreError) {
    file = try folder.file(name, for: .appending)
  }

  /// A scanner of what follows the proved part.
  func scanner() throws(StoreError) -> LogScanner<Body> { try LogScanner(file, from: position) }

  func reached(_ position: LogPosition, end: LogEnd) {
    self.position = position
    self.end = end
  }

  /// Compares every line that a checkpoint vouched for with its hash, before anything is added to them.
  ///
  /// A line that is no longer what was written makes the log damaged; what was read of it stays as it is.
  func proveAgain() throws(StoreError) {
    guard end == .clean, !isProved else { return }
    var offset = 0
    var line = 1
    var window = 1 << 22
    while offset < position.offset {
      let count = min(window, position.offset - offset)
      let proved = provedLines(in: try file.bytes(at: offset, count: count))
      offset += proved.byteCount
      line += proved.lineCount
      if proved.isWhole, proved.lineCount > 0 { continue }
      guard proved.isWhole, offset + count < position.offset else {
        end = .damaged(offset: offset, line: line)
        return
      }
      // The next line is longer than the window.
      window *= 2
    }
    isProved = true
  }

  /// The lines at the start of these bytes that prove themselves; not whole where one does not.
  private func provedLines(
    in bytes: [UInt8]
  ) -> (byteCount: Int, lineCount: Int, isWhole: Bool) {
    var start = 0
    var count = 0
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      guard proof(of: bytes[start..<end]) != nil else { return (start, count, false) }
      start = end + 1
      count += 1
    }
    return (start, count, true)
  }

  /// True when the file still has, where the proved part ends, the line that was proved there.
  func stillHas(_ position: LogPosition) throws(StoreError) -> Bool {
    guard try file.byteCount() >= position.offset else { return false }
    if position.offset == 0 { return position == LogPosition() }
    guard position.lastLine >= 0, position.lastLine < position.offset else { return false }
    let line = try file.bytes(at: position.lastLine, count: position.offset - position.lastLine)
    return line.last == UInt8(ascii: "\n") && proof(of: line.dropLast())?.hash == position.hash
  }

  /// One line, proved again.
  ///
  /// - Throws: `StoreError` with code `damaged` when it is not there as it was.
  func line(at span: LineSpan) throws(StoreError) -> LogLine<Body> {
    let bytes = try file.bytes(at: span.offset, count: span.length)
    guard bytes.count == span.length, let proof = proof(of: bytes.dropLast()),
      let line = LogLine<Body>(hash: proof.hash, json: proof.json)
    else { throw StoreError(.damaged, name, offset: span.offset) }
    return line
  }

  /// Appends the bodies as one commit and returns when they are on the medium.
  ///
  /// After a failure the file is cut back to what it was, if that can be done; the next writer sets aside
  /// whatever is left.
  func append(_ bodies: [Body]) throws(StoreError) -> [(hash: Digest, span: LineSpan)] {
    var lines: [(hash: Digest, span: LineSpan)] = []
    var bytes: [UInt8] = []
    for (index, body) in bodies.enumerated() {
      let line = try LogLine.encoded(
        body, previous: lines.last?.hash ?? position.hash, following: bodies.count - 1 - index,
        log: name)
      let span = LineSpan(offset: position.offset + bytes.count, length: line.bytes.count)
      lines.append((line.hash, span))
      bytes += line.bytes
    }
    try write(bytes)
    advance(over: lines)
    return lines
  }

  private func write(_ bytes: [UInt8]) throws(StoreError) {
    do throws(StoreError) {
      try file.append(bytes)
      try file.syncData()
    } catch {
      // The first failure is the one that is reported.
      try? cut()
      throw error
    }
  }

  private func advance(over lines: [(hash: Digest, span: LineSpan)]) {
    guard let last = lines.last else { return }
    position = LogPosition(
      offset: last.span.offset + last.span.length, lines: position.lines + lines.count,
      lastLine: last.span.offset, hash: last.hash)
  }

  /// Removes what follows the proved part.
  private func cut() throws(StoreError) {
    try file.truncate(to: position.offset)
    try file.syncData()
  }

  /// Makes sure that what was read is also on the medium, before anything builds on it.
  func syncData() throws(StoreError) { try file.syncData() }

  /// Copies a torn tail into a file beside the log, then cuts it off.
  func setTornTailAside(in folder: OpenFolder) throws(StoreError) -> SessionNotice? {
    guard end == .torn else { return nil }
    let tail = try file.bytes(at: position.offset, count: file.byteCount() - position.offset)
    let copy = try newCopyName(among: folder.names())
    try folder.write(tail, toNew: copy)
    try folder.sync()
    try cut()
    end = .clean
    return .tornTailSetAside(log: name, copy: copy, offset: position.offset, byteCount: tail.count)
  }

  private func newCopyName(among names: [String]) -> String {
    let taken = names.compactMap { $0.hasPrefix("\(name).torn-") ? Int($0.dropFirst(name.count + 6)) : nil }
    return "\(name).torn-\((taken.max() ?? 0) + 1)"
  }
}

/// What the user should be told after opening a session for writing.
package enum SessionNotice: Hashable, Sendable {
  /// The end of a log was a write that never finished; its bytes were moved to a file beside the log.
  case tornTailSetAside(log: String, copy: String, offset: Int, byteCount: Int)
}
