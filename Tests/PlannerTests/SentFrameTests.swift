import EditModel
import Planner
import Raster
import Testing

@Suite struct SentFrameTests {
  private static let picture = PixelSize(width: 30, height: 20)

  private static func frame(_ placed: PixelRect, on canvas: PixelSize, crop: PixelRect? = nil) -> SentFrame {
    SentFrame(crop: crop ?? PixelRect(frameOf: picture), placed: placed, canvas: canvas)
  }

  static let whole = frame(PixelRect(frameOf: picture), on: picture)
  static let padded = frame(
    PixelRect(x: 5, y: 2, width: 30, height: 20), on: PixelSize(width: 48, height: 32))
  static let region = frame(
    PixelRect(x: 3, y: 1, width: 10, height: 8), on: PixelSize(width: 16, height: 16),
    crop: PixelRect(x: 20, y: 12, width: 10, height: 8))
  static let enlarged = frame(
    PixelRect(x: 0, y: 2, width: 64, height: 43), on: PixelSize(width: 64, height: 48))
  static let reduced = frame(
    PixelRect(x: 1, y: 0, width: 12, height: 8), on: PixelSize(width: 16, height: 8))

  private func noise(_ size: PixelSize = picture, seed: UInt64 = 1) -> Bitmap {
    var random = SplitMix64(seed: seed)
    let samples = (0..<4 * size.width * size.height).map { _ in UInt8(random.next(below: 256)) }
    return Bitmap(width: size.width, height: size.height, samples: samples)
  }

  @Test(arguments: [whole, padded, region])
  func whatKeepsItsScaleComesBackBitForBit(frame: SentFrame) throws {
    let base = noise()
    let canvas = try base.onCanvas(frame)
    #expect(canvas.size == frame.canvas && frame.keepsScale)
    #expect(try canvas.fromCanvas(frame, over: base) == base)
    for y in 0..<canvas.height {
      for x in 0..<canvas.width {
        let u = min(max(x - frame.placed.x, 0), frame.placed.width - 1) + frame.crop.x
        let v = min(max(y - frame.placed.y, 0), frame.placed.height - 1) + frame.crop.y
        #expect(canvas[x, y] == base[u, v])
      }
    }
  }

  @Test func onlyThePartThatWasSentIsReplaced() throws {
    let base = noise()
    let reply = noise(Self.region.canvas, seed: 2)
    let back = try reply.fromCanvas(Self.region, over: base)
    for y in 0..<base.height {
      for x in 0..<base.width {
        let isSent = x >= 20 && y >= 12
        #expect(back[x, y] == (isSent ? reply[x - 20 + 3, y - 12 + 1] : base[x, y]))
      }
    }
  }

  @Test(arguments: [enlarged, reduced])
  func whatIsScaledComesBackAtItsSizeAndColour(frame: SentFrame) throws {
    let colour = Colour(red: 200, green: 90, blue: 10)
    let base = Bitmap(width: 30, height: 20, filledWith: colour)
    let canvas = try base.onCanvas(frame)
    #expect(canvas == Bitmap(width: frame.canvas.width, height: frame.canvas.height, filledWith: colour))
    #expect(try canvas.fromCanvas(frame, over: base) == base)
    #expect(!frame.keepsScale)
  }

  @Test func aReplyOfAnotherSizeIsRefused() {
    let reply = Bitmap(width: 47, height: 32, filledWith: .white)
    #expect(throws: RasterError.sizeDiffers(found: reply.size, expected: Self.padded.canvas)) {
      try reply.fromCanvas(Self.padded, over: noise())
    }
  }

  @Test(arguments: [whole, padded, region, enlarged, reduced])
  func aMaskCoversEveryPixelThatShowsAnEditableOne(frame: SentFrame) throws {
    var mask = Mask(width: 30, height: 20, filledWith: 0)
    for (x, y) in [(0, 0), (29, 19), (7, 3), (8, 3), (21, 13)] { mask[x, y] = UInt8(1 + 50 * (x % 5)) }
    let sent = try mask.onCanvas(frame)
    let (crop, placed) = (frame.crop, frame.placed)
    for y in 0..<sent.height {
      for x in 0..<sent.width {
        let (u, v) = (x - placed.x, y - placed.y)
        var isEditable = false
        let isPadding = !(0..<placed.width).contains(u) || !(0..<placed.height).contains(v)
        for py in 0..<(isPadding ? 0 : crop.height) {
          for px in 0..<crop.width where mask[crop.x + px, crop.y + py] > 0 {
            // Both pixels as intervals on a common scale.
            let across =
              px * placed.width < (u + 1) * crop.width && u * crop.width < (px + 1) * placed.width
            let down =
              py * placed.height < (v + 1) * crop.height && v * crop.height < (py + 1) * placed.height
            isEditable = isEditable || (across && down)
          }
        }
        #expect(sent[x, y] == (isEditable ? 255 : 0), "\(x),\(y)")
      }
    }
  }

  static let places: [(SentFrame, PixelRect, PixelRect)] = [
    (whole, PixelRect(x: 3, y: 4, width: 5, height: 6), PixelRect(x: 3, y: 4, width: 5, height: 6)),
    (padded, PixelRect(x: 3, y: 4, width: 5, height: 6), PixelRect(x: 8, y: 6, width: 5, height: 6)),
    (region, PixelRect(x: 0, y: 0, width: 22, height: 14), PixelRect(x: 3, y: 1, width: 2, height: 2)),
    (region, PixelRect(x: 0, y: 0, width: 5, height: 5), PixelRect(x: 3, y: 1, width: 0, height: 0)),
    (reduced, PixelRect(x: 1, y: 1, width: 3, height: 3), PixelRect(x: 1, y: 0, width: 2, height: 2)),
    (enlarged, PixelRect(x: 0, y: 0, width: 30, height: 20), PixelRect(x: 0, y: 2, width: 64, height: 43)),
  ]

  @Test(arguments: places)
  func saysWhereARectangleLiesOnTheCanvas(frame: SentFrame, rect: PixelRect, place: PixelRect) {
    #expect(frame.place(of: rect) == place)
  }
}
