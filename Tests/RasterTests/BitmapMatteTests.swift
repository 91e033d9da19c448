import Raster
import Testing

@Suite struct BitmapMatteTests {
  private static let matte = Colour(red: 255, green: 250, blue: 240)

  private func pixel(_ colour: Colour) -> Bitmap { Bitmap(width: 1, height: 1, filledWith: colour) }

  @Test func flatteningMixesEverySampleWithTheMatte() {
    for alpha in UInt8.min...UInt8.max {
      let colour = Colour(red: 10, green: 200, blue: 77, alpha: alpha)
      let share = Double(alpha) / 255
      func mixed(_ own: UInt8, _ behind: UInt8) -> UInt8 {
        UInt8((Double(own) * share + Double(behind) * (1 - share)).rounded())
      }
      let expected = Colour(red: mixed(10, 255), green: mixed(200, 250), blue: mixed(77, 240))
      #expect(pixel(colour).flattened(over: Self.matte) == pixel(expected))
    }
  }

  @Test func whatWasNotDrawnAnewGetsItsTransparencyBack() throws {
    let original = RandomRasters.bitmap(width: 60, height: 90, seed: 4, opaque: false)
    let back = try original.flattened(over: Self.matte).takingOffMatte(Self.matte, asIn: original)
    for y in 0..<90 {
      for x in 0..<60 {
        let (old, new) = (original[x, y], back[x, y])
        #expect(new.alpha == old.alpha)
        // Rounding by half a level is as much more in the colour as the pixel is less opaque.
        let tolerance = old.alpha == 0 ? 0 : 128 / Int(old.alpha) + 1
        #expect(abs(Int(new.red) - Int(old.red)) <= tolerance)
        #expect(abs(Int(new.blue) - Int(old.blue)) <= tolerance)
      }
    }
  }

  /// Original, rendering, result.
  static let cases: [(Colour, Colour, Colour)] = [
    // Something was drawn where nothing was.
    (
      Colour(red: 1, green: 2, blue: 3, alpha: 0), Colour(red: 255, green: 250, blue: 223),
      Colour(red: 255, green: 250, blue: 223)
    ),
    // The matte, nearly.
    (
      Colour(red: 1, green: 2, blue: 3, alpha: 0), Colour(red: 239, green: 250, blue: 255),
      Colour(red: 1, green: 2, blue: 3, alpha: 0)
    ),
    // A soft edge in a new colour: half of it is matte.
    (
      Colour(red: 1, green: 2, blue: 3, alpha: 128), Colour(red: 127, green: 250, blue: 240),
      Colour(red: 0, green: 250, blue: 240, alpha: 128)
    ),
    // Opaque stays as it came.
    (
      Colour(red: 1, green: 2, blue: 3), Colour(red: 250, green: 250, blue: 240),
      Colour(red: 250, green: 250, blue: 240)
    ),
  ]

  @Test(arguments: cases)
  func takesTheMatteOffWhereItShows(original: Colour, rendering: Colour, result: Colour) throws {
    #expect(try pixel(rendering).takingOffMatte(Self.matte, asIn: pixel(original)) == pixel(result))
  }

  @Test func refusesAnOriginalOfAnotherSize() {
    #expect(throws: RasterError.self) {
      try pixel(.white).takingOffMatte(.white, asIn: Bitmap(width: 2, height: 1, filledWith: .white))
    }
  }

  @Test func anyWorkersGiveTheSameBytes() throws {
    let original = RandomRasters.bitmap(width: 30, height: 200, seed: 5, opaque: false)
    let results = try RandomRasters.allBands().map {
      try original.flattened(over: Self.matte, bands: $0).takingOffMatte(
        Self.matte, asIn: original, bands: $0)
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }
}
