internal import CPNG
internal import Raster

extension PNG {
  /// Decodes a file as labels: palette indices, or grey levels of 1 to 16 bits, as they are in the file.
  ///
  /// Upright, as `PictureFile.decode` makes it: the orientation of the EXIF block is applied. Alpha beside grey
  /// levels is not looked at; that of a palette is in its colours.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - limits: Checked against the header before memory is taken.
  /// - Throws: `CodecError` as `decode` does; `noLabels` when the pixels are colours, or the file is a picture
  ///   of another format than PNG.
  package static func labels(
    of bytes: RawSpan, limits: DecodeLimits = .standard
  ) throws(CodecError) -> LabelPicture {
    switch PictureFormat.sniff(bytes) {
    case .png, .unknown: break
    default: throw CodecError(.noLabels)
    }
    let table = try checkedTable(of: bytes, limits: limits)
    switch table.header.colourType {
    case .grey, .palette, .greyAlpha: break
    case .rgb, .rgba: throw CodecError(.noLabels)
    }
    let labels = try bytes.withUnsafeBytes { file throws(CodecError) in
      try readLabels(in: file, table: table)
    }
    let picture = LabelPicture(
      size: table.header.size, labels: labels, palette: palette(of: table, in: bytes))
    return picture.oriented(orientation(in: bytes, table: table))
  }

  /// Decodes a file as labels; see the variant for a span.
  package static func labels(
    of bytes: [UInt8], limits: DecodeLimits = .standard
  ) throws(CodecError) -> LabelPicture {
    try labels(of: bytes.span.bytes, limits: limits)
  }

  private static func readLabels(
    in file: UnsafeRawBufferPointer, table: PNGChunkTable
  ) throws(CodecError) -> [UInt16] {
    let header = table.header
    var labels = [UInt16](repeating: 0, count: header.size.width * header.size.height)
    try PNGSource(file, table: table).readRows(as: .stored) { row in
      let channelCount = Int(row.channel_count)
      let samples = UnsafeRawPointer(row.samples)
      var place = Int(row.y) * header.size.width + Int(row.x)
      for column in 0..<Int(row.count) {
        labels[place] =
          header.bitDepth == 16
          ? UInt16(bigEndian: samples.load(fromByteOffset: 2 * channelCount * column, as: UInt16.self))
          : UInt16(samples.load(fromByteOffset: channelCount * column, as: UInt8.self))
        place += Int(row.step)
      }
    }
    return labels
  }

  private static func palette(of table: PNGChunkTable, in bytes: RawSpan) -> [Colour]? {
    guard table.header.colourType == .palette else { return nil }
    return PNGSampleColours(table, in: bytes).colours.prefix(table.paletteCount).map {
      Colour(red: $0.x, green: $0.y, blue: $0.z, alpha: $0.w)
    }
  }
}
