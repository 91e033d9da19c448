internal import CZlib

/// Inflates zlib streams that stand in chunks beside the image data, within a budget.
///
/// Source: RFC 1950, RFC 1951; inflated by zlib, which also compares the Adler-32 at the end.
enum Inflater {
  /// Inflates a whole stream; bytes after its end are not looked at.
  ///
  /// - Parameter budget: Bytes that may be made; what is made is taken from it, also before an error.
  /// - Throws: `CodecError` with `truncated` when the end is missing, `tooLarge(.bytes)` beyond the budget,
  ///   `damaged(.content)` or `outOfMemory`.
  static func inflated(_ bytes: ArraySlice<UInt8>, budget: inout Int) throws(CodecError) -> [UInt8] {
    let allowed = budget
    guard bytes.count <= UInt32.max else {
      throw CodecError(.tooLarge(.bytes), found: bytes.count, allowed: Int(UInt32.max))
    }
    return try bytes.span.bytes.withUnsafeBytes { bytes throws(CodecError) in
      let stream = try InflateStream(bytes)
      let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 14, alignment: 16)
      defer { piece.deallocate() }
      var result: [UInt8] = []
      var hasEnded = false
      while !hasEnded {
        let count = try stream.inflate(into: piece, hasEnded: &hasEnded)
        guard count > 0 || hasEnded else { throw CodecError(.truncated) }
        guard count <= budget else {
          budget = 0
          throw CodecError(.tooLarge(.bytes), found: result.count + count, allowed: allowed)
        }
        budget -= count
        result.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[..<count]))
      }
      return result
    }
  }
}

/// One stream whose bytes are in memory as a whole, and stay where they are.
private struct InflateStream: ~Copyable {
  // On the heap, because zlib remembers the address.
  private let stream: UnsafeMutablePointer<z_stream>

  /// - Parameter bytes: As many as 32 bits count.
  init(_ bytes: UnsafeRawBufferPointer) throws(CodecError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // zlib does not write to its input; its header lacks the `const` for old compilers.
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = UInt32(bytes.count)
    let code = inflateInit2_(stream, 15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else { throw CodecError(.outOfMemory) }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Inflates until the target is full, the input is used up or the stream ends.
  ///
  /// - Returns: Bytes written.
  func inflate(
    into target: UnsafeMutableRawBufferPointer, hasEnded: inout Bool
  ) throws(CodecError) -> Int {
    stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(target.count)
    switch CZlib.inflate(stream, Z_NO_FLUSH) {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: hasEnded = true
    case Z_MEM_ERROR: throw CodecError(.outOfMemory)
    default: throw CodecError(.damaged(.content), underlying: message)
    }
    return target.count - Int(stream.pointee.avail_out)
  }

  /// zlib's own text, one of a fixed list.
  private var message: String {
    stream.pointee.msg.map { String(cString: $0) } ?? "the stream wants a dictionary"
  }
}
