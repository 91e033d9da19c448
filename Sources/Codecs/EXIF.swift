package import Raster

/// EXIF blocks: TIFF directories that hang on a picture.
///
/// Source: CIPA DC-008 (Exif 2.32), sections 4.5 and 4.6; TIFF 6.0, section 2. Every offset in a block may lie;
/// what points outside of it counts as absent.
package enum EXIF {
  /// What a block says, and the block as it may go along.
  package struct Reading: Equatable, Sendable {
    /// `upright` when the block says nothing, or nothing sensible.
    package let orientation: Orientation
    package let density: PixelDensity?
    /// The block with orientation 1 and without its thumbnail, which would show the picture of before.
    package let block: [UInt8]
    package let hadThumbnail: Bool
  }

  /// What stands before the block in JPEG files; some writers of other formats keep it.
  static let signature: StaticString = "Exif\0\0"

  static func withoutSignature(_ data: [UInt8]) -> [UInt8] {
    data.span.bytes.matches(signature, at: 0) ? Array(data.dropFirst(signature.utf8CodeUnitCount)) : data
  }

  /// Reads a block that begins with its TIFF header, in either byte order.
  ///
  /// - Returns: `nil` when it does not begin with a TIFF header and a first directory.
  /// - Complexity: O(bytes); each directory is looked at once.
  package static func read(_ block: [UInt8]) -> Reading? {
    guard var tiff = TIFFBlock(block), let main = tiff.directory(at: tiff.firstDirectoryOffset)
    else { return nil }
    let orientation = main.entry(.orientation).flatMap { tiff.integer(of: $0) }
    let density = density(in: tiff, directory: main)
    let hadThumbnail = tiff.removeThumbnail(after: main)
    for entry in main.entries where entry.tag == TIFFBlock.Tag.orientation.rawValue {
      tiff.setInteger(1, of: entry)
    }
    return Reading(
      orientation: orientation.flatMap(Orientation.init(rawValue:)) ?? .upright, density: density,
      block: tiff.bytes, hadThumbnail: hadThumbnail)
  }

  /// The block with the numbers of columns and rows that it states set to another size.
  ///
  /// What the block does not state is not added; a block that cannot be read comes back as it is.
  package static func block(_ block: [UInt8], stating size: PixelSize) -> [UInt8] {
    guard var tiff = TIFFBlock(block), let main = tiff.directory(at: tiff.firstDirectoryOffset)
    else { return block }
    let details = main.entry(.exifDirectory).flatMap { tiff.integer(of: $0) }
      .flatMap { tiff.directory(at: $0) }
    for entry in main.entries + (details?.entries ?? []) {
      switch TIFFBlock.Tag(rawValue: entry.tag) {
      case .imageWidth, .pixelColumns: tiff.setInteger(size.width, of: entry)
      case .imageHeight, .pixelRows: tiff.setInteger(size.height, of: entry)
      default: break
      }
    }
    return tiff.bytes
  }

  /// A block that says nothing but a density, for formats that have no other place for it.
  ///
  /// - Returns: `nil` for a mere ratio, which EXIF cannot state, and for densities that are not positive.
  package static func block(stating density: PixelDensity) -> [UInt8]? {
    guard !density.isRatioOnly, let x = UInt32(exactly: density.horizontal),
      let y = UInt32(exactly: density.vertical), x > 0, y > 0
    else { return nil }
    // Big-endian: header, three entries of 12 bytes from offset 10, two rationals from offset 50.
    let header: [UInt8] = [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 3]
    let entries: [UInt8] = [
      0x01, 0x1A, 0, 5, 0, 0, 0, 1, 0, 0, 0, 50,
      0x01, 0x1B, 0, 5, 0, 0, 0, 1, 0, 0, 0, 58,
      0x01, 0x28, 0, 3, 0, 0, 0, 1, 0, 3, 0, 0,
      0, 0, 0, 0,
    ]
    let perCentimetre: [UInt8] = [0, 0, 0, 100]
    return header + entries + bigEndianBytes(x) + perCentimetre + bigEndianBytes(y) + perCentimetre
  }

  private static func density(
    in tiff: TIFFBlock, directory: TIFFBlock.Directory
  ) -> PixelDensity? {
    guard let horizontal = directory.entry(.horizontalResolution).flatMap({ tiff.rational(of: $0) }),
      let vertical = directory.entry(.verticalResolution).flatMap({ tiff.rational(of: $0) })
    else { return nil }
    let unit = directory.entry(.resolutionUnit).flatMap { tiff.integer(of: $0) } ?? 2
    guard unit == 2 || unit == 3 else { return nil }
    // Units per metre: an inch is 0.0254 m, a centimetre 0.01 m.
    let scale = unit == 2 ? (10_000, 254) : (100, 1)
    guard let x = perMetre(horizontal, scale: scale), let y = perMetre(vertical, scale: scale)
    else { return nil }
    return PixelDensity(horizontal: x, vertical: y)
  }

  /// Numerator and denominator are below 2^32 and the scale below 2^14, so that nothing overflows.
  private static func perMetre(
    _ value: (numerator: Int, denominator: Int), scale: (numerator: Int, denominator: Int)
  ) -> Int? {
    guard value.denominator > 0, value.numerator > 0 else { return nil }
    let denominator = value.denominator * scale.denominator
    let result = (value.numerator * scale.numerator + denominator / 2) / denominator
    return result > 0 && result <= 0x7FFF_FFFF ? result : nil
  }
}
