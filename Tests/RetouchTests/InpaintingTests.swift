import Raster
import Retouch
import Testing

@Suite struct InpaintingTests {
  private static let opaqueGrey = Colour(red: 90, green: 90, blue: 90, alpha: 255)

  /// A picture of random samples, opaque.
  private static func noise(width: Int, height: Int) -> Bitmap {
    var random = SplitMix64(seed: 7)
    let samples = (0..<4 * width * height).map { index in
      index % 4 == 3 ? 255 : UInt8(truncatingIfNeeded: random.next())
    }
    return Bitmap(width: width, height: height, samples: samples)
  }

  private static func outsideIsEqual(_ first: Bitmap, _ second: Bitmap, hole: Mask) -> Bool {
    first.size == second.size
      && hole.weights.indices.allSatisfy { pixel in
        hole.weights[pixel] > 0
          || (0..<4).allSatisfy { first.samples[4 * pixel + $0] == second.samples[4 * pixel + $0] }
      }
  }

  @Test func depthIsThatOfTheMasksCore() throws {
    let picture = Self.noise(width: 190, height: 190)
    let small = Mask.hole(PixelRect(x: 45, y: 45, width: 100, height: 100), in: picture.size)
    let feathered = try small.feathered(sigma: 6)
    let byDepth = try picture.inpainted(hole: feathered, seed: 2)
    #expect(byDepth == (try picture.inpainted(hole: feathered, seed: 2, finish: .patches)))
    let deep = Mask.hole(PixelRect(x: 30, y: 30, width: 130, height: 130), in: picture.size)
    let blended = try picture.inpainted(hole: deep, seed: 2, finish: .blended)
    #expect(try picture.inpainted(hole: deep, seed: 2) == blended)
    #expect(blended != (try picture.inpainted(hole: deep, seed: 2, finish: .patches)))
  }

  @Test(arguments: InpaintingFinish.allCases)
  func leavesEverythingOutsideTheHoleBitForBit(finish: InpaintingFinish) throws {
    var picture = Self.noise(width: 70, height: 61)
    picture[3, 4] = Colour(red: 1, green: 2, blue: 3, alpha: 0)
    picture[60, 50] = Colour(red: 200, green: 2, blue: 3, alpha: 77)
    var hole = Mask.hole(PixelRect(x: 20, y: 15, width: 30, height: 24), in: picture.size)
    hole[0, 0] = 1
    hole[69, 60] = 128
    let result = try picture.inpainted(hole: hole, seed: 5, finish: finish)
    #expect(Self.outsideIsEqual(picture, result, hole: hole))
    #expect(result[0, 0] != picture[0, 0])
  }

  @Test(arguments: InpaintingFinish.allCases)
  func givesTheSameBytesForAnyNumberOfWorkers(finish: InpaintingFinish) throws {
    let picture = Self.noise(width: 150, height: 200)
    let hole = Mask.hole(PixelRect(x: 40, y: 20, width: 60, height: 150), in: picture.size)
    let one = try picture.inpainted(hole: hole, seed: 3, finish: finish, bands: Bands(workers: 1))
    for workers in [2, 5] {
      let other = try picture.inpainted(
        hole: hole, seed: 3, finish: finish, bands: Bands(workers: workers))
      #expect(one == other)
    }
  }

  @Test func followsTheSeed() throws {
    let picture = Self.noise(width: 64, height: 64)
    let hole = Mask.hole(PixelRect(x: 20, y: 20, width: 20, height: 20), in: picture.size)
    let first = try picture.inpainted(hole: hole, seed: 1)
    #expect(try picture.inpainted(hole: hole, seed: 1) == first)
    #expect(try picture.inpainted(hole: hole, seed: 2) != first)
  }

  @Test(arguments: [InpaintingScene.stripes, .waves], InpaintingFinish.allCases)
  func continuesTexture(scene: InpaintingScene, finish: InpaintingFinish) throws {
    let truth = scene.picture
    let rectangle = PixelRect(x: 100, y: 100, width: 40, height: 44)
    let hole = Mask.hole(rectangle, in: truth.size)
    let result = try truth.inpainted(hole: hole, seed: 1, finish: finish)
    let membrane = Self.membrane(truth, rectangle)
    let found = HoleMeasures.psnr(truth, result, rectangle)
    #expect(found > HoleMeasures.psnr(truth, membrane, rectangle) + 12)
  }

  /// A smooth fill has about 11 dB here.
  @Test func continuesCertainTextureIntoADeepHole() throws {
    let truth = InpaintingScene.stripes.picture
    let rectangle = PixelRect(x: 58, y: 48, width: 140, height: 160)
    let result = try truth.inpainted(hole: .hole(rectangle, in: truth.size), seed: 1)
    #expect(HoleMeasures.psnr(truth, result, rectangle) > 30)
  }

  /// Laplace's equation by plain repetition.
  private static func membrane(_ picture: Bitmap, _ hole: PixelRect) -> Bitmap {
    var result = picture
    for channel in 0..<3 {
      var values = picture.samples.indices.filter { $0 % 4 == channel }.map { Double(picture.samples[$0]) }
      for _ in 0..<1500 {
        for y in hole.y..<hole.maxY {
          for x in hole.x..<hole.maxX {
            let index = y * picture.width + x
            let across = values[index - 1] + values[index + 1]
            values[index] = (across + values[index - picture.width] + values[index + picture.width]) / 4
          }
        }
      }
      var samples = result.samples
      for index in values.indices { samples[4 * index + channel] = UInt8(values[index] + 0.5) }
      result = Bitmap(width: picture.width, height: picture.height, samples: samples)
    }
    return result
  }

