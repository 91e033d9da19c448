import Raster
import Testing

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

  @Test(arguments: UInt64(1)...8, FillRule.allCases)
  func severalRingsEqualSupersampling(seed: UInt64, rule: FillRule) throws {
    var generator = SplitMix64(seed: 100 + seed)
    let rings = (0..<2 + Int(seed) % 3).map { _ in
      (0..<3 + generator.next(below: 6)).map { _ in
        Point(
          x: RandomRasters.number(-5, 17, &generator), y: RandomRasters.number(-5, 15, &generator))
      }
    }
    let expected = supersampled(size) { x, y in
      let all = rings.map { windings($0, x, y) }
      let (winding, crossings) = all.reduce((0, 0)) { ($0.0 + $1.winding, $0.1 + $1.crossings) }
      return rule == .evenOdd ? crossings % 2 == 1 : winding != 0
    }
    for bands in RandomRasters.allBands() {
      let mask = try Mask.polygon(in: size, rings: rings, rule: rule, bands: bands)
      #expect(largestDifference(mask.weights, expected) <= 1)
    }
  }

  @Test func innerRingIsAHoleByParityOrByRunningTheOtherWay() throws {
    let outer = square(from: 1, to: 9)
    let inner = square(from: 3, to: 7)
    let opposite = Array(inner.reversed())
    let frame = try Mask.rectangle(in: size, x: 1, y: 1, width: 8, height: 8)
      .subtracting(.rectangle(in: size, x: 3, y: 3, width: 4, height: 4))
    #expect(try Mask.polygon(in: size, rings: [outer, inner], rule: .evenOdd) == frame)
    #expect(try Mask.polygon(in: size, rings: [outer, opposite], rule: .evenOdd) == frame)
    #expect(try Mask.polygon(in: size, rings: [outer, opposite], rule: .nonZero) == frame)
    let filled = try Mask.polygon(in: size, rings: [outer, inner], rule: .nonZero)
    #expect(try filled == Mask.polygon(in: size, points: outer, rule: .nonZero))
  }

  @Test func ringWithoutAreaAddsNothing() throws {
    let line = [Point(x: 0, y: 0), Point(x: 5, y: 5), Point(x: 2, y: 2)]
    let rings = [line, square(from: 2, to: 6)]
    let mask = try Mask.polygon(in: size, rings: rings, rule: .evenOdd)
    #expect(try mask == Mask.polygon(in: size, points: rings[1], rule: .evenOdd))
    #expect(throws: RasterError.shapeHasNoArea) {
      try Mask.polygon(in: size, rings: [line, line], rule: .evenOdd)
    }
  }

  @Test func refusesRingsWithTooFewOrTooManyPoints() {
    let ring = square(from: 0, to: 4)
    for (rings, found) in [([], 0), ([ring, []], 0), ([ring, Array(ring.prefix(2))], 2)] {
      #expect(throws: RasterError.pointCountOutOfRange(found: found, allowed: 3...65_536)) {
        try Mask.polygon(in: size, rings: rings, rule: .evenOdd)
      }
    }
    let many = [[Point]](repeating: ring, count: 16_385)
    #expect(throws: RasterError.pointCountOutOfRange(found: 65_540, allowed: 3...65_536)) {
      try Mask.polygon(in: size, rings: many, rule: .evenOdd)
    }
  }

  @Test func namesTheRingOfAPointThatIsNotANumber() {
    var bad = square(from: 0, to: 4)
    bad[2].x = .infinity
    let expected = RasterError.coordinateOutOfRange(name: "x[1][2]", found: .infinity, maximum: 1e6)
    #expect(throws: expected) {
      try Mask.polygon(in: size, rings: [square(from: 0, to: 4), bad], rule: .evenOdd)
    }
  }

  @Test func spansWholeWordsOfAWideFrame() throws {
    let wide = PixelSize(width: 300, height: 3)
    let points = [
      Point(x: 62.5, y: -9), Point(x: 258.25, y: -9), Point(x: 258.25, y: 9), Point(x: 62.5, y: 9),
    ]
    let mask = try Mask.polygon(in: wide, points: points, rule: .nonZero)
    let row = (0..<300).map { x -> UInt8 in
      x < 62 || x > 258 ? 0 : x == 62 ? 128 : x == 258 ? 64 : 255
    }
    #expect(mask.weights == row + row + row)
  }

  private func square(from lower: Double, to upper: Double) -> [Point] {
    [(lower, lower), (upper, lower), (upper, upper), (lower, upper)].map { Point(x: $0.0, y: $0.1) }
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

  /// Bands that begin amid edges, rows with many runs, and edges that change places again and again.
  @Test(arguments: FillRule.allCases)
  func manyRandomEdgesOverSeveralBandsEqualSupersampling(rule: FillRule) throws {
    let size = PixelSize(width: 6, height: 133)
    var generator = SplitMix64(seed: 31)
    let points = (0..<60).map { _ in
      Point(x: RandomRasters.number(-1, 7, &generator), y: RandomRasters.number(-9, 140, &generator))
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

  @Test func refusesMoreWorkThanItsBudgetButNoFineOutline() throws {
    let tall = PixelSize(width: 1, height: 4096)
    let bundle = (0..<1030).map { Point(x: Double($0), y: $0 % 2 == 0 ? -5 : 4100) }
    #expect(throws: RasterError.workTooLarge(maximum: Mask.maximumDrawingSteps)) {
      try Mask.polygon(in: tall, points: bundle, rule: .evenOdd)
    }
    let outline = (0..<60_000).map { index in
      Point(x: index < 30_000 ? 0 : 1, y: Double(index < 30_000 ? index : 60_000 - index) * 0.13)
    }
    #expect(throws: Never.self) { try Mask.polygon(in: tall, points: outline, rule: .nonZero) }
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
