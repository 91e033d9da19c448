internal import Raster

/// JPEG files (ITU-T T.81): to pictures and back.
///
/// Markers are read and written here; libturbojpeg decodes and encodes what lies between them.
package enum JPEG {
  /// Longest side that libjpeg takes.
  static let largestSide = 65_500

  /// Decodes a whole file, as it lies: the orientation of its EXIF block is stated and not applied.
  ///
  /// Baseline, extended and progressive files of 8 bits a sample, with one, three or four components. Four
  /// components become RGB without their profile: R = (255 - C)(255 - K) / 255, and so on, rounded; samples of
  /// files with Adobe's segment are stored inverted. What a decoder would only warn of is an error here: a file
  /// that ends early, or whose data does not fill the picture. Bytes between the data and the following marker
  /// are no error in a file of a single scan without restarts, as some cameras write them.
  ///
  /// - Throws: `CodecError`.
  package static func decode(
    _ bytes: RawSpan, limits: DecodeLimits = .standard, libraries: SystemLibraries = .standard
  ) throws(CodecError) -> DecodedPicture {
    try limits.check(byteCount: bytes.byteCount)
    let header = try JPEGHeader(of: bytes)
    try limits.check(size: header.size)
    let side = max(header.size.width, header.size.height)
    guard side <= largestSide else {
      throw CodecError(.tooLarge(.side), found: side, allowed: largestSide)
    }
    let scans = try JPEGScanTable(of: bytes, header: header, limits: limits)
    let metadata = JPEGMetadata(of: bytes, header: header)
    let samples = try samples(of: bytes, header: header, scans: scans, library: libraries.turboJPEG())
    return DecodedPicture(
      bitmap: Bitmap(width: header.size.width, height: header.size.height, samples: samples),
      format: .jpeg, bitDepth: header.precision, hasAlpha: false,
      trailingByteCount: scans.trailingByteCount, orientation: metadata.orientation,
      metadata: metadata.metadata)
  }

  private static func samples(
    of bytes: RawSpan, header: JPEGHeader, scans: JPEGScanTable, library: TurboJPEGFunctions
  ) throws(CodecError) -> [UInt8] {
    guard let handle = library.createDecompressor() else { throw CodecError(.outOfMemory) }
    defer { _ = library.destroy(handle) }
    let width = CInt(header.size.width)
    let isInkPicture = header.componentCount == 4
    let pixels =
      isInkPicture ? TurboJPEGFunctions.Constant.cmykPixels : TurboJPEGFunctions.Constant.rgbaPixels
    var status: CInt = 0
    let count = 4 * header.size.width * header.size.height
    var samples = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      bytes.withUnsafeBytes { file in
        guard let source = file.baseAddress?.assumingMemoryBound(to: UInt8.self),
          let target = buffer.baseAddress
        else { preconditionFailure("a file with a header has bytes, and its picture has samples") }
        // A damaged file may leave rows unwritten; nobody shall see what the memory held before.
        buffer.initialize(repeating: 255)
        status = library.decompress(
          handle, source, UInt(file.count), target, width, 4 * width, CInt(header.size.height), pixels,
          TurboJPEGFunctions.Constant.accurateTransform)
      }
      initialized = count
    }
    if status != 0 { try check(library, handle: handle, scans: scans) }
    if isInkPicture { convertInks(&samples, areInverted: header.hasAdobeSegment) }
    return samples
  }

  /// Throws unless what the library reports is known to be harmless.
  private static func check(
    _ library: TurboJPEGFunctions, handle: TurboJPEGFunctions.Handle, scans: JPEGScanTable
  ) throws(CodecError) {
    let text = library.errorText(handle).map(CodecError.printable) ?? ""
    if library.errorCode(handle) == TurboJPEGFunctions.Constant.warning, !scans.hasSeveralParts,
      text.contains("extraneous bytes before marker")
    {
      return
    }
    if text.contains("premature end") || text.contains("Premature end") {
      throw CodecError(.truncated, underlying: text)
    }
    throw CodecError(
      text.contains("nsufficient memory") ? .outOfMemory : .damaged(.content), underlying: text)
  }

  /// Cyan, magenta, yellow and black to red, green, blue and opaque, in place.
  private static func convertInks(_ samples: inout [UInt8], areInverted: Bool) {
    let inversion: UInt8 = areInverted ? 0 : 255
    samples.withUnsafeMutableBufferPointer { samples in
      for start in stride(from: 0, to: samples.count, by: 4) {
        let light = UInt32(samples[start + 3] ^ inversion)
        for index in start..<(start + 3) {
          samples[index] = UInt8((UInt32(samples[index] ^ inversion) * light + 127) / 255)
        }
        samples[start + 3] = 255
      }
    }
  }
}
