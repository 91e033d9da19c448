internal import Raster

/// The channels of a written file; all have 8 bits.
enum PNGLayout: Sendable {
  case grey
  case greyAlpha
  case rgb
  case rgba

  var bytesPerPixel: Int {
    switch self {
    case .grey: 1
    case .greyAlpha: 2
    case .rgb: 3
    case .rgba: 4
    }
  }

  /// One level for red, green and blue.
  var isGrey: Bool { colourType.isGrey }

  var colourType: PNGHeader.ColourType {
    switch self {
    case .grey: .grey
    case .greyAlpha: .greyAlpha
    case .rgb: .rgb
    case .rgba: .rgba
    }
  }
}

/// The rows of a picture or mask in the layout of the file.
struct PNGRows: Sendable {
  private enum Source {
    case samples([UInt8])
    case mask(PNGMaskRows)
  }

  /// Least bytes of a band, so that small pictures are not cut into crumbs.
  private static let leastBandBytes = 1 << 18

  let size: PixelSize
  let layout: PNGLayout
  /// The rows that are compressed together: a fixed multiple of 64, by the length of a row alone.
  let bandRanges: [Range<Int>]
  private let source: Source

  /// Bytes of one row, without the filter type.
  var byteCount: Int { size.width * layout.bytesPerPixel }

  /// - Parameter layout: One that can hold the picture: channels that it lacks are dropped.
  init(_ bitmap: Bitmap, layout: PNGLayout) {
    size = bitmap.size
    self.layout = layout
    bandRanges = Self.bandRanges(of: size, layout: layout)
    source = .samples(bitmap.samples)
  }

  init(_ mask: PNGMaskRows) {
    size = mask.size
    layout = mask.layout
    bandRanges = Self.bandRanges(of: size, layout: layout)
    source = .mask(mask)
  }

  private static func bandRanges(of size: PixelSize, layout: PNGLayout) -> [Range<Int>] {
    let least = Bands.rowsPerBand * (size.width * layout.bytesPerPixel + 1)
    let height = Bands.rowsPerBand * ((leastBandBytes + least - 1) / least)
    return stride(from: 0, to: size.height, by: height).map { $0..<min($0 + height, size.height) }
  }

  /// Writes the `byteCount` bytes of one row.
  func pack(_ y: Int, into target: UnsafeMutablePointer<UInt8>) {
    switch source {
    case .samples(let samples):
      let length = 4 * size.width
      samples.withUnsafeBytes { samples in
        guard let start = samples.baseAddress else { return }
        pack(start + y * length, into: UnsafeMutableRawPointer(target))
      }
    case .mask(let mask): mask.pack(y, into: target)
    }
  }

  private func pack(_ row: UnsafeRawPointer, into target: UnsafeMutableRawPointer) {
    switch layout {
    case .rgba: target.copyMemory(from: row, byteCount: 4 * size.width)
    case .rgb: packColour(row, into: target)
    case .greyAlpha:
      for x in 0..<size.width {
        target.storeBytes(
          of: row.load(fromByteOffset: 4 * x, as: UInt8.self), toByteOffset: 2 * x, as: UInt8.self)
        target.storeBytes(
          of: row.load(fromByteOffset: 4 * x + 3, as: UInt8.self), toByteOffset: 2 * x + 1, as: UInt8.self)
      }
    case .grey:
      for x in 0..<size.width {
        target.storeBytes(
          of: row.load(fromByteOffset: 4 * x, as: UInt8.self), toByteOffset: x, as: UInt8.self)
      }
    }
  }

  private func packColour(_ row: UnsafeRawPointer, into target: UnsafeMutableRawPointer) {
    // Four bytes are stored for each pixel but the last; the next pixel overwrites the fourth.
    let last = size.width - 1
    for x in 0..<last {
      let pixel = row.loadUnaligned(fromByteOffset: 4 * x, as: UInt32.self)
      target.storeBytes(of: pixel, toByteOffset: 3 * x, as: UInt32.self)
    }
    (target + 3 * last).copyMemory(from: row + 4 * last, byteCount: 3)
  }
}

extension PNGLayout {
  /// The channels that a picture needs: no alpha when it is opaque, one level when red, green and blue are
  /// equal everywhere, transparent pixels included.
  init(neededBy bitmap: Bitmap, bands: Bands) {
    let rowLength = 4 * bitmap.width
    let facts = bands.map(height: bitmap.height) { rows in
      bitmap.samples.withUnsafeBytes { samples in
        Self.facts(
          of: UnsafeRawBufferPointer(
            rebasing: samples[rows.lowerBound * rowLength..<rows.upperBound * rowLength]))
      }
    }
    let isOpaque = facts.allSatisfy(\.isOpaque)
    let isGrey = facts.allSatisfy(\.isGrey)
    self = isGrey ? (isOpaque ? .grey : .greyAlpha) : (isOpaque ? .rgb : .rgba)
  }

  private static func facts(of samples: UnsafeRawBufferPointer) -> (isOpaque: Bool, isGrey: Bool) {
    var common = UInt32.max
    var difference: UInt32 = 0
    for offset in stride(from: 0, to: samples.count, by: 4) {
      let pixel = UInt32(littleEndian: samples.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
      common &= pixel
      // Red against green, and green against blue.
      difference |= pixel ^ (pixel >> 8)
    }
    return (common >> 24 == 255, difference & 0xFFFF == 0)
  }
}
