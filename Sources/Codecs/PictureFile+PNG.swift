internal import Raster

extension PictureFile {
  static func pngHeader(of bytes: RawSpan) throws(CodecError) -> PictureHeader {
    let table = try PNG.table(of: bytes)
    let header = table.header
    return PictureHeader(
      format: .png, size: header.size, orientation: PNG.orientation(in: bytes, table: table),
      hasAlpha: header.hasAlpha, isAnimated: header.isAnimated)
  }

  static func pngMetadata(of bytes: RawSpan) throws(CodecError) -> PictureMetadata {
    ofUprightPicture(try PNG.metadata(of: bytes, limits: .init(maxBytes: .max)))
  }

  /// The metadata of a PNG without orientation in the XMP packet, where `PNG` leaves it.
  static func ofUprightPicture(_ metadata: PictureMetadata) -> PictureMetadata {
    var result = metadata
    result.xmp = metadata.xmp.map(XMP.packetForUprightPicture)
    return result
  }
}
