extension Mask {
  /// A binary mask at another size: 255 where a pixel overlaps any of this mask's with a weight above 0.
  ///
  /// However much it shrinks, no line and no dot is lost.
  ///
  /// - Throws: `sizeOutOfRange` for a size without pixels or above `PixelSize.maximumPixelCount`.
  package func cover(at target: PixelSize, bands: Bands = .standard) throws(RasterError) -> Mask {
    let target = try target.validated()
    guard target != size else { return try thresholded(at: 1, bands: bands) }
    let columns = (0..<target.width).map { Self.overlapped($0, of: target.width, from: width) }
    let covered = bands.makeRows(of: UInt8.self, rowLength: target.width, height: target.height) {
      band, part in
      for y in band {
        let row = anyOfRows(Self.overlapped(y, of: target.height, from: height))
        let start = (y - band.lowerBound) * target.width
        for x in 0..<target.width { part[start + x] = row[columns[x]].contains(true) ? 255 : 0 }
      }
    }
    return Mask(width: target.width, height: target.height, weights: covered)
  }

  private func anyOfRows(_ rows: Range<Int>) -> [Bool] {
    var any = [Bool](repeating: false, count: width)
    for y in rows {
      for x in 0..<width where weights[y * width + x] > 0 { any[x] = true }
    }
    return any
  }

  /// The old pixels of an axis that one new pixel overlaps.
  private static func overlapped(_ index: Int, of target: Int, from source: Int) -> Range<Int> {
    index * source / target..<((index + 1) * source + target - 1) / target
  }
}
