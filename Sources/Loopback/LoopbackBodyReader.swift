/// Reads one request's body, framed by a length or by chunks, within a limit.
struct LoopbackBodyReader {
  /// Bytes of the body read so far, chunk marks not counted.
  private(set) var byteCount = 0
  private let length: Int
  private let isChunked: Bool
  private let limit: Int

  init(_ head: LoopbackHead, limit: Int) {
    length = head.contentLength ?? 0
    isChunked = head.isChunked
    self.limit = limit
  }

  /// - Throws: `badRequest` (413) when the announced length is beyond the limit.
  func checkLength() throws(LoopbackError) {
    if length > limit { throw LoopbackError(.badRequest, status: 413) }
  }

  mutating func readAll(from reader: inout LoopbackReader) throws(LoopbackError) -> [UInt8] {
    if !isChunked { return try read(length, from: &reader) }
    var body: [UInt8] = []
    while let count = try chunkLength(from: &reader) {
      body += try read(count, from: &reader)
      try endChunk(from: &reader)
    }
    return body
  }

  /// Reads so many bytes, or to the body's end if that comes before, and forgets them.
  mutating func skip(_ count: Int, from reader: inout LoopbackReader) throws(LoopbackError) {
    if !isChunked { return try skipPlain(min(count, length), from: &reader) }
    while byteCount < count, let size = try chunkLength(from: &reader) {
      let wanted = min(size, count - byteCount)
      try skipPlain(wanted, from: &reader)
      if wanted == size { try endChunk(from: &reader) }
    }
  }

  private mutating func skipPlain(
    _ count: Int, from reader: inout LoopbackReader
  ) throws(LoopbackError) {
    var rest = count
    while rest > 0 {
      let piece = min(rest, 65_536)
      _ = try read(piece, from: &reader)
      rest -= piece
    }
  }

  private mutating func read(
    _ count: Int, from reader: inout LoopbackReader
  ) throws(LoopbackError) -> [UInt8] {
    var failure: LoopbackError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(LoopbackError) {
        try reader.fill(
          UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]))
        filled = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    byteCount += count
    return bytes
  }

  /// The next chunk's length; `nil` after the last one, its trailers read and dropped (RFC 9112, section 7.1).
  private func chunkLength(from reader: inout LoopbackReader) throws(LoopbackError) -> Int? {
    guard let line = try reader.line(limit: 1024, status: 400) else { throw LoopbackError(.clientGone) }
    let digits = String(decoding: line.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
    guard let count = Int(digits, radix: 16), count >= 0, digits.utf8.first != UInt8(ascii: "+") else {
      throw LoopbackError(.badRequest, status: 400)
    }
    guard count <= limit - byteCount else { throw LoopbackError(.badRequest, status: 413) }
    if count > 0 { return count }
    var room = 65_536
    while let trailer = try reader.line(limit: room), !trailer.isEmpty { room -= trailer.count }
    return nil
  }

  private func endChunk(from reader: inout LoopbackReader) throws(LoopbackError) {
    guard try reader.line(limit: 1, status: 400) == [] else { throw LoopbackError(.badRequest, status: 400) }
  }
}
