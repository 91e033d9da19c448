internal import CPNG
internal import Raster

extension PNG {
  /// Decodes a whole file.
  ///
  /// Every colour type, depth and interlacing becomes 8-bit RGBA with straight alpha. 16-bit samples are
  /// rounded to the nearest value; colour under transparent pixels is kept as it is in the file. Palette
  /// indices past the palette's end give opaque black, as in browsers. Gamma and colour profiles are not
  /// applied. Of an animation the default image is decoded.
  ///
  /// - Parameters:
  ///   - bytes: The whole file; bytes after its end are counted, not refused.
  ///   - limits: Checked against the header before memory is taken.
  /// - Throws: `CodecError`, with any code but `noAlpha` and `notEncodable`.
  public static func decode(
    _ bytes: RawSpan, limits: DecodeLimits = .standard
  ) throws(CodecError) -> DecodedPicture {
    try limits.check(byteCount: bytes.byteCount)
    let header = try header(of: bytes)
    try limits.check(size: header.size)
    let sampleCount = try sampleCount(of: header)
    let samples = try decodeSamples(bytes, header: header, count: sampleCount)
    let bitmap = Bitmap(width: header.size.width, height: header.size.height, samples: samples)
    return DecodedPicture(bitmap: bitmap, header: header)
  }

  /// Decodes a whole file; see the variant for a span.
  public static func decode(
    _ bytes: [UInt8], limits: DecodeLimits = .standard
  ) throws(CodecError) -> DecodedPicture {
    try decode(bytes.span.bytes, limits: limits)
  }

  /// Bytes that one byte of deflate data can at most become: a 258-byte match in two bits.
  private static let largestDeflateRatio = 1032

  /// Bytes by which a quarter of the image data may exceed the picture, so that tiny pictures pass.
  private static let largestExcess = 1 << 18

  /// Bytes that the decoded picture needs, refused when the image data cannot fill them.
  private static func sampleCount(of header: PNGHeader) throws(CodecError) -> Int {
    guard let pixels = header.size.pixelCount, let rawByteCount = header.rawByteCount else {
      throw CodecError(.tooLarge(.pixels), found: .max)
    }
    let bytes = pixels.multipliedReportingOverflow(by: 4)
    guard !bytes.overflow else { throw CodecError(.tooLarge(.pixels), found: pixels) }
    try checkImageData(of: header, rawByteCount: rawByteCount)
    return bytes.partialValue
  }

  /// Bounds the compressed data from both sides by what it has to become.
  private static func checkImageData(
    of header: PNGHeader, rawByteCount: Int
  ) throws(CodecError) {
    let found = header.imageDataByteCount
    let needed = rawByteCount / largestDeflateRatio
    guard found >= needed else {
      throw CodecError(.truncated, found: found, allowed: needed, chunk: "IDAT")
    }
    // Data that is stored and not packed is hardly longer than the picture, but libpng would go on to
    // inflate what comes after it, a thousand bytes for one.
    let excess = found / 4 - rawByteCount
    guard excess <= largestExcess else {
      throw CodecError(
        .damaged(.excessImageData), found: found, allowed: 4 * (rawByteCount + largestExcess), chunk: "IDAT")
    }
  }

  private static func decodeSamples(
    _ bytes: RawSpan, header: PNGHeader, count: Int
  ) throws(CodecError) -> [UInt8] {
    var failure = pentimento_png_failure()
    let samples = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      let code = bytes.withUnsafeBytes { file in
        decodeFile(file, header: header, into: buffer, failure: &failure)
      }
      initialized = code == .ok ? count : 0
    }
    guard failure.code == .ok else { throw CodecError(failure, whenRefused: .damaged(.content)) }
    return samples
  }

  private static func decodeFile(
    _ file: UnsafeRawBufferPointer, header: PNGHeader,
    into samples: UnsafeMutableBufferPointer<UInt8>, failure: inout pentimento_png_failure
  ) -> pentimento_png_code {
    // Neither can be absent: the header has been read from the file, and a picture has pixels.
    guard let bytes = file.baseAddress, let target = samples.baseAddress else {
      preconditionFailure("a file with a header has bytes, and its picture has samples")
    }
    var source = pentimento_png_source(
      bytes: bytes.assumingMemoryBound(to: UInt8.self), byte_count: file.count,
      width: UInt32(header.size.width), height: UInt32(header.size.height),
      max_chunk_bytes: 8_000_000)
    let count = 4 * header.size.width * header.size.height
    return pentimento_png_decode(&source, target, count, &failure)
  }
}
