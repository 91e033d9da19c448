import Raster
import Testing

/// The channels of one pixel, and the largest difference of two, one channel after the other.
private func channels(_ bitmap: Bitmap, _ index: Int) -> [Int] {
  (0..<4).map { Int(bitmap.samples[4 * index + $0]) }
}

private func distance(_ first: [Int], _ second: [Int]) -> Int {
  zip(first, second).map { abs($0 - $1) }.max() ?? 0
}

/// A picture of few colours, so that floods have something to follow.
private func patches(width: Int, height: Int, levels: Int, seed: UInt64) -> Bitmap {
  var generator = SplitMix64(seed: seed)
  let samples = (0..<4 * width * height).map { index in
    index % 4 == 1 ? UInt8(generator.next(below: levels) * 20) : UInt8(100 + index % 4)
  }
  return Bitmap(width: width, height: height, samples: samples)
}

@Suite struct BitmapWandTests {
  /// A flood that asks pixel after pixel.
  private func flood(_ bitmap: Bitmap, x: Int, y: Int, tolerance: Int) -> [UInt8] {
    let seed = channels(bitmap, y * bitmap.width + x)
    var weights = [UInt8](repeating: 0, count: bitmap.width * bitmap.height)
    var waiting = [(x, y)]
    while let (x, y) = waiting.popLast() {
      guard x >= 0, y >= 0, x < bitmap.width, y < bitmap.height else { continue }
      let index = y * bitmap.width + x
      guard weights[index] == 0, distance(channels(bitmap, index), seed) <= tolerance else { continue }
      weights[index] = 255
      waiting += [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
    }
    return weights
  }

  @Test(arguments: UInt64(1)...20)
  func contiguousEqualsAPixelwiseFlood(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let width = 1 + generator.next(below: 70)
    let height = 1 + generator.next(below: 90)
    let bitmap = patches(width: width, height: height, levels: 2 + Int(seed % 4), seed: seed)
    let (x, y) = (generator.next(below: width), generator.next(below: height))
    let tolerance = Int(seed % 3) * 20
    let expected = flood(bitmap, x: x, y: y, tolerance: tolerance)
    for bands in RandomRasters.allBands() {
      let mask = try bitmap.wand(x: x, y: y, tolerance: tolerance, contiguous: true, bands: bands)
      #expect(largestDifference(mask.weights, expected) == 0)
    }
  }

  @Test(arguments: [0, 1, 37, 128, 254, 255])
  func everywhereComparesEachPixelWithTheSeed(tolerance: Int) throws {
    let bitmap = RandomRasters.bitmap(width: 31, height: 150, seed: 8, opaque: false)
    let seed = channels(bitmap, 40 * 31 + 12)
    let expected = (0..<31 * 150).map { index -> UInt8 in
      distance(channels(bitmap, index), seed) <= tolerance ? 255 : 0
    }
    for bands in RandomRasters.allBands() {
      let mask = try bitmap.wand(x: 12, y: 40, tolerance: tolerance, contiguous: false, bands: bands)
      #expect(largestDifference(mask.weights, expected) == 0)
    }
  }

  /// A way that turns back at every other row, and a comb, reach all their pixels.
  @Test func followsLongWays() throws {
    var snake = Bitmap(width: 41, height: 41, filledWith: .white)
    var comb = snake
    for y in stride(from: 1, to: 41, by: 2) {
      for x in 0..<41 where x != (y % 4 == 1 ? 40 : 0) { snake[x, y] = .black }
      for x in 1..<41 { comb[x, y] = .black }
    }
    for bitmap in [snake, comb] {
      let mask = try bitmap.wand(x: 40, y: 0, tolerance: 0, contiguous: true)
      #expect(mask.weights == flood(bitmap, x: 40, y: 0, tolerance: 0))
      let white = (0..<41 * 41).filter { channels(bitmap, $0)[0] == 255 }
      #expect(white.allSatisfy { mask.weights[$0] == 255 })
    }
  }

  @Test func cornersDoNotJoin() throws {
    var bitmap = Bitmap(width: 2, height: 2, filledWith: .black)
    bitmap[1, 0] = .white
    bitmap[0, 1] = .white
    #expect(try bitmap.wand(x: 0, y: 0, tolerance: 9, contiguous: true).weights == [255, 0, 0, 0])
    #expect(try bitmap.wand(x: 0, y: 0, tolerance: 9, contiguous: false).weights == [255, 0, 0, 255])
  }

  /// Programs leave any colour under what is wholly transparent.
  @Test func transparentPixelsAreAlikeWhateverLiesUnderThem() throws {
    let row: [UInt8] = [9, 9, 9, 0, 200, 0, 0, 0, 9, 9, 9, 255, 0, 0, 90, 0]
    let bitmap = Bitmap(width: 4, height: 1, samples: row)
    #expect(try bitmap.wand(x: 0, y: 0, tolerance: 3, contiguous: true).weights == [255, 255, 0, 0])
    #expect(try bitmap.wand(x: 1, y: 0, tolerance: 3, contiguous: false).weights == [255, 255, 0, 255])
    #expect(try bitmap.wand(x: 2, y: 0, tolerance: 3, contiguous: false).weights == [0, 0, 255, 0])
  }

  @Test func aPointStandsForThePixelThatHoldsIt() throws {
    let bitmap = patches(width: 5, height: 4, levels: 5, seed: 3)
    for (point, x, y) in [((0.0, 0.0), 0, 0), ((-0.0, 3.999), 0, 3), ((4.5, 1), 4, 1), ((2.99, 2.5), 2, 2)] {
      let mask = try bitmap.wand(
        at: Point(x: point.0, y: point.1), tolerance: 0, contiguous: true)
      #expect(mask.weights == flood(bitmap, x: x, y: y, tolerance: 0))
    }
    let wide = Bitmap(width: 1_000_003, height: 1, filledWith: .black)
    #expect(throws: Never.self) {
      try wide.wand(at: Point(x: 1_000_002.5, y: 0), tolerance: 0, contiguous: true)
    }
  }

