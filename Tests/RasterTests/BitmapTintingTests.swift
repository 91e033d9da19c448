import Raster
import Testing

@Suite struct BitmapTintingTests {
  let tint = Colour(red: 10, green: 200, blue: 90)

  @Test func tintsInsideOutlinesTheEdgeAndKeepsTheRest() throws {
    let base = Bitmap(width: 9, height: 80, filledWith: Colour(red: 100, green: 100, blue: 100))
    var mask = Mask(width: 9, height: 80, filledWith: 0)
    for y in 60..<70 { for x in 2..<7 { mask[x, y] = 255 } }
    mask[4, 65] = 100
    let results = try RandomRasters.allBands().map {
      try base.tinted(with: mask, colour: tint, bands: $0)
    }
    #expect(results[0] == results[1] && results[0] == results[2])
    let result = results[0]
    #expect(result[1, 65] == base[1, 65] && result[0, 0] == base[0, 0])
    #expect(result[2, 65] == tint && result[6, 60] == tint && result[4, 69] == tint)
    // 100 + (200 - 100) * 127 / 255 and 100 + (200 - 100) * 50 / 255, rounded.
    #expect(result[3, 61].green == 150)
    #expect(result[4, 65].green == 120)
  }

  @Test func theFramesEdgeClosesTheOutline() throws {
    let base = Bitmap(width: 5, height: 5, filledWith: .black)
    let result = try base.tinted(with: Mask(width: 5, height: 5, filledWith: 255), colour: tint)
    #expect(result[0, 2] == tint && result[4, 4] == tint && result[2, 0] == tint)
    #expect(result[2, 2].green == 100)
  }

  @Test func tintIsSeenOnTransparentPixels() throws {
    let base = Bitmap(width: 3, height: 3, filledWith: .transparent)
    let result = try base.tinted(with: Mask(width: 3, height: 3, filledWith: 255), colour: tint)
    #expect(result[1, 1] == Colour(red: 10, green: 200, blue: 90, alpha: 127))
  }
}
