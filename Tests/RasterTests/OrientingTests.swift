import Raster
import Testing

@Suite struct OrientingTests {
  /// Where the standard says the stored picture's first row and first column are seen.
  private enum Side { case top, bottom, left, right }

  private static let seen: [(Orientation, row: Side, column: Side)] = [
    (.upright, .top, .left), (.mirroredHorizontally, .top, .right),
    (.rotatedHalf, .bottom, .right), (.mirroredVertically, .bottom, .left),
    (.transposed, .left, .top), (.needsQuarterTurnClockwise, .right, .top),
    (.transversed, .right, .bottom), (.needsQuarterTurnCounterclockwise, .left, .bottom),
  ]

  /// Where a stored pixel is seen: its row counts from the side of the first row, and so its column.
  private func place(
    _ x: Int, _ y: Int, in upright: PixelSize, _ row: Side, _ column: Side
  ) -> (x: Int, y: Int) {
    var place = (x: 0, y: 0)
    for (side, distance) in [(row, y), (column, x)] {
      switch side {
      case .top: place.y = distance
      case .bottom: place.y = upright.height - 1 - distance
      case .left: place.x = distance
      case .right: place.x = upright.width - 1 - distance
      }
    }
    return place
  }

  @Test(arguments: [(1, 1), (5, 1), (1, 7), (3, 2), (70, 131), (200, 65)])
  func showsEveryPixelWhereTheStandardSays(width: Int, height: Int) {
    let bitmap = RandomRasters.bitmap(width: width, height: height, seed: 8, opaque: false)
    let mask = RandomRasters.mask(width: width, height: height, seed: 8)
    #expect(Self.seen.map(\.0) == Orientation.allCases)
    for (orientation, row, column) in Self.seen {
      let swaps = row == .left || row == .right
      let size = swaps ? PixelSize(width: height, height: width) : bitmap.size
      var expected = Bitmap(width: size.width, height: size.height, filledWith: .white)
      var expectedMask = Mask(width: size.width, height: size.height, filledWith: 0)
      for y in 0..<height {
        for x in 0..<width {
          let place = place(x, y, in: size, row, column)
          expected[place.x, place.y] = bitmap[x, y]
          expectedMask[place.x, place.y] = mask[x, y]
        }
      }
      for bands in RandomRasters.allBands() {
        #expect(bitmap.oriented(orientation, bands: bands) == expected)
        #expect(mask.oriented(orientation, bands: bands) == expectedMask)
      }
    }
  }

  @Test func aSmallPictureTurnsAsOneWouldByHand() {
    let mask = Mask(width: 3, height: 2, weights: [1, 2, 3, 4, 5, 6])
    #expect(mask.oriented(.needsQuarterTurnClockwise).weights == [4, 1, 5, 2, 6, 3])
    #expect(mask.oriented(.needsQuarterTurnCounterclockwise).weights == [3, 6, 2, 5, 1, 4])
    #expect(mask.oriented(.transposed).weights == [1, 4, 2, 5, 3, 6])
    #expect(mask.oriented(.transversed).weights == [6, 3, 5, 2, 4, 1])
  }
}
