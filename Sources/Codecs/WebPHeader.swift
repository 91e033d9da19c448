package import Raster

/// What a WebP file says about itself before any pixel is decoded.
package struct WebPHeader {
  /// Both sides are in `1...16,384`, those of an animation's canvas up to 2^24.
  package private(set) var size = PixelSize(width: 0, height: 0)
  package private(set) var hasAlpha = false
  package private(set) var isAnimated = false
  /// The pixels are coded without loss.
  package private(set) var isLossless = false
  /// Bytes after the end of the container.
  package private(set) var trailingByteCount = 0
  private(set) var chunks: [WebPChunk] = []
  private var canvas: PixelSize?

  /// Most chunks that a file may have beside those of an animation; the format knows seven.
  private static let largestChunkCount = 4096

  /// Reads the container and the start of the image data.
  ///
  /// - Throws: `CodecError` with `truncated` or `damaged`.
  /// - Complexity: O(number of chunks).
  package init(of bytes: RawSpan) throws(CodecError) {
    guard bytes.byteCount >= 12 else { throw CodecError(.truncated, found: bytes.byteCount, allowed: 12) }
    let stated = bytes.littleEndian(at: 4, byteCount: 4)
    let end = 8 + stated
    guard end <= bytes.byteCount else {
      throw CodecError(.truncated, found: bytes.byteCount, allowed: end)
    }
    var offset = 12
    while offset < end {
      let chunk = try WebPChunk(in: bytes, at: offset, end: end)
      try add(chunk, in: bytes)
      offset = chunk.range.upperBound + chunk.length % 2
    }
    trailingByteCount = bytes.byteCount - end
    try finish()
  }

  private mutating func add(_ chunk: WebPChunk, in bytes: RawSpan) throws(CodecError) {
    switch chunk.name {
    case "VP8X":
      guard chunks.isEmpty else { throw CodecError(.damaged(.chunkOrder), chunk: chunk.name) }
      try readExtension(chunk, in: bytes)
    case "VP8 ", "VP8L":
      guard size.width == 0 else { throw CodecError(.damaged(.chunkOrder), chunk: chunk.name) }
      size = chunk.name == "VP8 " ? try lossySize(chunk, in: bytes) : try losslessSize(chunk, in: bytes)
    case "ALPH": hasAlpha = true
    case "ANMF" where isAnimated: return
    default: break
    }
    guard chunks.count < Self.largestChunkCount else {
      throw CodecError(.damaged(.chunkOrder), found: chunks.count, allowed: Self.largestChunkCount)
    }
    chunks.append(chunk)
  }

  private mutating func finish() throws(CodecError) {
    if isAnimated, let canvas {
      size = canvas
      return
    }
    guard size.width > 0 else { throw CodecError(.damaged(.missingImageData)) }
    guard canvas ?? size == size else { throw CodecError(.damaged(.header), chunk: "VP8X") }
  }

  /// Source: RFC 9649, section 2.7.1.
  private mutating func readExtension(_ chunk: WebPChunk, in bytes: RawSpan) throws(CodecError) {
    guard chunk.length >= 10 else { throw CodecError(.damaged(.header), chunk: chunk.name) }
    let flags = bytes.byte(at: chunk.dataOffset)
    hasAlpha = flags & WebPFlags.alpha != 0
    isAnimated = flags & WebPFlags.animation != 0
    canvas = PixelSize(
      width: 1 + bytes.littleEndian(at: chunk.dataOffset + 4, byteCount: 3),
      height: 1 + bytes.littleEndian(at: chunk.dataOffset + 7, byteCount: 3))
  }

  /// Source: RFC 6386, section 9.1.
  private func lossySize(_ chunk: WebPChunk, in bytes: RawSpan) throws(CodecError) -> PixelSize {
    let start = chunk.dataOffset
    guard chunk.length >= 10, bytes.byte(at: start) & 1 == 0,
      bytes.extracting(chunk.range).extracting(droppingFirst: 3).starts(with: [0x9D, 0x01, 0x2A])
    else { throw CodecError(.damaged(.header), chunk: "VP8") }
    let found = PixelSize(
      width: bytes.littleEndian(at: start + 6, byteCount: 2) & 0x3FFF,
      height: bytes.littleEndian(at: start + 8, byteCount: 2) & 0x3FFF)
    guard found.width > 0, found.height > 0 else { throw CodecError(.damaged(.header), chunk: "VP8") }
    return found
  }

  /// Source: RFC 9649, section 3.4.
  private mutating func losslessSize(_ chunk: WebPChunk, in bytes: RawSpan) throws(CodecError) -> PixelSize {
    guard chunk.length >= 5, bytes.byte(at: chunk.dataOffset) == 0x2F else {
      throw CodecError(.damaged(.header), chunk: chunk.name)
    }
    let bits = bytes.littleEndian(at: chunk.dataOffset + 1, byteCount: 4)
    guard bits >> 29 == 0 else { throw CodecError(.damaged(.header), chunk: chunk.name) }
    isLossless = true
    hasAlpha = hasAlpha || bits >> 28 & 1 == 1
    return PixelSize(width: 1 + bits & 0x3FFF, height: 1 + bits >> 14 & 0x3FFF)
  }
}

/// The bits in the first byte of a VP8X chunk.
enum WebPFlags {
  static let animation: UInt8 = 0x02
  static let xmp: UInt8 = 0x04
  static let exif: UInt8 = 0x08
  static let alpha: UInt8 = 0x10
  static let profile: UInt8 = 0x20
}
