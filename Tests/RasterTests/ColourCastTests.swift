import Raster
import Testing

@Suite struct ColourCastTests {
  private static let grey = Colour(red: 120, green: 120, blue: 120)

  private func noisy(_ colour: Colour, by levels: Int, width: Int = 64, height: Int = 48) -> Bitmap {
    var random = SplitMix64(seed: 5)
    var bitmap = Bitmap(width: width, height: height, filledWith: colour)
    func moved(_ sample: UInt8) -> UInt8 { UInt8(Int(sample) - levels + random.next(below: 2 * levels + 1)) }
    for y in 0..<height {
      for x in 0..<width {
        let old = bitmap[x, y]
        bitmap[x, y] = Colour(red: moved(old.red), green: moved(old.green), blue: moved(old.blue))
      }
    }
    return bitmap
  }

  @Test func aTintIsSeenThroughNoiseThatAveragesOut() throws {
    let base = Bitmap(width: 64, height: 48, filledWith: Self.grey)
    let noise = try #require(try noisy(Self.grey, by: 20).colourCast(from: base, outside: nil))
    let single = try noisy(Self.grey, by: 20).colourShift(to: base)
    #expect(single.mean > 5 && noise.mean < 2)
    let tint = Colour(red: 132, green: 120, blue: 108)
    let tinted = try #require(try noisy(tint, by: 20).colourCast(from: base, outside: nil))
    let plain = try Bitmap(width: 1, height: 1, filledWith: tint)
      .colourShift(to: Bitmap(width: 1, height: 1, filledWith: Self.grey))
    #expect(abs(tinted.mean - plain.mean) < 1)
  }

  @Test func onlyCellsWhollyOutsideTheMaskCount() throws {
    let base = Bitmap(width: 27, height: 24, filledWith: Self.grey)
    var changed = base
    changed.paste(Bitmap(width: 8, height: 24, filledWith: .white), x: 8, y: 0)
    changed.paste(Bitmap(width: 3, height: 24, filledWith: .white), x: 24, y: 0)
    var mask = Mask(width: 27, height: 24, filledWith: 0)
    for y in [0, 11, 23] { mask[8 + y % 8, y] = 1 }
    let cast = try #require(try changed.colourCast(from: base, outside: mask))
    #expect(cast.pixelCount == 6 && cast.sum == 0)
    mask[9, 3] = 0
    mask[8, 0] = 0
    #expect(try changed.colourCast(from: base, outside: mask)?.pixelCount == 7)
    #expect(try changed.colourCast(from: base, outside: nil)?.pixelCount == 9)
    let all = Mask(width: 27, height: 24, filledWith: 9)
    #expect(try changed.colourCast(from: base, outside: all) == nil)
    let small = Bitmap(width: 7, height: 90, filledWith: .white)
    #expect(try small.colourCast(from: small, outside: nil) == nil)
  }

  @Test(arguments: [(0, 10, true), (0, 11, false), (1, 11, false), (3, 11, false)])
  func isUniformWithinATolerance(channel: Int, difference: Int, isUniform: Bool) {
    var samples = [UInt8](repeating: 100, count: 400)
    samples[100 + channel] += UInt8(difference - 5)
    samples[300 + channel] -= 5
    let bitmap = Bitmap(width: 10, height: 10, samples: samples)
    #expect(bitmap.isUniform(within: 10) == isUniform)
  }
}
