import Raster
import Testing

@Suite struct MaskBrushTests {
  let size = PixelSize(width: 15, height: 11)

  /// Distance to a path by the nearest point of each of its lines.
  private func distance(_ path: [Point], _ x: Double, _ y: Double) -> Double {
    var smallest = Double.infinity
    for index in path.indices {
      let start = path[index]
      let end = path[min(index + 1, path.count - 1)]
      let (dx, dy) = (end.x - start.x, end.y - start.y)
      let square = dx * dx + dy * dy
      let share = square == 0 ? 0 : ((x - start.x) * dx + (y - start.y) * dy) / square
      let t = min(max(share, 0), 1)
      let (restX, restY) = (x - start.x - t * dx, y - start.y - t * dy)
      smallest = min(smallest, (restX * restX + restY * restY).squareRoot())
    }
    return smallest
  }

  private func weight(_ distance: Double, radius: Double, hardness: Double) -> Double {
    if distance >= radius { return 0 }
    if distance <= hardness * radius { return 1 }
    let t = (distance - hardness * radius) / (radius - hardness * radius)
    return 1 - (3 * t * t - 2 * t * t * t)
  }

  private func path(points: Int, _ generator: inout SplitMix64) -> [Point] {
    (0..<points).map { _ in
      Point(x: RandomRasters.number(-3, 18, &generator), y: RandomRasters.number(-3, 14, &generator))
    }
  }

  @Test(arguments: UInt64(1)...5, [0, 0.3, 0.75, 0.97, 1])
  func equalsTheSupersampledMeanOfTheWeight(seed: UInt64, hardness: Double) throws {
    var generator = SplitMix64(seed: seed)
    let path = path(points: Int(seed), &generator)
    let radius = RandomRasters.number(0.2, seed == 5 ? 60 : 6, &generator)
    let expected = supersampledMeans(size) {
      weight(distance(path, $0, $1), radius: radius, hardness: hardness)
    }
    for bands in RandomRasters.allBands() {
      let mask = try Mask.brush(
        in: size, path: path, radius: radius, hardness: hardness, bands: bands)
      #expect(largestDifference(mask.weights, expected) <= 1.2)
    }
  }

  /// Every number of samples that the width of the fall can choose.
  @Test(arguments: [0.2, 0.5, 0.99, 1, 1.9, 2, 3.9, 4, 7.9, 8, 20, 63, 64, 90])
  func everyWidthOfTheFallIsWithinTwoLevels(width: Double) throws {
    let path = [(-2.0, 3.0), (12, 4.5), (3, 9), (3, -4)].map { Point(x: $0.0, y: $0.1) }
    let expected = supersampledMeans(size) {
      weight(distance(path, $0, $1), radius: width, hardness: 0)
    }
    let mask = try Mask.brush(in: size, path: path, radius: width, hardness: 0)
    #expect(largestDifference(mask.weights, expected) <= 1.2)
  }

  @Test func onePointIsADab() throws {
    let mask = try Mask.brush(in: size, path: [Point(x: 7.3, y: 5.1)], radius: 4, hardness: 1)
    let disc = try Mask.ellipse(in: size, centreX: 7.3, centreY: 5.1, radiusX: 4, radiusY: 4)
    let again = try Mask.brush(
      in: size, path: [Point](repeating: Point(x: 7.3, y: 5.1), count: 3), radius: 4, hardness: 1)
    #expect(largestDifference(mask.weights, disc.weights) <= 1)
    #expect(again == mask)
  }

  @Test(arguments: [0, 0.5, 1])
  func goingOverAPathTwiceAddsNothing(hardness: Double) throws {
    let path = [Point(x: 2, y: 2), Point(x: 12, y: 9), Point(x: 12, y: 2)]
    let once = try Mask.brush(in: size, path: path, radius: 3, hardness: hardness)
    let twice = try Mask.brush(
      in: size, path: path + path.reversed() + path, radius: 3, hardness: hardness)
    #expect(largestDifference(once.weights, twice.weights) <= 1)
  }

