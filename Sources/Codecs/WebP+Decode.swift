internal import Raster

/// WebP files (RFC 9649): to pictures and back.
///
/// The container is read and written here; libwebp decodes and encodes what lies in it.
package enum WebP {
  /// Longest side of what libwebp encodes.
  static let largestSide = 16_383

  /// Decodes a whole file, as it lies: the orientation of its EXIF block is stated and not applied.
  ///
  /// Straight alpha; colour under transparent pixels is what the file has. Animations are refused.
  ///
  /// - Throws: `CodecError`.
  package static func decode(
    _ bytes: RawSpan, limits: DecodeLimits = .standard, libraries: SystemLibraries = .standard
  ) throws(CodecError) -> DecodedPicture {
    try limits.check(byteCount: bytes.byteCount)
    let header = try WebPHeader(of: bytes)
    try limits.check(size: header.size)
    if header.isAnimated { throw CodecError(.unsupportedCoding(.animatedWebP)) }
    let metadata = WebPMetadata(of: bytes, header: header)
    let samples = try samples(of: bytes, size: header.size, library: libraries.webP())
    return DecodedPicture(
      bitmap: Bitmap(width: header.size.width, height: header.size.height, samples: samples),
      format: .webp, bitDepth: 8, hasAlpha: header.hasAlpha,
      trailingByteCount: header.trailingByteCount, orientation: metadata.orientation,
      metadata: metadata.metadata)
  }

  /// libwebp says no more than that it failed, and fails when data is missing.
  private static func samples(
    of bytes: RawSpan, size: PixelSize, library: WebPFunctions
  ) throws(CodecError) -> [UInt8] {
    var isDecoded = false
    let count = 4 * size.width * size.height
    let samples = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      bytes.withUnsafeBytes { file in
        guard let source = file.baseAddress?.assumingMemoryBound(to: UInt8.self),
          let target = buffer.baseAddress
        else { preconditionFailure("a file with a header has bytes, and its picture has samples") }
        // Whatever libwebp leaves unwritten, nobody shall see what the memory held before.
        buffer.initialize(repeating: 0)
        isDecoded =
          library.decodeInto(source, file.count, target, count, CInt(4 * size.width)) != nil
      }
      initialized = isDecoded ? count : 0
    }
    guard isDecoded else { throw CodecError(.damaged(.content)) }
    return samples
  }
}