  @Test func fillsAFlatPictureFlat() throws {
    let picture = Bitmap(width: 50, height: 40, filledWith: Self.opaqueGrey)
    var damaged = picture
    let rectangle = PixelRect(x: 10, y: 10, width: 25, height: 20)
    for y in 10..<30 { for x in 10..<35 { damaged[x, y] = Colour(red: 255, green: 0, blue: 9, alpha: 0) } }
    let result = try damaged.inpainted(hole: .hole(rectangle, in: picture.size), seed: 9)
    #expect(result == picture)
  }

  @Test func takesNoColourFromTransparentPixels() throws {
    var picture = Bitmap(width: 40, height: 40, filledWith: Self.opaqueGrey)
    for y in 0..<40 { for x in 0..<12 { picture[x, y] = Colour(red: 255, green: 0, blue: 0, alpha: 0) } }
    let rectangle = PixelRect(x: 12, y: 10, width: 14, height: 12)
    let result = try picture.inpainted(hole: .hole(rectangle, in: picture.size), seed: 1)
    for y in 10..<22 {
      for x in 12..<26 {
        #expect([result[x, y].red, result[x, y].green, result[x, y].blue] == [90, 90, 90])
      }
    }
  }

  @Test func continuesTransparency() throws {
    let clear = Colour(red: 8, green: 9, blue: 10, alpha: 0)
    let picture = Bitmap(width: 30, height: 30, filledWith: clear)
    let rectangle = PixelRect(x: 10, y: 10, width: 6, height: 6)
    let result = try picture.inpainted(hole: .hole(rectangle, in: picture.size), seed: 1)
    #expect(result == picture)
  }

  @Test(arguments: [
    (1, 2, PixelRect(x: 0, y: 0, width: 1, height: 1)), (2, 1, PixelRect(x: 1, y: 0, width: 1, height: 1)),
    (1, 90, PixelRect(x: 0, y: 20, width: 1, height: 40)),
    (300, 2, PixelRect(x: 0, y: 0, width: 299, height: 2)),
    (3, 3, PixelRect(x: 1, y: 1, width: 1, height: 1)),
    (40, 40, PixelRect(x: 0, y: 0, width: 40, height: 39)),
    (33, 57, PixelRect(x: 0, y: 0, width: 20, height: 57)),
    (90, 80, PixelRect(x: 1, y: 1, width: 88, height: 78)),
    (500, 40, PixelRect(x: 20, y: 0, width: 460, height: 40)),
  ])
  func fillsOddShapes(width: Int, height: Int, rectangle: PixelRect) throws {
    let base = InpaintingScene.stripes.picture
    var picture = Bitmap(width: width, height: height, filledWith: Self.opaqueGrey)
    for y in 0..<height { for x in 0..<width { picture[x, y] = base[x % base.width, y % base.height] } }
    var damaged = picture
    let marker = Colour(red: 0, green: 255, blue: 0, alpha: 3)
    for y in rectangle.y..<rectangle.maxY { for x in rectangle.x..<rectangle.maxX { damaged[x, y] = marker } }
    let hole = Mask.hole(rectangle, in: picture.size)
    for finish in InpaintingFinish.allCases {
      let result = try damaged.inpainted(hole: hole, seed: 4, finish: finish)
      #expect(Self.outsideIsEqual(damaged, result, hole: hole))
      #expect(result.isOpaque)
      // The stripes hold no saturated green; only a fill that read the hole's old content would.
      #expect(
        hole.weights.indices.allSatisfy {
          Int(result.samples[4 * $0 + 1]) <= Int(result.samples[4 * $0]) + 25
        })
    }
  }

  @Test func fillsManySmallHoles() throws {
    let truth = InpaintingScene.edge.picture
    var damaged = truth
    var hole = Mask(width: truth.width, height: truth.height, filledWith: 0)
    for y in stride(from: 3, to: 90, by: 13) {
      for x in stride(from: 3, to: 120, by: 13) {
        hole[x, y] = 200
        damaged[x, y] = Colour(red: 0, green: 255, blue: 0, alpha: 255)
      }
    }
    let result = try damaged.inpainted(hole: hole, seed: 4)
    #expect(Self.outsideIsEqual(damaged, result, hole: hole))
    let whole = PixelRect(x: 3, y: 3, width: 117, height: 87)
    #expect(HoleMeasures.psnr(truth, result, whole) > HoleMeasures.psnr(truth, damaged, whole) + 15)
  }

  @Test func returnsThePictureWhenThereIsNoHole() throws {
    let picture = Self.noise(width: 9, height: 5)
    #expect(try picture.inpainted(hole: Mask(width: 9, height: 5, filledWith: 0), seed: 0) == picture)
  }

  @Test func refusesMaskOfAnotherSize() {
    let picture = Self.noise(width: 9, height: 5)
    let error = InpaintingError.sizeMismatch(
      found: PixelSize(width: 5, height: 9), allowed: PixelSize(width: 9, height: 5))
    #expect(throws: error) {
      try picture.inpainted(hole: Mask(width: 5, height: 9, filledWith: 255), seed: 0)
    }
  }

  @Test func refusesHoleThatCoversEverything() {
    let picture = Self.noise(width: 9, height: 5)
    #expect(throws: InpaintingError.nothingToCopy(holePixels: 45)) {
      try picture.inpainted(hole: Mask(width: 9, height: 5, filledWith: 1), seed: 0)
    }
  }
}
