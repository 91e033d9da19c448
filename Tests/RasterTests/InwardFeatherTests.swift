import Raster
import Testing

@Suite struct InwardFeatherTests {
  /// Codes of distances by the rule of the documentation: whole parts of a pixel, cut off at the limit.
  private struct Oracle {
    let mask: Mask
    let radius: Int
    let unit: Int
    private var depths: [Int] = []

    init(_ mask: Mask, radius: Int) {
      (self.mask, self.radius, unit) = (mask, radius, 255 / (2 * radius + 1))
      let zeros = mask.weights.indices.filter { mask.weights[$0] == 0 }
      depths = mask.weights.indices.map { index in
        let nearest = zeros.map { distance(index, $0) }.min() ?? .infinity
        return nearest >= Double(2 * radius + 1) ? 255 : Int(Double(unit) * nearest)
      }
    }

    private func distance(_ first: Int, _ second: Int) -> Double {
      let (dx, dy) = (first % mask.width - second % mask.width, first / mask.width - second / mask.width)
      return Double(dx * dx + dy * dy).squareRoot()
    }

    private func thickness(at index: Int) -> Int {
      depths.indices.map { other in
        let twice = Int((2 * Double(unit) * distance(index, other)).rounded(.up))
        return min(depths[other], 3 * depths[other] - twice)
      }.max() ?? 0
    }

    func weight(at index: Int) -> UInt8 {
      guard depths[index] > 0 else { return 0 }
      let own = min(radius * unit, max(0, thickness(at: index) - unit) / 2)
      let ramp = (Double(255 * depths[index]) / Double(own + unit)).rounded()
      return min(mask.weights[index], UInt8(min(ramp, 255)))
    }
  }

  /// Blobs with strands, with soft weights among the hard ones.
  private static func blobs(seed: UInt64, width: Int = 44, height: Int = 37) -> Mask {
    var random = SplitMix64(seed: seed)
    var mask = Mask(width: width, height: height, filledWith: 0)
    for _ in 0..<5 {
      let size = PixelSize(width: 1 + random.next(below: 24), height: 1 + random.next(below: 24))
      let weight = UInt8(random.next(below: 3) == 0 ? 1 + random.next(below: 255) : 255)
      mask.paste(
        Mask(width: size.width, height: size.height, filledWith: weight), x: random.next(below: width) - 4,
        y: random.next(below: height) - 4)
    }
    return mask
  }

  @Test(arguments: [(0, 6), (1, 6), (2, 3), (3, 1), (4, 9)])
  func isWhatTheRuleSays(seed: Int, radius: Int) throws {
    let mask = Self.blobs(seed: UInt64(seed))
    let feathered = try mask.featheredInwards(by: radius)
    let oracle = Oracle(mask, radius: radius)
    let expected = mask.weights.indices.map { oracle.weight(at: $0) }
    #expect(feathered.weights == expected)
  }

  @Test func seesAcrossTilesAndNeverGrowsAWeight() throws {
    let mask = Self.blobs(seed: 9, width: 44, height: 37)
    var large = Mask(width: 300, height: 200, filledWith: 0)
    let places = [(100, 100), (240, 10), (37, 150)]
    for (x, y) in places { large.paste(mask, x: x, y: y) }
    let alone = try Mask(width: 144, height: 137, filledWith: 0).pasting(mask, x: 50, y: 50)
      .featheredInwards(by: 6).cropped(to: PixelRect(x: 50, y: 50, width: 44, height: 37))
    let results = try RandomRasters.allBands().map { try large.featheredInwards(by: 6, bands: $0) }
    for (x, y) in places {
      let part = try results[0].cropped(to: PixelRect(x: x, y: y, width: 44, height: 37))
      #expect(part == alone)
    }
    #expect(results[1] == results[0] && results[2] == results[0])
    let isBelow = zip(results[0].weights, large.weights).allSatisfy { $0 <= $1 && ($1 == 0) == ($0 == 0) }
    #expect(isBelow)
  }

  /// The weights across a vertical line of some pixels.
  @Test(arguments: [
    (1, [255]), (2, [255, 255]), (3, [170, 255, 170]), (5, [128, 255, 255, 255, 128]),
    (9, [85, 170, 255, 255, 255, 255, 255, 170, 85]),
  ])
  func thinLinesKeepTheirMiddle(width: Int, weights: [UInt8]) throws {
    var mask = Mask(width: 100, height: 80, filledWith: 0)
    mask.paste(Mask(width: width, height: 80, filledWith: 255), x: 50, y: 0)
    let line = try mask.featheredInwards(by: 6)
    let found = (50..<50 + width).map { line[$0, 40] }
    let isNear = zip(found, weights).allSatisfy { abs(Int($0) - Int($1)) <= 3 }
    #expect(isNear, "\(found)")
    #expect(found[width / 2] == 255)
  }

  @Test func aThickEdgeRisesEvenlyOverTheRadius() throws {
    var mask = Mask(width: 100, height: 80, filledWith: 0)
    mask.paste(Mask(width: 60, height: 80, filledWith: 255), x: 40, y: 0)
    let feathered = try mask.featheredInwards(by: 6)
    let rise = (38..<48).map { feathered[$0, 40] }
    #expect(rise == [0, 0, 36, 73, 109, 146, 182, 219, 255, 255])
    #expect(feathered[99, 0] == 255, "the frame's edge is no edge of the mask")
    #expect(feathered[42, 0] == feathered[42, 40])
  }

  @Test func softEdgesStayAsTheyAre() throws {
    let soft = try Mask.brush(
      in: PixelSize(width: 120, height: 120), path: [Point(x: 60, y: 60)], radius: 50, hardness: 0.1)
    #expect(try soft.featheredInwards(by: 6) == soft)
  }

  @Test func fullAndEmptyMasksStayAsTheyAre() throws {
    for weight in [UInt8(0), 7, 255] {
      let mask = Mask(width: 130, height: 70, filledWith: weight)
      #expect(try mask.featheredInwards(by: 6) == mask)
    }
    let blobs = Self.blobs(seed: 3)
    #expect(try blobs.featheredInwards(by: 0) == blobs)
  }

  @Test(arguments: [-1, 17])
  func refusesARadiusOutOfRange(radius: Int) {
    let expected = RasterError.numberOutOfRange(name: "radius", found: radius, allowed: 0...16)
    #expect(throws: expected) { try Self.blobs(seed: 1).featheredInwards(by: radius) }
  }
}