  @Test func refusesPointsOutside() {
    let bitmap = Bitmap(width: 5, height: 4, filledWith: .black)
    for (point, x, y) in [
      ((5.0, 0.0), 5, 0), ((-0.25, 2), -1, 2), ((1, 4.5), 1, 4), ((-1e6, 1e6), -1_000_000, 1_000_000),
    ] {
      let found = PixelRect(x: x, y: y, width: 1, height: 1)
      #expect(throws: RasterError.rectangleOutsideFrame(found: found, frame: bitmap.size)) {
        try bitmap.wand(at: Point(x: point.0, y: point.1), tolerance: 0, contiguous: true)
      }
    }
    for value in [Double.nan, .infinity, -.infinity, 1e300, -1e19] {
      for point in [Point(x: value, y: 1), Point(x: 1, y: value)] {
        let error = #expect(throws: RasterError.self) {
          try bitmap.wand(at: point, tolerance: 0, contiguous: false)
        }
        #expect(error?.code == "coordinateOutOfRange")
      }
    }
  }

  @Test func refusesPixelsOutsideAndAbsurdTolerances() {
    let bitmap = Bitmap(width: 1, height: 1, filledWith: .black)
    for (x, y) in [(1, 0), (0, 1), (-1, 0), (0, .min), (.max, 0)] {
      let found = PixelRect(x: x, y: y, width: 1, height: 1)
      #expect(throws: RasterError.rectangleOutsideFrame(found: found, frame: bitmap.size)) {
        try bitmap.wand(x: x, y: y, tolerance: 0, contiguous: true)
      }
    }
    for tolerance in [-1, 256, .max, .min] {
      let error = #expect(throws: RasterError.self) {
        try bitmap.wand(x: 0, y: 0, tolerance: tolerance, contiguous: true)
      }
      #expect(error?.code == "numberOutOfRange")
    }
    #expect(throws: Never.self) { try bitmap.wand(x: 0, y: 0, tolerance: 255, contiguous: true) }
  }
}

@Suite struct BitmapWeightTests {
  /// Full up to `full`, then linear to 0 over `softness`, rounded to the nearest.
  private func fall(_ outside: Int, softness: Int) -> UInt8 {
    if outside <= 0 { return 255 }
    if outside >= softness { return 0 }
    return UInt8((Double(255 * (softness - outside)) / Double(softness)).rounded())
  }

