/// One chunk of a WebP file: where it lies, not what it means. Source: RFC 9649, section 2.3.
struct WebPChunk {
  let name: String
  let dataOffset: Int
  let length: Int

  var range: Range<Int> { dataOffset..<(dataOffset + length) }

  /// - Parameter end: Where the RIFF container ends, inside the file.
  /// - Throws: `CodecError` with `damaged(.chunkLength)` or `damaged(.chunkName)`.
  init(in bytes: RawSpan, at offset: Int, end: Int) throws(CodecError) {
    guard offset <= end - 8 else {
      throw CodecError(.damaged(.chunkLength), found: end - offset, allowed: 8)
    }
    let letters = bytes.array(offset..<(offset + 4))
    guard letters.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      throw CodecError(.damaged(.chunkName), found: Int(bytes.bigEndian32(at: offset)))
    }
    name = String(decoding: letters, as: UTF8.self)
    dataOffset = offset + 8
    length = bytes.littleEndian(at: offset + 4, byteCount: 4)
    guard length <= end - dataOffset else {
      throw CodecError(
        .damaged(.chunkLength), found: length, allowed: end - dataOffset, chunk: name)
    }
  }

  /// The chunk as bytes, with the zero that makes its length even.
  static func bytes(_ name: StaticString, _ data: [UInt8]) -> [UInt8] {
    let letters = (0..<4).map { name.utf8Start[$0] }
    return letters + littleEndian(data.count, byteCount: 4) + data + (data.count % 2 == 0 ? [] : [0])
  }

  static func littleEndian(_ value: Int, byteCount: Int) -> [UInt8] {
    (0..<byteCount).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}

extension RawSpan {
  /// The little-endian number in the bytes from an offset.
  func littleEndian(at offset: Int, byteCount: Int) -> Int {
    (0..<byteCount).reversed().reduce(0) { $0 << 8 | Int(byte(at: offset + $1)) }
  }
}
