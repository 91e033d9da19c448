import Raster
import Testing

/// Coverage by asking an exact predicate at 64 x 64 positions of every pixel.
private func supersampled(
  _ size: PixelSize, _ isInside: (Double, Double) -> Bool
) -> [UInt8] {
  var weights: [UInt8] = []
  for y in 0..<size.height {
    for x in 0..<size.width {
      var count = 0
      for line in 0..<64 {
        for sample in 0..<64 {
          let position = (Double(x) + (Double(sample) + 0.5) / 64, Double(y) + (Double(line) + 0.5) / 64)
          count += isInside(position.0, position.1) ? 1 : 0
        }
      }
      weights.append(UInt8((Double(count) * 255 / 4096).rounded()))
    }
  }
  return weights
}

private func largestDifference(_ first: [UInt8], _ second: [UInt8]) -> Int {
  zip(first, second).map { abs(Int($0) - Int($1)) }.max() ?? 0
}

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

@Suite struct MaskPolygonTests {
  let size = PixelSize(width: 12, height: 10)

  /// Winding number of the outline around a position, and its crossings to the right.
  private func windings(_ points: [Point], _ x: Double, _ y: Double) -> (winding: Int, crossings: Int) {
    var winding = 0
    var crossings = 0
    for (index, start) in points.enumerated() {
      let end = points[(index + 1) % points.count]
      guard (start.y <= y) != (end.y <= y) else { continue }
      let crossing = start.x + (end.x - start.x) * ((y - start.y) / (end.y - start.y))
      guard crossing > x else { continue }
      crossings += 1
      winding += end.y > start.y ? 1 : -1
    }
    return (winding, crossings)
  }

  @Test(arguments: UInt64(1)...6, FillRule.allCases)
  func equalsSupersamplingAlsoWhenItCrossesItself(seed: UInt64, rule: FillRule) throws {
    var generator = SplitMix64(seed: seed)
    let points = (0..<3 + Int(seed)).map { _ in
      Point(
        x: RandomRasters.number(-5, 17, &generator), y: RandomRasters.number(-5, 15, &generator))
    }
    let expected = supersampled(size) { x, y in
      let (winding, crossings) = windings(points, x, y)
      return rule == .evenOdd ? crossings % 2 == 1 : winding != 0
    }
    for bands in RandomRasters.allBands() {
      let mask = try Mask.polygon(in: size, points: points, rule: rule, bands: bands)
      #expect(largestDifference(mask.weights, expected) <= 1)
    }
  }

  @Test func rulesDifferInsideAStar() throws {
    let star = [(5.0, 0.0), (8, 9.5), (0, 3.6), (10, 3.6), (2, 9.5)].map { Point(x: $0.0, y: $0.1) }
    let full = try Mask.polygon(in: size, points: star, rule: .nonZero)
    let hollow = try Mask.polygon(in: size, points: star, rule: .evenOdd)
    #expect(full[5, 5] == 255)
    #expect(hollow[5, 5] == 0)
  }

  @Test func manyCrossingsOnOneLineAreFilledInOrder() throws {
    let teeth = (0..<40).map { Point(x: Double($0) * 0.3, y: $0 % 2 == 0 ? 0 : 10) }
    let expected = supersampled(size) { windings(teeth, $0, $1).crossings % 2 == 1 }
    let mask = try Mask.polygon(in: size, points: teeth, rule: .evenOdd)
    #expect(largestDifference(mask.weights, expected) <= 1)
  }

  @Test func joinsTheLastPointToTheFirst() throws {
    let open = [Point(x: 1, y: 1), Point(x: 6, y: 1), Point(x: 6, y: 5), Point(x: 1, y: 5)]
    let mask = try Mask.polygon(in: size, points: open, rule: .nonZero)
    let closed = try Mask.polygon(in: size, points: open + [open[0]], rule: .nonZero)
    let rectangle = try Mask.rectangle(in: size, x: 1, y: 1, width: 5, height: 4)
    #expect(mask == rectangle)
    #expect(closed == rectangle)
  }

  @Test func refusesTooFewPointsAndPointsOnOneLine() {
    let line = (0..<5).map { Point(x: Double($0), y: 2 * Double($0)) }
    #expect(throws: RasterError.pointCountOutOfRange(found: 2, allowed: 3...65_536)) {
      try Mask.polygon(in: size, points: Array(line.prefix(2)), rule: .nonZero)
    }
    #expect(throws: RasterError.shapeHasNoArea) {
      try Mask.polygon(in: size, points: line, rule: .nonZero)
    }
    #expect(throws: RasterError.shapeHasNoArea) {
      try Mask.polygon(
        in: size, points: [Point](repeating: Point(x: 1, y: 1), count: 4), rule: .evenOdd)
    }
  }

  @Test func namesThePointThatIsNotANumber() {
    let points = [Point(x: 0, y: 0), Point(x: 5, y: 0), Point(x: 5, y: 1e7)]
    #expect(throws: RasterError.coordinateOutOfRange(name: "y[2]", found: 1e7, maximum: 1e6)) {
      try Mask.polygon(in: size, points: points, rule: .nonZero)
    }
  }
}
