import Raster

/// The part of a picture in which one region of the hole is filled.
///
/// It reaches around the region as far as the longest hole in it, between bounds; hole pixels of other regions
/// inside it are unknown, too, but are left for their own turn.
struct InpaintingWindow {
  /// Bounds of the reach around a region, in pixels.
  static let reach = 48...192

  /// Over how many pixels from the hole's border the trust in patches falls to nothing. Tuned on
  /// the holes of `fixtures/holes.tsv`.
  static let rimWidth: Float = 16

  let region: PixelRect
  let frame: PixelRect

  init(_ part: HoleRegions.Region, picture: PixelSize) {
    let margin = min(max(part.holeSide, Self.reach.lowerBound), Self.reach.upperBound)
    region = part.rectangle
    frame = region.expanded(by: margin).intersection(PixelRect(frameOf: picture))
  }

  /// Which share of the frame is known, `0...1`, counted on every pixel and row that is `spacing` from the last.
  func knownShare(unknown: [Bool], width: Int, spacing: Int) -> Float {
    var (known, all) = (0, 0)
    for y in stride(from: frame.y, to: frame.maxY, by: spacing) {
      for x in stride(from: frame.x, to: frame.maxX, by: spacing) {
        all += 1
        if !unknown[y * width + x] { known += 1 }
      }
    }
    return Float(known) / Float(all)
  }

  /// The window's pixels; transparent ones are barred unless there is nothing else.
  func level(of picture: Bitmap, unknown: [Bool]) -> PatchLevel {
    var pixels = [SIMD4<Float>](repeating: .zero, count: frame.width * frame.height)
    var holes = [Bool](repeating: false, count: pixels.count)
    var bars = holes
    for y in 0..<frame.height {
      for x in 0..<frame.width {
        let index = y * frame.width + x
        let from = (y + frame.y) * picture.width + x + frame.x
        for channel in 0..<3 { pixels[index][channel] = Float(picture.samples[4 * from + channel]) }
        holes[index] = unknown[from]
        bars[index] = !unknown[from] && picture.samples[4 * from + 3] == 0
      }
    }
    let usable = holes.indices.contains { !holes[$0] && !bars[$0] }
    if !usable { bars = [Bool](repeating: false, count: bars.count) }
    return PatchLevel(
      width: frame.width, height: frame.height, pixels: pixels, unknown: holes, barred: bars)
  }

  /// How much patches are trusted because known pixels are near, `0...1`, for each pixel of the frame.
  func rim(_ depth: HoleDepth) -> [Float] {
    var rim = [Float](repeating: 0, count: frame.width * frame.height)
    for y in 0..<frame.height {
      for x in 0..<frame.width {
        let depth = depth.depth(x: x + frame.x, y: y + frame.y)
        rim[y * frame.width + x] = max(0, 1 - depth / Self.rimWidth)
      }
    }
    return rim
  }

  /// The surface that the alpha around the hole spans, in the first lane.
  func alphaSurface(of picture: Bitmap, level: PatchLevel) -> PatchLevel {
    var pixels = level.pixels
    for y in 0..<frame.height {
      for x in 0..<frame.width {
        let from = (y + frame.y) * picture.width + x + frame.x
        pixels[y * frame.width + x] = SIMD4(Float(picture.samples[4 * from + 3]), 0, 0, 0)
      }
    }
    let open = [Bool](repeating: false, count: pixels.count)
    return PatchLevel(
      width: frame.width, height: frame.height, pixels: pixels, unknown: level.unknown, barred: open
    ).spanned(stiffness: 0)
  }

  /// Writes the region's filled pixels into the picture and marks them known.
  func paste(
    _ level: PatchLevel, alpha: PatchLevel?, into picture: inout Bitmap, unknown: inout [Bool]
  ) {
    let width = picture.width
    let (region, frame) = (region, frame)
    picture.withMutableSamples { samples in
      for y in region.y..<region.maxY {
        for x in region.x..<region.maxX where unknown[y * width + x] {
          let index = (y - frame.y) * frame.width + x - frame.x
          let target = 4 * (y * width + x)
          for channel in 0..<3 { samples[target + channel] = Self.sample(level.pixels[index][channel]) }
          samples[target + 3] = alpha.map { Self.sample($0.pixels[index][0]) } ?? 255
          unknown[y * width + x] = false
        }
      }
    }
  }

  private static func sample(_ value: Float) -> UInt8 {
    UInt8(min(max(value + 0.5, 0), 255))
  }
}
