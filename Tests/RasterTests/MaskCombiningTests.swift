import Raster
import Testing

@Suite struct MaskCombiningTests {
  /// Every pair of weights once: the weight is `x` in the first and `y` in the second mask.
  let first = Mask(width: 256, height: 256, weights: (0..<65_536).map { UInt8($0 % 256) })
  let second = Mask(width: 256, height: 256, weights: (0..<65_536).map { UInt8($0 / 256) })

  @Test func combinesEveryPairOfWeights() throws {
    for bands in RandomRasters.allBands() {
      let union = try first.union(second, bands: bands)
      let intersection = try first.intersection(second, bands: bands)
      let difference = try first.subtracting(second, bands: bands)
      for index in 0..<65_536 {
        let (a, b) = (index % 256, index / 256)
        guard
          union.weights[index] == max(a, b), intersection.weights[index] == min(a, b),
          difference.weights[index] == min(a, 255 - b)
        else {
          Issue.record("wrong weight for \(a) and \(b)")
          return
        }
      }
    }
  }

  @Test func invertsEveryWeight() {
    #expect(first.inverted().weights == first.weights.map { 255 - $0 })
    var mask = second
    mask.invert()
    mask.invert()
    #expect(mask == second)
  }

  @Test func formsInPlaceWhatItReturns() throws {
    var union = first
    try union.formUnion(second)
    var intersection = first
    try intersection.formIntersection(second)
    var difference = first
    try difference.subtract(second)
    #expect(try union == first.union(second))
    #expect(try intersection == first.intersection(second))
    #expect(try difference == first.subtracting(second))
  }

  @Test func refusesAnotherSizeAndChangesNothing() {
    let small = Mask(width: 3, height: 2, filledWith: 9)
    var mask = first
    let expected = RasterError.sizeDiffers(found: small.size, expected: first.size)
    #expect(throws: expected) { try mask.formUnion(small) }
    #expect(throws: expected) { try mask.formIntersection(small) }
    #expect(throws: expected) { try mask.subtract(small) }
    #expect(throws: expected) { try mask.isDisjoint(from: small) }
    #expect(mask == first)
  }
}

@Suite struct MaskFactsTests {
  @Test(arguments: UInt64(1)...8)
  func countsAndBoundsEqualAPixelByPixelCount(seed: UInt64) {
    let mask =
      seed % 2 == 0
      ? RandomRasters.mask(width: 17, height: 150, seed: seed)
      : RandomRasters.sparseMask(width: 40, height: 200, seed: seed)
    var editable: [(x: Int, y: Int)] = []
    for y in 0..<mask.height {
      for x in 0..<mask.width where mask[x, y] > 0 { editable.append((x, y)) }
    }
    for bands in RandomRasters.allBands() {
      let facts = mask.facts(bands: bands)
      #expect(facts.pixelCount == mask.weights.count)
      #expect(facts.editablePixelCount == editable.count)
      #expect(facts.fullPixelCount == mask.weights.filter { $0 == 255 }.count)
      #expect(facts.partialPixelCount == mask.weights.filter { (1...254).contains($0) }.count)
      #expect(facts.bounds?.x == editable.map(\.x).min())
      #expect(facts.bounds?.y == editable.map(\.y).min())
      #expect(facts.bounds?.maxX == editable.map { $0.x + 1 }.max())
      #expect(facts.bounds?.maxY == editable.map { $0.y + 1 }.max())
    }
  }

  @Test func anEmptyMaskHasNoBounds() {
    let facts = Mask(width: 5, height: 4, filledWith: 0).facts()
    #expect(facts.isEmpty && facts.bounds == nil && facts.editablePixelCount == 0)
  }

  @Test func oneSharedPixelOfAnyWeightEndsDisjointness() throws {
    var left = Mask(width: 9, height: 130, filledWith: 0)
    var right = left
    for y in 0..<130 {
      for x in 0..<4 { left[x, y] = 255 }
      for x in 4..<9 { right[x, y] = 1 }
    }
    #expect(try left.isDisjoint(from: right))
    left[8, 129] = 1
    #expect(try !left.isDisjoint(from: right))
  }
}
