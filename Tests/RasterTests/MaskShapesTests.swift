import Raster
import Testing

@Suite struct MaskShapesTests {
  let size = PixelSize(width: 13, height: 9)

  @Test(arguments: UInt64(1)...6)
  func rectangleEqualsSupersampling(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let x = RandomRasters.number(-4, 12, &generator)
    let y = RandomRasters.number(-4, 8, &generator)
    let width = RandomRasters.number(0.1, 9, &generator)
    let height = RandomRasters.number(0.1, 9, &generator)
    let expected = supersampled(size) { $0 >= x && $0 < x + width && $1 >= y && $1 < y + height }
    for bands in RandomRasters.allBands() {
      let mask = try Mask.rectangle(
        in: size, x: x, y: y, width: width, height: height, bands: bands)
      #expect(largestDifference(mask.weights, expected) == 0)
    }
  }

  @Test(arguments: UInt64(1)...6)
  func ellipseEqualsSupersampling(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let centre = (
      RandomRasters.number(-3, 15, &generator), RandomRasters.number(-3, 12, &generator)
    )
    let radii = (
      RandomRasters.number(0.3, 8, &generator), RandomRasters.number(0.3, 8, &generator)
    )
    let expected = supersampled(size) { x, y in
      let u = (x - centre.0) / radii.0
      let v = (y - centre.1) / radii.1
      return u * u + v * v < 1
    }
    let mask = try Mask.ellipse(
      in: size, centreX: centre.0, centreY: centre.1, radiusX: radii.0, radiusY: radii.1)
    #expect(largestDifference(mask.weights, expected) <= 1)
  }

  @Test(arguments: UInt64(1)...12)
  func roundedRectangleEqualsSupersampling(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let (x, y) = (RandomRasters.number(-4, 9, &generator), RandomRasters.number(-4, 6, &generator))
    let (width, height) = (
      RandomRasters.number(0.1, 14, &generator), RandomRasters.number(0.1, 12, &generator)
    )
    let wanted = RandomRasters.number(0, 8, &generator)
    let radius = min(wanted, width / 2, height / 2)
    let expected = supersampled(size) { px, py in
      guard px >= x, px < x + width, py >= y, py < y + height else { return false }
      let nearX = min(max(px, x + radius), x + width - radius)
      let nearY = min(max(py, y + radius), y + height - radius)
      return (px - nearX) * (px - nearX) + (py - nearY) * (py - nearY) <= radius * radius
    }
    for bands in RandomRasters.allBands() {
      let mask = try Mask.rectangle(
        in: size, x: x, y: y, width: width, height: height, cornerRadius: wanted, bands: bands)
      #expect(largestDifference(mask.weights, expected) <= 1)
    }
  }

  @Test func cornerRadiusIsClampedToHalfOfTheShorterSide() throws {
    let disc = try Mask.ellipse(in: size, centreX: 5, centreY: 4, radiusX: 3.5, radiusY: 3.5)
    let mask = try Mask.rectangle(in: size, x: 1.5, y: 0.5, width: 7, height: 7, cornerRadius: 1e6)
    #expect(largestDifference(mask.weights, disc.weights) <= 1)
  }

  @Test(arguments: [Double.nan, .infinity, -1, 1e7])
  func refusesAbsurdCornerRadius(radius: Double) {
    let error = #expect(throws: RasterError.self) {
      try Mask.rectangle(in: size, x: 0, y: 0, width: 4, height: 4, cornerRadius: radius)
    }
    guard case .valueOutOfRange("cornerRadius", _, 0...1e6) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
  }

  @Test func wholePixelsAreFullAndHalfPixelsAreHalf() throws {
    let mask = try Mask.rectangle(in: size, x: 2, y: 1.5, width: 3, height: 2)
    #expect(mask[1, 2] == 0 && mask[2, 2] == 255 && mask[4, 2] == 255 && mask[5, 2] == 0)
    #expect(mask[3, 1] == 128 && mask[3, 3] == 128 && mask[3, 4] == 0)
  }

  @Test func shapesBesideTheFrameCoverNothing() throws {
    let right = try Mask.rectangle(in: size, x: 900, y: 0, width: 50, height: 50)
    let above = try Mask.ellipse(in: size, centreX: 5, centreY: -90, radiusX: 5, radiusY: 80)
    #expect(right.facts().isEmpty)
    #expect(above.facts().isEmpty)
  }

  @Test func shapesAroundTheFrameCoverAll() throws {
    let rectangle = try Mask.rectangle(in: size, x: -5e5, y: -5e5, width: 1e6, height: 1e6)
    let ellipse = try Mask.ellipse(in: size, centreX: 0, centreY: 0, radiusX: 1e6, radiusY: 1e6)
    #expect(rectangle == Mask(width: 13, height: 9, filledWith: 255))
    #expect(ellipse == Mask(width: 13, height: 9, filledWith: 255))
  }

  @Test func wideFramesGiveTheSameBytesWithAnyWorkers() throws {
    let size = PixelSize(width: 70, height: 300)
    let masks = try RandomRasters.allBands().map { bands in
      try Mask.ellipse(
        in: size, centreX: 31.4, centreY: 140, radiusX: 40, radiusY: 150.5, bands: bands)
    }
    #expect(masks[0] == masks[1] && masks[0] == masks[2])
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1_000_000.5, -2e300])
  func refusesAbsurdCoordinates(value: Double) {
    expectCoordinateError("x") {
      try Mask.rectangle(in: size, x: value, y: 0, width: 1, height: 1)
    }
    expectCoordinateError("height") {
      try Mask.rectangle(in: size, x: 0, y: 0, width: 1, height: value)
    }
    expectCoordinateError("radiusY") {
      try Mask.ellipse(in: size, centreX: 0, centreY: 0, radiusX: 1, radiusY: value)
    }
  }

  private func expectCoordinateError(_ expected: String, _ body: () throws -> Mask) {
    let error = #expect(throws: RasterError.self) { _ = try body() }
    guard case .coordinateOutOfRange(let name, _, let maximum) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(name == expected && maximum == 1e6)
  }

  @Test(arguments: [0.0, -0.0, -3])
  func refusesShapesWithoutArea(length: Double) {
    #expect(throws: RasterError.shapeHasNoArea) {
      try Mask.rectangle(in: size, x: 0, y: 0, width: length, height: 1)
    }
    #expect(throws: RasterError.shapeHasNoArea) {
      try Mask.ellipse(in: size, centreX: 0, centreY: 0, radiusX: 1, radiusY: length)
    }
  }

  @Test(arguments: [
    PixelSize(width: 0, height: 4), PixelSize(width: 4, height: -1),
    PixelSize(width: .max, height: 2), PixelSize(width: 1 << 16, height: 1 << 15),
  ])
  func refusesFramesThatCannotBeMade(size: PixelSize) {
    #expect(throws: RasterError.sizeOutOfRange(found: size, maximumPixelCount: 1 << 30)) {
      try Mask.rectangle(in: size, x: 0, y: 0, width: 1, height: 1)
    }
  }
}
