internal import Raster

/// The pixels that the values of a sample mean where a pixel is one sample of a byte: 8-bit RGBA, straight
/// alpha.
///
/// Source: PNG, third edition, 11.3.1 (tRNS) and 13.12 (depth rescaling).
struct PNGSampleColours {
  /// One for each of 256 values; those that the file cannot hold are opaque black.
  let colours: [SIMD4<UInt8>]

  /// The colours of a file with a palette or grey levels; elsewhere of no use.
  ///
  /// Grey levels of 16 bits are taken as scaled to 8, without a transparent one.
  init(_ table: PNGChunkTable, in file: RawSpan) {
    let transparency = table.transparency.map { chunk in
      (0..<chunk.length).map { file.byte(at: chunk.dataOffset + $0) }
    }
    switch (table.header.colourType, table.header.bitDepth) {
    case (.palette, _): colours = Self.palette(table, in: file, alphas: transparency ?? [])
    case (.grey, 1...8):
      colours = Self.greys(bitDepth: table.header.bitDepth, key: transparency.map { $0[1] })
    default: colours = Self.greys(bitDepth: 8, key: nil)
    }
  }

  private static let blank = [SIMD4<UInt8>](repeating: SIMD4(0, 0, 0, 255), count: 256)

  private static func palette(
    _ table: PNGChunkTable, in file: RawSpan, alphas: [UInt8]
  ) -> [SIMD4<UInt8>] {
    var colours = blank
    guard let chunk = table.palette else { return colours }
    for index in 0..<table.paletteCount {
      let place = chunk.dataOffset + 3 * index
      colours[index] = SIMD4(
        file.byte(at: place), file.byte(at: place + 1), file.byte(at: place + 2),
        index < alphas.count ? alphas[index] : 255)
    }
    return colours
  }

  /// Bits of the key beyond the file's depth mean nothing.
  private static func greys(bitDepth: Int, key: UInt8?) -> [SIMD4<UInt8>] {
    var colours = blank
    let largest = 1 << bitDepth - 1
    for value in 0...largest {
      let grey = UInt8(value * (255 / largest))
      let isKey = key.map { Int($0) & largest == value } ?? false
      colours[value] = SIMD4(grey, grey, grey, isKey ? 0 : 255)
    }
    return colours
  }
}
