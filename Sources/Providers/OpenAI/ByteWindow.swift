internal import EditModel

/// Pieces of a source one after the other, a line feed between each two, seen through a buffer.
///
/// The line feeds are what a stream of events puts between the data lines of one event.
struct ByteWindow {
  private static let bufferSize = 262_144

  let source: any ByteSource
  private let pieces: [Range<Int>]
  /// The piece in which the cursor stands; past the last one at the end.
  private var piece = 0
  private var buffer: [UInt8] = []
  private var cursor = 0
  /// Where in the source the byte at the cursor stands.
  private(set) var position: Int

  init(_ source: any ByteSource, pieces: [Range<Int>]) {
    self.source = source
    self.pieces = pieces
    position = pieces.first?.lowerBound ?? 0
  }

  /// The byte at the cursor; `nil` at the end.
  mutating func peek() throws(JSONFault) -> UInt8? {
    if cursor < buffer.count { return buffer[cursor] }
    guard piece < pieces.count else { return nil }
    if position < pieces[piece].upperBound {
      try fill(to: pieces[piece].upperBound)
      return buffer[0]
    }
    return piece + 1 < pieces.count ? UInt8(ascii: "\n") : nil
  }

  /// Goes past the byte that `peek` has shown.
  mutating func advance() {
    if cursor < buffer.count {
      cursor += 1
      position += 1
    } else {
      piece += 1
      position = pieces[piece].lowerBound
    }
  }

  /// Goes past all bytes that the table marks, within the piece.
  ///
  /// - Returns: How many there were, and the last of them.
  mutating func advance(
    whileMarked table: borrowing [Bool]
  ) throws(JSONFault) -> (count: Int, last: UInt8?) {
    var total = 0
    var last: UInt8?
    while try peek() != nil, cursor < buffer.count {
      let count = marked(by: table)
      if count > 0 { last = buffer[cursor + count - 1] }
      cursor += count
      position += count
      total += count
      if cursor < buffer.count { break }
    }
    return (total, last)
  }

  private func marked(by table: borrowing [Bool]) -> Int {
    let bytes = buffer.span
    let marks = table.span
    var index = cursor
    while index < bytes.count, marks[Int(bytes[index])] { index += 1 }
    return index - cursor
  }

  private mutating func fill(to end: Int) throws(JSONFault) {
    do throws(ByteStreamError) {
      buffer = try source.bytes(in: position..<min(end, position + Self.bufferSize))
    } catch {
      throw .source(error)
    }
    // A source that ends before its own count says is one that was cut.
    guard !buffer.isEmpty else { throw .truncated }
    cursor = 0
  }
}
