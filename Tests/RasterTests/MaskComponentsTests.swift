import Raster
import Testing

@Suite struct MaskComponentsTests {
  @Test func equalRegionsFilledPixelByPixel() {
    for mask in RegionOracle.samples() {
      let oracle = RegionOracle(mask, eight: true) { $0 > 0 }
      let expected = oracle.regions.map(oracle.component).enumerated().sorted {
        $0.element.area != $1.element.area
          ? $0.element.area > $1.element.area : $0.offset < $1.offset
      }
      let found = mask.components()
      #expect(found.count == expected.count)
      #expect(found.smallestArea == expected.last?.element.area ?? 0)
      #expect(found.largest == expected.prefix(64).map(\.element))
    }
  }

  @Test func listsTheLargestWhenThereAreMany() {
    var mask = Mask(width: 400, height: 60, filledWith: 0)
    for column in 0..<100 {
      for y in 0..<(column % 50) + 1 { mask[4 * column, y] = 255 }
    }
    let found = mask.components()
    #expect(found.count == 100 && found.smallestArea == 1 && found.largest.count == 64)
    #expect(found.largest.first?.area == 50 && found.largest.last?.area == 19)
    #expect(found.largest[0].bounds.x == 4 * 49 && found.largest[1].bounds.x == 4 * 99)
  }

  @Test func anEmptyMaskHasNone() {
    let found = Mask(width: 70, height: 3, filledWith: 0).components()
    #expect(found == MaskComponents(count: 0, smallestArea: 0, largest: []))
  }

  @Test func fillsHolesAsTheReferenceDoes() {
    for mask in RegionOracle.samples() {
      let oracle = RegionOracle(mask, eight: false) { $0 == 0 }
      let holes = oracle.regions.filter { !oracle.touchesFrame($0) }
      for limit in [nil, -3, 0, 1, 3, 20] {
        var expected = mask
        for hole in holes where hole.count <= limit ?? Int.max {
          for index in hole { expected[index % mask.width, index / mask.width] = 255 }
        }
        #expect(mask.fillingHoles(upTo: limit) == expected)
      }
    }
  }

  @Test func cleansSpecksAsTheReferenceDoes() {
    for mask in RegionOracle.samples() {
      let oracle = RegionOracle(mask, eight: true) { $0 > 0 }
      for limit in [-3, 0, 1, 2, 9, 100, Int.max] {
        var expected = mask
        for speck in oracle.regions where speck.count <= limit {
          for index in speck { expected[index % mask.width, index / mask.width] = 0 }
        }
        #expect(mask.cleaningSpecks(upTo: limit) == expected)
      }
    }
  }

  @Test func aHoleThatTouchesTheOutsideByACornerIsAHole() {
    let mask = Mask(
      width: 4, height: 4,
      weights: [
        0, 255, 255, 255,
        255, 0, 255, 255,
        255, 255, 0, 255,
        255, 255, 255, 255,
      ])
    let filled = mask.fillingHoles()
    #expect(filled[0, 0] == 0 && filled[1, 1] == 255 && filled[2, 2] == 255)
    #expect(mask.fillingHoles(upTo: 1) == filled)
  }

  @Test func thresholdsEveryWeightAtEveryLevel() throws {
    let all = Mask(width: 16, height: 16, weights: (0...255).map { UInt8($0) })
    for level in 1...255 {
      let cut = try all.thresholded(at: level)
      #expect(cut.weights == (0...255).map { $0 >= level ? 255 : 0 })
    }
    let tall = RandomRasters.mask(width: 9, height: 200, seed: 2)
    let cuts = try RandomRasters.allBands().map { try tall.thresholded(at: 77, bands: $0) }
    #expect(cuts[0] == cuts[1] && cuts[0] == cuts[2])
  }

  @Test(arguments: [Int.min, -1, 0, 256, Int.max])
  func refusesLevelsThatNoWeightHas(level: Int) {
    #expect(throws: RasterError.numberOutOfRange(name: "level", found: level, allowed: 1...255)) {
      try Mask(width: 2, height: 2, filledWith: 1).thresholded(at: level)
    }
  }
}
