import Raster
import Testing

@Suite struct MaskBorderTests {
  @Test(arguments: [0.25, 1, 1.7, 3, 4.49, 4.5, 200])
  func equalsSupersampling(width: Double) throws {
    let size = PixelSize(width: 13, height: 9)
    let expected = supersampled(size) { x, y in
      min(x, y, 13 - x, 9 - y) < width
    }
    for bands in RandomRasters.allBands() {
      let mask = try Mask.border(in: size, width: width, bands: bands)
      #expect(largestDifference(mask.weights, expected) <= 1)
    }
  }

  @Test func coversAFrameOfOnePixel() throws {
    let pixel = PixelSize(width: 1, height: 1)
    #expect(try Mask.border(in: pixel, width: 1e6).weights == [255])
    #expect(try Mask.border(in: pixel, width: 0.25).weights == [191])
  }

  @Test(arguments: [0.0, -1])
  func refusesNoWidth(width: Double) {
    #expect(throws: RasterError.shapeHasNoArea) {
      try Mask.border(in: PixelSize(width: 4, height: 4), width: width)
    }
  }

  @Test(arguments: [Double.nan, .infinity, 1e7])
  func refusesAbsurdWidth(width: Double) {
    let error = #expect(throws: RasterError.self) {
      try Mask.border(in: PixelSize(width: 4, height: 4), width: width)
    }
    #expect(error?.code == "coordinateOutOfRange")
  }
}
