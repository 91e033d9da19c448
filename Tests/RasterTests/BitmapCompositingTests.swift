import Raster
import Testing

@Suite struct BitmapCompositingTests {
  /// A row of every weight, for one base and one adjusted sample.
  private func composed(_ base: Colour, _ adjusted: Colour) throws -> [Colour] {
    let mask = Mask(width: 256, height: 1, weights: (0..<256).map { UInt8($0) })
    let result = try Bitmap(width: 256, height: 1, filledWith: adjusted)
      .composited(over: Bitmap(width: 256, height: 1, filledWith: base), through: mask)
    return (0..<256).map { result[$0, 0] }
  }

  @Test func opaquePixelsAreRoundedInterpolationsForEveryWeight() throws {
    for base in stride(from: 0, through: 255, by: 15) {
      for adjusted in stride(from: 0, through: 255, by: 17) {
        let row = try composed(
          Colour(red: UInt8(base), green: UInt8(adjusted), blue: 7),
          Colour(red: UInt8(adjusted), green: UInt8(base), blue: 7))
        for (weight, pixel) in row.enumerated() {
          let exact = Double(base) + Double(adjusted - base) * Double(weight) / 255
          let mirrored = Double(adjusted) + Double(base - adjusted) * Double(weight) / 255
          #expect(pixel.red == UInt8(exact.rounded()) && pixel.green == UInt8(mirrored.rounded()))
          #expect(pixel.blue == 7 && pixel.alpha == 255)
        }
      }
    }
  }

  @Test(arguments: UInt64(1)...4)
  func transparentPixelsAreInterpolatedPremultiplied(seed: UInt64) throws {
    let base = RandomRasters.bitmap(width: 40, height: 70, seed: seed, opaque: false)
    let adjusted = RandomRasters.bitmap(width: 40, height: 70, seed: seed + 100, opaque: false)
    let mask = RandomRasters.mask(width: 40, height: 70, seed: seed)
    let result = try adjusted.composited(over: base, through: mask)
    for y in 0..<70 {
      for x in 0..<40 {
        #expect(
          result[x, y] == expected(base[x, y], adjusted[x, y], weight: Double(mask[x, y]) / 255))
      }
    }
  }

  /// Interpolation of premultiplied colours in floating point.
  private func expected(_ base: Colour, _ adjusted: Colour, weight: Double) -> Colour {
    if weight == 0 { return base }
    if weight == 1 { return adjusted }
    let keep = Double(base.alpha) * (1 - weight)
    let take = Double(adjusted.alpha) * weight
    let alpha = UInt8((keep + take).rounded())
    func mix(_ first: UInt8, _ second: UInt8) -> UInt8 {
      if alpha == 0 { return first }
      // The small term undoes the noise of the division where the exact value ends in a half.
      return UInt8(
        ((Double(first) * keep + Double(second) * take) / (keep + take) + 0.5 + 1e-9)
          .rounded(.down))
    }
    return Colour(
      red: mix(base.red, adjusted.red), green: mix(base.green, adjusted.green),
      blue: mix(base.blue, adjusted.blue), alpha: alpha)
  }

  @Test func extremeWeightsCopyBitForBitAlsoUnderTransparency() throws {
    let base = Colour(red: 1, green: 2, blue: 3, alpha: 0)
    let adjusted = Colour(red: 200, green: 100, blue: 50, alpha: 0)
    let row = try composed(base, adjusted)
    #expect(row[0] == base)
    #expect(row[255] == adjusted)
    #expect(row[128] == base)
  }

  @Test func anyWorkersGiveTheSameBytes() throws {
    let base = RandomRasters.bitmap(width: 30, height: 300, seed: 1, opaque: false)
    let adjusted = RandomRasters.bitmap(width: 30, height: 300, seed: 2, opaque: false)
    let mask = RandomRasters.mask(width: 30, height: 300, seed: 3)
    let results = try RandomRasters.allBands().map {
      try adjusted.composited(over: base, through: mask, bands: $0)
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test func refusesOtherSizesAndChangesNothing() {
    let base = Bitmap(width: 4, height: 3, filledWith: .white)
    let tall = Bitmap(width: 4, height: 4, filledWith: .black)
    let wide = Mask(width: 5, height: 3, filledWith: 255)
    var target = base
    #expect(throws: RasterError.sizeDiffers(found: tall.size, expected: base.size)) {
      try target.compose(tall, through: Mask(width: 4, height: 3, filledWith: 255))
    }
    #expect(throws: RasterError.sizeDiffers(found: wide.size, expected: base.size)) {
      try target.compose(base, through: wide)
    }
    #expect(target == base)
  }
}

@Suite struct BitmapCroppingTests {
  let bitmap = RandomRasters.bitmap(width: 11, height: 8, seed: 5, opaque: false)
  let mask = RandomRasters.mask(width: 11, height: 8, seed: 5)

  @Test(arguments: [
    PixelRect(x: 0, y: 0, width: 11, height: 8), PixelRect(x: 3, y: 2, width: 5, height: 6),
    PixelRect(x: 10, y: 7, width: 1, height: 1),
  ])
  func cropHoldsThePixelsOfTheRectangle(rect: PixelRect) throws {
    let part = try bitmap.cropped(to: rect)
    let weights = try mask.cropped(to: rect)
    #expect(part.size == rect.size && weights.size == rect.size)
    for y in 0..<rect.height {
      for x in 0..<rect.width {
        #expect(part[x, y] == bitmap[rect.x + x, rect.y + y])
        #expect(weights[x, y] == mask[rect.x + x, rect.y + y])
      }
    }
  }

  @Test(arguments: [
    PixelRect(x: -1, y: 0, width: 3, height: 3), PixelRect(x: 9, y: 0, width: 3, height: 3),
    PixelRect(x: 0, y: 6, width: 3, height: 3), PixelRect(x: 2, y: 2, width: 0, height: 3),
    PixelRect(x: .max, y: 0, width: .max, height: 1), PixelRect(x: 1, y: .min, width: 1, height: 1),
  ])
  func refusesCropsThatLeaveTheFrame(rect: PixelRect) {
    let expected = RasterError.rectangleOutsideFrame(found: rect, frame: bitmap.size)
    #expect(throws: expected) { try bitmap.cropped(to: rect) }
    #expect(throws: expected) { try mask.cropped(to: rect) }
  }

  @Test(arguments: [
    (0, 0), (3, 2), (-2, -3), (9, 6), (-4, 0), (11, 0), (0, 8), (-4, -4), (.max, 0), (.min, .min),
  ])
  func pasteReplacesWhatLiesUnderThePatch(x: Int, y: Int) {
    let patch = RandomRasters.bitmap(width: 4, height: 4, seed: 9, opaque: false)
    let weights = RandomRasters.mask(width: 4, height: 4, seed: 9)
    let result = bitmap.pasting(patch, x: x, y: y)
    let grey = mask.pasting(weights, x: x, y: y)
    for v in 0..<8 {
      for u in 0..<11 {
        let inside = (0..<4).contains(u &- x) && (0..<4).contains(v &- y)
        #expect(result[u, v] == (inside ? patch[u &- x, v &- y] : bitmap[u, v]))
        #expect(grey[u, v] == (inside ? weights[u &- x, v &- y] : mask[u, v]))
      }
    }
  }
}
