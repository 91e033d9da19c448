import Raster
import Testing

@Suite struct MaskAnalysisTests {
  private func count(_ regions: [[Int]]) -> RegionCount {
    RegionCount(count: regions.count, pixelCount: regions.reduce(0) { $0 + $1.count })
  }

  @Test func countsHazeAsTheReferenceDoes() {
    for mask in RegionOracle.samples() {
      let low = RegionOracle(mask, eight: true) { 1...8 ~= $0 }.regions { $0 > 8 }
      let high = RegionOracle(mask, eight: true) { 247...254 ~= $0 }.regions { $0 == 255 }
      let found = mask.analysis()
      #expect(found.lowHaze == count(low))
      #expect(found.highHaze == count(high))
    }
  }

  @Test func countsSpecksAndHolesAsTheReferenceDoes() {
    for mask in RegionOracle.samples() {
      let areas = RegionOracle(mask, eight: true) { $0 > 0 }
      let free = RegionOracle(mask, eight: false) { $0 == 0 }
      let holes = free.regions.filter { !free.touchesFrame($0) }
      for limit in [0, 1, 16] {
        let found = mask.analysis(specksUpTo: limit)
        let specks = areas.regions.filter { region in
          region.count <= limit && region.contains { mask.weights[$0] > 8 }
        }
        #expect(found.specks == count(specks))
        #expect(found.holes == count(holes))
        #expect(found.pinholes == count(holes.filter { $0.count <= limit }))
        #expect(found.largestHoleArea == holes.map(\.count).max() ?? 0)
        #expect(found.components == mask.components())
        #expect(found.facts == mask.facts())
      }
    }
  }

  @Test func measuresTheWidestSquareAsTheReferenceDoes() {
    for mask in RegionOracle.samples() where mask.width <= 33 {
      var widest = 0
      for y in 0..<mask.height {
        for x in 0..<mask.width {
          var side = widest + 1
          while x + side <= mask.width, y + side <= mask.height,
            (y..<y + side).allSatisfy({ v in (x..<x + side).allSatisfy { mask[$0, v] >= 128 } })
          {
            widest = side
            side += 1
          }
        }
      }
      #expect(mask.analysis().widestSquare == widest)
    }
  }

  @Test func forgetsSquaresAboveAnEmptyRow() {
    var mask = Mask(width: 40, height: 40, filledWith: 255)
    for x in 0..<40 { mask[x, 20] = 0 }
    for y in 30..<40 { mask[0, y] = 0 }
    #expect(mask.analysis().widestSquare == 20)
  }

  @Test func countsTheFrameOfAnySize() {
    for mask in RegionOracle.samples() {
      let frame = mask.weights.indices.filter { index in
        let (x, y) = (index % mask.width, index / mask.width)
        return x == 0 || y == 0 || x == mask.width - 1 || y == mask.height - 1
      }
      let found = mask.analysis()
      #expect(found.framePixelCount == frame.count)
      #expect(found.editableFramePixelCount == frame.count { mask.weights[$0] > 0 })
    }
  }

  @Test func anyWorkersGiveTheSameAnalysis() {
    for mask in RegionOracle.patterns() + [RandomRasters.mask(width: 90, height: 300, seed: 9)] {
      let found = RandomRasters.allBands().map { mask.analysis(bands: $0) }
      #expect(found[0] == found[1] && found[0] == found[2])
    }
  }

  @Test func givesSharesOfTheFrameAndOfWhatIsEditable() {
    let mask = Mask(width: 4, height: 2, weights: [0, 0, 0, 0, 255, 255, 255, 9])
    let found = mask.analysis()
    #expect(found.softShare == 0.25 && found.editableShare == 0.5)
    #expect(Mask(width: 2, height: 2, filledWith: 0).analysis().softShare == 0)
  }
}
