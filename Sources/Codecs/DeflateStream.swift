internal import CZlib

/// zlib's compressor for pieces of one raw deflate stream.
enum DeflateStream {
  /// What zlib looks for.
  enum Strategy: Sendable {
    /// Repeats of any kind.
    case repeats
    /// Repeats that are long enough to pay in filtered rows.
    case filtered

    fileprivate var value: Int32 {
      switch self {
      case .repeats: Z_DEFAULT_STRATEGY
      case .filtered: Z_FILTERED
      }
    }
  }

  /// Bytes that a piece can refer back to.
  static let windowSize = 1 << 15

  /// Compresses one piece that stands after `history`; it ends on a whole byte.
  ///
  /// - Parameters:
  ///   - bytes: Fewer than 2^31.
  ///   - history: The bytes before the piece, at most `windowSize`.
  ///   - level: 1 (quick) to 9 (small).
  ///   - isLast: The deflate stream ends with this piece.
  /// - Throws: `CodecError` with `outOfMemory`, or `notEncodable` when zlib does not take the input.
  static func compress(
    _ bytes: UnsafeBufferPointer<UInt8>, history: UnsafeBufferPointer<UInt8>, level: Int, strategy: Strategy,
    isLast: Bool
  ) throws(CodecError) -> [UInt8] {
    var stream = z_stream()
    // zlib's state points back at the stream, which therefore may not move: all of its life is in here.
    return try withUnsafeMutablePointer(to: &stream) { stream throws(CodecError) in
      let code = deflateInit2_(
        stream, Int32(level), Z_DEFLATED, -15, 9, strategy.value, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size))
      guard code == Z_OK else { throw CodecError(.outOfMemory) }
      defer { deflateEnd(stream) }
      if !history.isEmpty { deflateSetDictionary(stream, history.baseAddress, UInt32(history.count)) }
      return try output(of: stream, input: bytes, flush: isLast ? Z_FINISH : Z_SYNC_FLUSH)
    }
  }

  /// A whole zlib stream (RFC 1950) of the bytes, as small as zlib makes it.
  ///
  /// - Parameter bytes: Fewer than 2^31.
  /// - Throws: `CodecError` with `outOfMemory`.
  static func zlibStream(of bytes: [UInt8]) throws(CodecError) -> [UInt8] {
    var count = compressBound(UInt(bytes.count))
    var code = Z_OK
    let stream = [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, initialized in
      code = compress2(buffer.baseAddress, &count, bytes, UInt(bytes.count), 9)
      initialized = code == Z_OK ? Int(count) : 0
    }
    guard code == Z_OK else { throw CodecError(.outOfMemory) }
    return stream
  }

  private static func output(
    of stream: UnsafeMutablePointer<z_stream>, input: UnsafeBufferPointer<UInt8>, flush: Int32
  ) throws(CodecError) -> [UInt8] {
    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
    stream.pointee.avail_in = UInt32(input.count)
    // zlib's own bound, and what a flush can add to it. Other builds bound only what one call without flush
    // makes: then there is more to fetch.
    var code = Z_OK
    var output = piece(of: stream, room: Int(deflateBound(stream, UInt(input.count))) + 16, flush, &code)
    while code == Z_OK, stream.pointee.avail_out == 0 {
      output += piece(of: stream, room: 1 << 16, flush, &code)
    }
    // Nothing more to fetch is no failure.
    let isDone = flush == Z_FINISH ? code == Z_STREAM_END : code == Z_OK || code == Z_BUF_ERROR
    guard isDone, stream.pointee.avail_in == 0 else { throw CodecError(.notEncodable) }
    return output
  }

  private static func piece(
    of stream: UnsafeMutablePointer<z_stream>, room: Int, _ flush: Int32, _ code: inout Int32
  ) -> [UInt8] {
    let roomy = [UInt8](unsafeUninitializedCapacity: room) { buffer, initialized in
      stream.pointee.next_out = buffer.baseAddress
      stream.pointee.avail_out = UInt32(room)
      code = deflate(stream, flush)
      initialized = room - Int(stream.pointee.avail_out)
    }
    // The room is as large as the input; what is kept for long should not be.
    return roomy.withUnsafeBufferPointer { Array($0) }
  }
}