  @Test(arguments: [(0, 0), (10, 0), (0, 40), (30, 51), (200, 255), (255, 255)])
  func keyFallsWithTheDistance(tolerance: Int, softness: Int) throws {
    let bitmap = RandomRasters.bitmap(width: 41, height: 130, seed: 21, opaque: false)
    let key = Colour(red: 90, green: 140, blue: 200, alpha: 230)
    let expected = (0..<41 * 130).map { index in
      fall(distance(channels(bitmap, index), [90, 140, 200, 230]) - tolerance, softness: softness)
    }
    for bands in RandomRasters.allBands() {
      let mask = try bitmap.colourKey(key, tolerance: tolerance, softness: softness, bands: bands)
      #expect(largestDifference(mask.weights, expected) == 0)
    }
  }

  @Test(arguments: [(0, 255, 0), (100, 150, 0), (100, 150, 30), (0, 0, 255), (77, 77, 1)])
  func lumaFallsOnBothSides(lower: Int, upper: Int, softness: Int) throws {
    let bitmap = RandomRasters.bitmap(width: 41, height: 130, seed: 22, opaque: false)
    let expected = (0..<41 * 130).map { index -> UInt8 in
      let pixel = channels(bitmap, index).map(Double.init)
      let luma = Int(((299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2]) / 1000 + 1e-9).rounded())
      return fall(max(lower - luma, luma - upper), softness: softness)
    }
    for bands in RandomRasters.allBands() {
      let mask = try bitmap.lumaRange(lower...upper, softness: softness, bands: bands)
      #expect(largestDifference(mask.weights, expected) == 0)
    }
  }

  @Test func transparencyIsTheOppositeOfAlpha() {
    let bitmap = RandomRasters.bitmap(width: 41, height: 130, seed: 23, opaque: false)
    for bands in RandomRasters.allBands() {
      let mask = bitmap.transparencyMask(bands: bands)
      #expect(mask.weights == (0..<41 * 130).map { UInt8(255 - channels(bitmap, $0)[3]) })
    }
  }

  @Test(arguments: [0, 1, 60, 254, 255])
  func differenceMarksWhatChangedByMore(tolerance: Int) throws {
    let first = RandomRasters.bitmap(width: 41, height: 130, seed: 24, opaque: false)
    let other = RandomRasters.bitmap(width: 41, height: 130, seed: 25, opaque: false)
    var second = first
    for y in 0..<130 where y % 3 != 0 {
      for x in 0..<41 {
        var colour = first[x, y]
        if x % 4 == 0 { colour.alpha = other[x, y].alpha }
        if x % 4 == 1 { colour.red = other[x, y].red }
        if x % 4 == 2 { colour.blue ^= 1 }
        second[x, y] = colour
      }
    }
    let expected = (0..<41 * 130).map { index -> UInt8 in
      distance(channels(first, index), channels(second, index)) > tolerance ? 255 : 0
    }
    for bands in RandomRasters.allBands() {
      let mask = try first.differenceMask(from: second, tolerance: tolerance, bands: bands)
      #expect(largestDifference(mask.weights, expected) == 0)
    }
  }

  @Test(arguments: [-1, 256, .max, .min])
  func refusesNumbersOutOfRange(value: Int) {
    let bitmap = Bitmap(width: 1, height: 1, filledWith: .black)
    let calls: [() throws -> Mask] = [
      { try bitmap.colourKey(.black, tolerance: value, softness: 0) },
      { try bitmap.colourKey(.black, tolerance: 0, softness: value) },
      { try bitmap.lumaRange(min(value, 5)...max(value, 5), softness: 0) },
      { try bitmap.lumaRange(5...6, softness: value) },
      { try bitmap.differenceMask(from: bitmap, tolerance: value) },
    ]
    for call in calls {
      let error = #expect(throws: RasterError.self) { _ = try call() }
      #expect(error?.code == "numberOutOfRange")
    }
  }

  @Test func refusesAPictureOfAnotherSize() {
    let bitmap = Bitmap(width: 3, height: 2, filledWith: .black)
    let other = Bitmap(width: 2, height: 3, filledWith: .black)
    #expect(throws: RasterError.sizeDiffers(found: other.size, expected: bitmap.size)) {
      try bitmap.differenceMask(from: other, tolerance: 0)
    }
  }
}