  /// A long path in a frame of many tiles, looked at in places; every part of the fall and the core is met.
  @Test(arguments: [0, 0.5, 0.93, 1], [2.5, 14, 70])
  func longPathsEqualTheSupersampledMeanInAnyPlace(hardness: Double, radius: Double) throws {
    var generator = SplitMix64(seed: 12)
    let size = PixelSize(width: 211, height: 197)
    let path = (0..<40).map { index in
      Point(
        x: 20 + 4 * Double(index) + RandomRasters.number(-9, 9, &generator),
        y: RandomRasters.number(60, 110, &generator))
    }
    let mask = try Mask.brush(in: size, path: path, radius: radius, hardness: hardness)
    for _ in 0..<60 {
      let (x, y) = (generator.next(below: size.width), generator.next(below: size.height))
      var sum = 0.0
      for sample in 0..<1024 {
        let position = ((Double(sample % 32) + 0.5) / 32, (Double(sample / 32) + 0.5) / 32)
        sum += weight(
          distance(path, Double(x) + position.0, Double(y) + position.1), radius: radius,
          hardness: hardness)
      }
      #expect(abs(Double(mask[x, y]) - sum * 255 / 1024) <= 2.2, "\(x), \(y)")
    }
  }

  @Test func refusesMoreWorkThanItsBudgetButNoFinePath() throws {
    let size = PixelSize(width: 2048, height: 256)
    var generator = SplitMix64(seed: 3)
    let scribble = (0..<65_536).map { _ in
      Point(x: RandomRasters.number(0, 2048, &generator), y: RandomRasters.number(0, 256, &generator))
    }
    #expect(throws: RasterError.workTooLarge(maximum: Mask.maximumDrawingSteps)) {
      try Mask.brush(in: size, path: scribble, radius: 0.01, hardness: 0)
    }
    let column = PixelSize(width: 1, height: 1 << 29)
    #expect(throws: RasterError.workTooLarge(maximum: Mask.maximumDrawingSteps)) {
      try Mask.brush(in: column, path: scribble, radius: 1e6, hardness: 0)
    }
    let stroke = (0..<20_000).map { Point(x: Double($0) / 10, y: Double($0) / 80) }
    #expect(throws: Never.self) { try Mask.brush(in: size, path: stroke, radius: 20, hardness: 0.5) }
  }

  @Test func sameBytesWithAnyWorkers() throws {
    let size = PixelSize(width: 90, height: 260)
    let path = [Point(x: -5, y: 3), Point(x: 80, y: 120), Point(x: 10, y: 250), Point(x: 70, y: 20)]
    for hardness in [0, 0.4, 1] {
      let masks = try RandomRasters.allBands().map {
        try Mask.brush(in: size, path: path, radius: 17.3, hardness: hardness, bands: $0)
      }
      #expect(masks[0] == masks[1] && masks[0] == masks[2])
    }
  }

  @Test(arguments: [0, 0.5, 1])
  func hugeBrushesCoverAllAndFarOnesNothing(hardness: Double) throws {
    let pixel = PixelSize(width: 1, height: 1)
    let here = [Point(x: 0.5, y: 0.5), Point(x: 1e6, y: 1e6)]
    let far = [Point(x: -1e6, y: 1e6), Point(x: -1e6, y: -1e6)]
    #expect(try Mask.brush(in: pixel, path: here, radius: 1e6, hardness: hardness).weights == [255])
    #expect(try Mask.brush(in: pixel, path: far, radius: 9e5, hardness: hardness).weights == [0])
  }

  @Test func tinyBrushesStayWithinTheirPixel() throws {
    let mask = try Mask.brush(in: size, path: [Point(x: 4.5, y: 4.5)], radius: 1e-9, hardness: 0.5)
    #expect(mask.facts().isEmpty)
  }

  @Test(arguments: [Double.nan, .infinity, -0.01, 1.01])
  func refusesHardnessOutOfRange(hardness: Double) {
    let error = #expect(throws: RasterError.self) {
      try Mask.brush(in: size, path: [Point(x: 1, y: 1)], radius: 1, hardness: hardness)
    }
    guard case .valueOutOfRange("hardness", _, 0...1) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
  }

  @Test func refusesPathsAndRadiiThatDrawNothing() {
    let path = [Point(x: 1, y: 1)]
    #expect(throws: RasterError.pointCountOutOfRange(found: 0, allowed: 1...65_536)) {
      try Mask.brush(in: size, path: [], radius: 1, hardness: 1)
    }
    #expect(throws: RasterError.shapeHasNoArea) {
      try Mask.brush(in: size, path: path, radius: 0, hardness: 1)
    }
    #expect(throws: RasterError.coordinateOutOfRange(name: "radius", found: 2e6, maximum: 1e6)) {
      try Mask.brush(in: size, path: path, radius: 2e6, hardness: 1)
    }
    let far = [Point(x: 1, y: 1), Point(x: 1, y: .infinity)]
    #expect(throws: RasterError.coordinateOutOfRange(name: "y[1]", found: .infinity, maximum: 1e6)) {
      try Mask.brush(in: size, path: far, radius: 1, hardness: 1)
    }
  }
}
