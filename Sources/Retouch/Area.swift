import Raster

/// A picture and the weights of the area that is adjusted; the whole picture when there is no mask.
struct Area: Sendable {
  let bitmap: Bitmap
  /// One weight per pixel; `nil` counts as 255 everywhere.
  let weights: [UInt8]?
  let bands: Bands

  init(_ bitmap: Bitmap, mask: Mask?, bands: Bands) {
    self.bitmap = bitmap
    weights = mask?.weights
    self.bands = bands
  }

  var width: Int { bitmap.width }
  var height: Int { bitmap.height }

  /// The weight of a pixel by its index, row after row.
  @inline(__always) func weight(_ pixel: Int) -> Int { weights.map { Int($0[pixel]) } ?? 255 }

  @inline(__always) func colour(_ pixel: Int) -> Colour {
    let samples = bitmap.samples
    let index = 4 * pixel
    return Colour(
      red: samples[index], green: samples[index + 1], blue: samples[index + 2], alpha: samples[index + 3])
  }

  /// The picture with every pixel of the area replaced; the others stay as they are.
  ///
  /// - Parameter transform: Gets the pixel's index and colour.
  func mapped(_ transform: @Sendable (_ pixel: Int, _ colour: Colour) -> Colour) -> Bitmap {
    let width = width
    let samples = bands.makeRows(of: UInt8.self, rowLength: 4 * width, height: height) { rows, part in
      let first = rows.lowerBound * width
      for offset in 0..<rows.count * width {
        let old = colour(first + offset)
        let new = weight(first + offset) == 0 ? old : transform(first + offset, old)
        part[4 * offset] = new.red
        part[4 * offset + 1] = new.green
        part[4 * offset + 2] = new.blue
        part[4 * offset + 3] = new.alpha
      }
    }
    return Bitmap(width: width, height: height, samples: samples)
  }

  /// As `mapped`, on colours in fixed point; alpha is kept.
  func toned(_ transform: @Sendable (FixedColour) -> FixedColour) -> Bitmap {
    mapped { _, colour in transform(FixedColour(colour)).colour(alpha: colour.alpha) }
  }

  /// Mean luma, `0...65280`, of the area; each pixel counts as much as its weight times its alpha.
  ///
  /// - Returns: 32,640, the middle, when nothing counts.
  func meanLuma() -> Int {
    let width = width
    let sums = bands.map(height: height) { rows -> SIMD2<Int> in
      var sum = SIMD2<Int>.zero
      for pixel in rows.lowerBound * width..<rows.upperBound * width {
        let colour = colour(pixel)
        let count = weight(pixel) * Int(colour.alpha)
        if count > 0 { sum &+= SIMD2(count * FixedColour(colour).luma, count) }
      }
      return sum
    }
    let total = sums.reduce(.zero, &+)
    return total[1] == 0 ? FixedColour.full / 2 : total[0] / total[1]
  }

  /// The smallest box of pixels with a weight; `nil` when there is none.
  func box() -> PixelRect? {
    guard let weights else { return PixelRect(frameOf: bitmap.size) }
    var box: PixelRect?
    for y in 0..<height {
      let row = weights[y * width..<(y + 1) * width]
      guard let left = row.firstIndex(where: { $0 > 0 }), let right = row.lastIndex(where: { $0 > 0 }) else {
        continue
      }
      let line = PixelRect(x: left - row.startIndex, y: y, width: right - left + 1, height: 1)
      box = box.map { $0.union(line) } ?? line
    }
    return box
  }
}
