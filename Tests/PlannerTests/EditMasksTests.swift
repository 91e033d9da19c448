import EditModel
import Planner
import Raster
import Testing

@Suite struct EditMasksTests {
  private static let size = PixelSize(width: 90, height: 60)
  private static let frame = SentFrame(
    crop: PixelRect(frameOf: size), placed: PixelRect(frameOf: size), canvas: size)

  private func mask(_ rect: PixelRect, weight: UInt8 = 255) -> Mask {
    Mask(width: Self.size.width, height: Self.size.height, filledWith: 0)
      .pasting(Mask(width: rect.width, height: rect.height, filledWith: weight), x: rect.x, y: rect.y)
  }

  private var left: Mask { mask(PixelRect(x: 10, y: 10, width: 30, height: 40)) }
  private var right: Mask { mask(PixelRect(x: 40, y: 10, width: 30, height: 40)) }

  @Test func blendOfAnExactProviderIsTheUsersWeight() throws {
    let soft = try left.feathered(sigma: 3)
    let masks = try #require(try EditMasks([soft], support: .exact))
    #expect(masks.blend == soft && masks.blends == [soft] && masks.union == soft)
  }

  @Test(arguments: [Capabilities.MaskSupport.hint, .none])
  func blendOfAnotherIsFeatheredInwardsAndNeverAboveTheUsersWeight(
    support: Capabilities.MaskSupport
  ) throws {
    let masks = try #require(try EditMasks([left], support: support))
    #expect(masks.blend == (try left.featheredInwards(by: EditMasks.feather)))
    #expect(masks.blend != left)
    let isBelow = zip(masks.blend.weights, left.weights).allSatisfy { $0 <= $1 }
    #expect(isBelow)
    // Six pixels of feather: the seventh from the edge is as the user made it.
    #expect(masks.blend[16, 30] == 255 && masks.blend[15, 30] < 255)
  }

  @Test func whereTwoMasksMeetNothingOfTheBaseShowsBetweenThem() throws {
    let masks = try #require(try EditMasks([left, right], support: .hint))
    #expect(masks.blend[39, 30] == 255 && masks.blend[40, 30] == 255)
    #expect(masks.blends.map { $0[39, 30] } == [255, 0])
    #expect(masks.blends.map { $0[40, 30] } == [0, 255])
    #expect(try masks.blends[0].union(masks.blends[1]) == masks.blend)
  }

  @Test func locksExactlyWhatHasNoWeightInAnyMask() throws {
    let faint = mask(PixelRect(x: 60, y: 0, width: 5, height: 5), weight: 1)
    let masks = try #require(try EditMasks([left, faint], support: .hint))
    let lock = try masks.lock()
    let isRight = lock.weights.indices.allSatisfy { index in
      lock.weights[index] == (left.weights[index] == 0 && faint.weights[index] == 0 ? 255 : 0)
    }
    #expect(isRight)
    let isKept = lock.weights.indices.allSatisfy { lock.weights[$0] == 0 || masks.blend.weights[$0] == 0 }
    #expect(isKept)
  }

  @Test func sentIsBinaryAndGrownByFourPixelsOfTheCanvas() throws {
    let faint = mask(PixelRect(x: 50, y: 30, width: 1, height: 1), weight: 1)
    let masks = try #require(try EditMasks([faint], support: .hint))
    let sent = try masks.sent(on: Self.frame)
    for y in 0..<sent.height {
      for x in 0..<sent.width {
        let square = (x - 50) * (x - 50) + (y - 30) * (y - 30)
        #expect(sent[x, y] == (square <= 16 ? 255 : 0))
      }
    }
  }

  @Test func paddingIsLockedBesideAnEditableEdgeToo() throws {
    let canvas = PixelSize(width: 112, height: 80)
    let frame = SentFrame(
      crop: Self.frame.crop, placed: PixelRect(x: 11, y: 10, width: 90, height: 60), canvas: canvas)
    let edge = mask(PixelRect(x: 0, y: 20, width: 20, height: 20))
    let sent = try #require(try EditMasks([edge], support: .hint)).sent(on: frame)
    #expect(sent.size == canvas)
    #expect((0..<80).allSatisfy { sent[10, $0] == 0 } && sent[11, 40] == 255)
  }

  @Test func nothingIsLockedWhenAnInstructionHasNoMask() throws {
    #expect(try EditMasks([left, nil], support: .hint) == nil)
    #expect(try EditMasks([], support: .exact) == nil)
  }

  @Test func masksOfTwoSizesAreRefused() {
    let other = Mask(width: 3, height: 3, filledWith: 255)
    #expect(throws: RasterError.self) { try EditMasks([left, other], support: .exact) }
  }
}
