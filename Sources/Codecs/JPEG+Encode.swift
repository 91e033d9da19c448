internal import Raster

extension JPEG {
  /// Most bytes of a segment's data: its length counts itself in sixteen bits.
  private static let largestSegment = 65_533

  /// Encodes the colours of a picture, whatever its alpha.
  ///
  /// Grey pictures are written with one component. Full colour resolution from quality 90 on, else a quarter.
  /// Source of the tables: ITU-T T.81, annex K, scaled by libjpeg's rule for quality.
  ///
  /// - Parameter isProgressive: Smaller by some hundredths, several times slower to read.
  /// - Returns: The file as libturbojpeg makes it, without metadata.
  /// - Throws: `CodecError` with `notEncodable`, `qualityOutOfRange`, `libraryMissing` or `outOfMemory`.
  static func encode(
    _ bitmap: Bitmap, isGrey: Bool, quality: Int, isProgressive: Bool, libraries: SystemLibraries
  ) throws(CodecError) -> [UInt8] {
    guard (1...100).contains(quality) else {
      throw CodecError(.qualityOutOfRange, found: quality, allowed: 100)
    }
    let side = max(bitmap.width, bitmap.height)
    guard side <= largestSide else { throw CodecError(.notEncodable, found: side, allowed: largestSide) }
    let library = try libraries.turboJPEG()
    guard let handle = library.createCompressor() else { throw CodecError(.outOfMemory) }
    defer { _ = library.destroy(handle) }
    typealias Constant = TurboJPEGFunctions.Constant
    let chroma = isGrey ? Constant.greyOnly : quality >= 90 ? Constant.fullChroma : Constant.quarterChroma
    var file: UnsafeMutablePointer<UInt8>?
    defer { library.free(file) }
    var count: UInt = 0
    let status = bitmap.samples.withUnsafeBufferPointer { samples in
      guard let source = samples.baseAddress else { preconditionFailure("a picture has samples") }
      return library.compress(
        handle, source, CInt(bitmap.width), CInt(4 * bitmap.width), CInt(bitmap.height),
        Constant.rgbaPixels, &file, &count, chroma, CInt(quality),
        Constant.accurateTransform | (isProgressive ? Constant.progressive : 0))
    }
    guard status == 0, let file else {
      throw CodecError(.notEncodable, underlying: library.errorText(handle).map(CodecError.printable))
    }
    return [UInt8](UnsafeBufferPointer(start: file, count: Int(count)))
  }

  /// The file with metadata in segments after its start: JFIF's, EXIF, XMP, profile, comments.
  ///
  /// Density is rounded to whole pixels per inch or centimetre. Texts become comments, `Keyword: text` unless
  /// the keyword is `Comment`.
  ///
  /// - Parameter file: As `encode` returns it, with libjpeg's JFIF segment, which is replaced.
  /// - Returns: The file, and names of what did not fit.
  static func file(
    _ file: [UInt8], with metadata: PictureMetadata
  ) -> (bytes: [UInt8], dropped: [String]) {
    var dropped: [String] = []
    var head: [UInt8] = [0xFF, JPEGSegment.start]
    let density = metadata.density.flatMap(JFIFDensity.fields)
    if density == nil, metadata.density != nil { dropped.append("density") }
    head += jfifSegment(density)
    func add(_ marker: UInt8, _ signature: StaticString, _ data: [UInt8]?, named name: String) {
      guard let data else { return }
      let signature = (0..<signature.utf8CodeUnitCount).map { signature.utf8Start[$0] }
      guard data.count <= largestSegment - signature.count else { return dropped.append(name) }
      head += segment(marker, signature + data)
    }
    add(0xE1, EXIF.signature, metadata.exif, named: "EXIF block")
    add(0xE1, JPEGMetadata.xmpSignature, metadata.xmp, named: "XMP packet")
    if let profile = metadata.profile {
      if let segments = profileSegments(profile) {
        head += segments
      } else {
        dropped.append("colour profile")
      }
    }
    for text in metadata.texts {
      let line = text.keyword == "Comment" ? text.text : "\(text.keyword): \(text.text)"
      add(JPEGSegment.comment, "", Array(line.utf8), named: "text \(text.keyword)")
    }
    return (head + file[endOfLibraryHead(file)...], dropped)
  }

  private static func endOfLibraryHead(_ file: [UInt8]) -> Int {
    guard file.count > 6, file[2] == 0xFF, file[3] == 0xE0 else { return 2 }
    return 4 + Int(file[4]) << 8 + Int(file[5])
  }

  private static func segment(_ marker: UInt8, _ data: [UInt8]) -> [UInt8] {
    [0xFF, marker] + bigEndianBytes(UInt16(data.count + 2)) + data
  }

  /// Version 1.01, no thumbnail; a density of 1:1 says nothing.
  private static func jfifSegment(
    _ density: (unit: UInt8, horizontal: UInt16, vertical: UInt16)?
  ) -> [UInt8] {
    let (unit, x, y) = density ?? (0, 1, 1)
    return segment(
      0xE0,
      Array("JFIF\0".utf8) + [1, 1, unit] + bigEndianBytes(x) + bigEndianBytes(y) + [0, 0])
  }

  /// `nil` when the profile needs more than the 255 segments that can be counted.
  private static func profileSegments(_ profile: [UInt8]) -> [UInt8]? {
    let signature = Array("ICC_PROFILE\0".utf8)
    let partLength = largestSegment - signature.count - 2
    let count = (profile.count + partLength - 1) / partLength
    guard (1...255).contains(count) else { return nil }
    return (0..<count).flatMap { index in
      let part = profile[(index * partLength)..<min((index + 1) * partLength, profile.count)]
      return segment(0xE2, signature + [UInt8(index + 1), UInt8(count)] + part)
    }
  }
}
