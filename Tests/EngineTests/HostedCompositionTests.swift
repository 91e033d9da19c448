import Codecs
import EditModel
import Engine
import Planner
import Raster
import Testing

/// A service that renders the whole frame again, a little different everywhere.
private struct Rerendering {
  var tint = (red: 0, green: 0, blue: 0)

  func reply(to canvas: Bitmap, seed: UInt64 = 3) -> Bitmap {
    var random = SplitMix64(seed: seed)
    var reply = canvas
    func moved(_ sample: UInt8, _ tint: Int) -> UInt8 {
      UInt8(min(max(Int(sample) + tint + (random.next(below: 2) == 0 ? -1 : 2), 0), 255))
    }
    for y in 0..<canvas.height {
      for x in 0..<canvas.width {
        let old = canvas[x, y]
        reply[x, y] = Colour(
          red: moved(old.red, tint.red), green: moved(old.green, tint.green), blue: moved(old.blue, tint.blue)
        )
      }
    }
    return reply
  }
}

/// What the service was asked to draw.
private enum Drawing {
  case inverted
  case colour(Colour)
}

extension Bitmap {
  fileprivate mutating func draw(_ drawing: Drawing, in mask: Mask) {
    for y in 0..<height {
      for x in 0..<width where mask[x, y] > 0 {
        switch drawing {
        case .inverted:
          let old = self[x, y]
          self[x, y] = Colour(red: ~old.red, green: ~old.green, blue: ~old.blue)
        case .colour(let colour): self[x, y] = colour
        }
      }
    }
  }
}

@Suite struct HostedCompositionTests {
  private static let square = PixelSize(width: 1024, height: 1024)
  private static let rule = SizeRule(
    grid: 16, longestSide: 3840, maximumRatio: 3, pixels: 655_360...8_294_400)
  /// Grid 1 and any size: frames of small pictures at their own scale.
  private static let any = SizeRule(grid: 1, longestSide: 4000, maximumRatio: 50, pixels: 1...16_000_000)

  private static func frame(of size: PixelSize, by rule: SizeRule = any) throws -> SentFrame {
    let solver = CanvasSolver(rule: rule, cost: CanvasCost(nil, isMasked: false))
    return try #require(solver.whole(size, wholeSize: 4000, mayCap: true))
  }

  /// Even colours under grain, so that casts and changes are told by their numbers and drawn edges are no seam.
  private static func scene(_ size: PixelSize) -> Bitmap {
    var random = SplitMix64(seed: 6)
    var bitmap = Bitmap(width: size.width, height: size.height, filledWith: .white)
    for y in 0..<size.height {
      for x in 0..<size.width {
        let grain = random.next(below: 41)
        bitmap[x, y] = Colour(red: UInt8(50 + grain), green: UInt8(70 + grain), blue: UInt8(60 + grain))
      }
    }
    return bitmap
  }

  private func rectangle(_ rect: PixelRect, of size: PixelSize) -> Mask {
    Mask(width: size.width, height: size.height, filledWith: 0)
      .pasting(Mask(width: rect.width, height: rect.height, filledWith: 255), x: rect.x, y: rect.y)
  }

  private func result(
    _ bitmap: Bitmap, _ frame: SentFrame, transparent: Bool? = nil, format: String = "png"
  ) throws -> HostedResult {
    HostedResult(
      picture: try PNG.decode(PNG.encode(bitmap)), frame: frame, format: format, transparent: transparent)
  }

  private func parts(_ masks: [Mask?]) -> [Composition.Part] {
    masks.enumerated().map { Composition.Part(id: e($0.offset + 1), mask: $0.element) }
  }

  @Test func onASquareLockedPixelsAreTheBasesAndFullOnesTheServices() throws {
    let base = Self.scene(Self.square)
    let frame = try Self.frame(of: Self.square, by: Self.rule)
    #expect(frame.isWhole(of: Self.square))
    let masks = [
      rectangle(PixelRect(x: 100, y: 120, width: 300, height: 200), of: Self.square),
      rectangle(PixelRect(x: 600, y: 500, width: 424, height: 300), of: Self.square),
    ]
    var edited = Rerendering().reply(to: base)
    edited.draw(.inverted, in: masks[0])
    edited.draw(.colour(Colour(red: 32, green: 192, blue: 64)), in: masks[1])
    let composition = try Composition(
      result(edited, frame), base: base, parts: parts(masks), bands: .standard)
    let picture = composition.picture
    let blend = try #require(try EditMasks(masks, support: .hint)).blend
    var counts = (locked: 0, full: 0, broken: 0, other: 0)
    for y in 0..<1024 {
      for x in 0..<1024 {
        let weight = max(masks[0][x, y], masks[1][x, y])
        if weight == 0 {
          counts.locked += 1
          counts.broken += picture[x, y] == base[x, y] ? 0 : 1
        } else if blend[x, y] == 255 {
          counts.full += 1
          counts.other += picture[x, y] == edited[x, y] ? 0 : 1
        }
      }
    }
    #expect(counts == (1024 * 1024 - 300 * 200 - 424 * 300, 288 * 188 + 418 * 288, 0, 0))
    let found = Verdict.judge(composition.measured)
    #expect(found.verdict == .pass && found.instructions.map(\.outcome) == [.done, .done])
    #expect(found.outsideAfter?.changed == 0)
    #expect(try #require(found.outsideBefore).changed == counts.locked)
    #expect(
      found.got
        == found.asked.map {
          Verification.Rendition(size: $0.size, format: "png", isTransparent: false)
        })
  }

  @Test func aPaddedPictureComesBackWithoutResampling() throws {
    let size = PixelSize(width: 1001, height: 701)
    let base = Self.scene(size)
    let frame = try Self.frame(of: size, by: Self.rule)
    #expect(frame.canvas == PixelSize(width: 1008, height: 704) && frame.keepsScale)
    let reply = Rerendering().reply(to: try base.onCanvas(frame))
    let composition = try Composition(
      result(reply, frame), base: base, parts: parts([nil]), bands: .standard)
    #expect(composition.picture == (try reply.cropped(to: frame.placed)))
    #expect(composition.measured.outsideAfter == nil && composition.measured.colourShift == nil)
    #expect(Verdict.judge(composition.measured).instructions.map(\.outcome) == [.cannotTell])
  }

  @Test func anEnlargedPictureIsLockedBitForBitToo() throws {
    let size = PixelSize(width: 300, height: 200)
    let base = Scene.noise(width: 300, height: 200)
    let canvas = PixelSize(width: 1008, height: 672)
    let frame = SentFrame(
      crop: PixelRect(frameOf: size), placed: PixelRect(frameOf: canvas), canvas: canvas)
    let mask = rectangle(PixelRect(x: 50, y: 60, width: 80, height: 70), of: size)
    let reply = Rerendering().reply(to: try base.onCanvas(frame))
    let composition = try Composition(
      result(reply, frame), base: base, parts: parts([mask]), bands: .standard)
    #expect(composition.picture.size == size)
    #expect(try composition.picture.changes(to: base, inside: mask).outside.isUnchanged)
    #expect(try composition.picture.changes(to: base, inside: mask).inside.changedPixelCount > 5000)
  }

  @Test func anInstructionThatWasPassedOverCannotBeTold() throws {
    let size = PixelSize(width: 160, height: 120)
    let base = Self.scene(size)
    let masks = [
      rectangle(PixelRect(x: 10, y: 10, width: 50, height: 50), of: size),
      rectangle(PixelRect(x: 90, y: 10, width: 50, height: 50), of: size),
    ]
    var edited = Rerendering().reply(to: base)
    edited.draw(.colour(Colour(red: 32, green: 32, blue: 32)), in: masks[0])
    let composition = try Composition(
      result(edited, Self.frame(of: size)), base: base, parts: parts(masks), bands: .standard)
    let found = Verdict.judge(composition.measured)
    #expect(found.instructions.map(\.outcome) == [.done, .cannotTell])
    #expect(found.findings == [.indistinct])
  }

  /// A region of a picture of which nothing else was rendered: whatever lies outside changes no number.
  @Test func aRegionIsMeasuredAsIfItWereThePicture() throws {
    let size = PixelSize(width: 400, height: 300)
    let base = Self.scene(size)
    let window = PixelRect(x: 130, y: 90, width: 160, height: 120)
    let region = try base.cropped(to: window)
    let rects = [
      PixelRect(x: 150, y: 110, width: 50, height: 50), PixelRect(x: 220, y: 110, width: 50, height: 50),
    ]
    let masks = rects.map { rectangle($0, of: size) }
    let inRegion = try masks.map { try $0.cropped(to: window) }
    var edited = Rerendering(tint: (14, 0, -14)).reply(to: region)
    edited.draw(.colour(Colour(red: 32, green: 32, blue: 32)), in: inRegion[0])
    let placed = PixelRect(x: 10, y: 4, width: 160, height: 120)
    let canvas = PixelSize(width: 180, height: 128)
    let frame = SentFrame(crop: window, placed: placed, canvas: canvas)
    let reply = Bitmap(width: 180, height: 128, filledWith: .white).pasting(edited, x: 10, y: 4)
    let composition = try Composition(
      result(reply, frame), base: base, parts: parts(masks), bands: .standard)
    let alone = try Composition(
      result(edited, Self.frame(of: window.size)), base: region, parts: parts(inRegion), bands: .standard)
    let (measured, expected) = (composition.measured, alone.measured)
    #expect(measured.outsideBefore == expected.outsideBefore && measured.inside == expected.inside)
    #expect(measured.outsideBefore?.pixels == 160 * 120 - 2 * 50 * 50)
    #expect(measured.colourShift == expected.colourShift && measured.seamRatio == expected.seamRatio)
    let found = Verdict.judge(measured)
    #expect(found.findings == [.colourShift, .indistinct])
    #expect(found.instructions.map(\.outcome) == [.done, .cannotTell])
    // The lock is proved on the whole picture.
    #expect(measured.outsideAfter?.pixels == 400 * 300 - 2 * 50 * 50 && measured.outsideAfter?.changed == 0)
    #expect(try composition.picture.cropped(to: window) == alone.picture)
    #expect(composition.picture == base.pasting(alone.picture, x: window.x, y: window.y))
  }

  @Test func anEvenRegionThatComesBackEvenIsNotBlank() throws {
    let size = PixelSize(width: 400, height: 300)
    let sky = Colour(red: 90, green: 120, blue: 200)
    let window = PixelRect(x: 0, y: 0, width: 160, height: 120)
    let base = Self.scene(size)
      .pasting(Bitmap(width: 160, height: 120, filledWith: sky), x: 0, y: 0)
    let frame = SentFrame(
      crop: window, placed: PixelRect(frameOf: window.size), canvas: window.size)
    let reply = Bitmap(width: 160, height: 120, filledWith: Colour(red: 91, green: 121, blue: 203))
    let mask = rectangle(PixelRect(x: 20, y: 20, width: 50, height: 50), of: size)
    let composition = try Composition(
      result(reply, frame), base: base, parts: parts([mask]), bands: .standard)
    #expect(!Verdict.judge(composition.measured).findings.contains(.flat))
  }

  @Test func paddingDoesNotHideABlankReply() throws {
    let size = PixelSize(width: 80, height: 60)
    let frame = SentFrame(
      crop: PixelRect(frameOf: size), placed: PixelRect(x: 10, y: 0, width: 80, height: 60),
      canvas: PixelSize(width: 100, height: 60))
    let grey = Colour(red: 9, green: 9, blue: 9)
    let reply = Scene.noise(width: 100, height: 60)
      .pasting(Bitmap(width: 80, height: 60, filledWith: grey), x: 10, y: 0)
    let composition = try Composition(
      result(reply, frame), base: Self.scene(size), parts: parts([nil]), bands: .standard)
    #expect(Verdict.judge(composition.measured).findings == [.flat])
  }

  @Test func aRegionOfAnotherRatioIsNotComposed() throws {
    let size = PixelSize(width: 400, height: 300)
    let frame = SentFrame(
      crop: PixelRect(x: 100, y: 100, width: 160, height: 120),
      placed: PixelRect(x: 0, y: 0, width: 160, height: 120),
      canvas: PixelSize(width: 160, height: 120))
    let reply = Self.scene(PixelSize(width: 120, height: 160))
    let mask = rectangle(PixelRect(x: 120, y: 120, width: 50, height: 50), of: size)
    let composition = try Composition(
      result(reply, frame), base: Self.scene(size), parts: parts([mask]), bands: .standard)
    #expect(Verdict.judge(composition.measured).verdict == .fail && composition.picture == reply)
    let other = rectangle(
      PixelRect(x: 120, y: 120, width: 50, height: 50), of: PixelSize(width: 500, height: 300))
    #expect(throws: RasterError.sizeDiffers(found: other.size, expected: size)) {
      try Composition(result(reply, frame), base: Self.scene(size), parts: parts([other]), bands: .standard)
    }
  }

  @Test(arguments: [(0, false), (14, true)])
  func aCastOutsideTheMasksIsMeasuredBeforeComposing(tint: Int, warns: Bool) throws {
    let size = PixelSize(width: 160, height: 120)
    let base = Self.scene(size)
    let mask = rectangle(PixelRect(x: 20, y: 20, width: 60, height: 60), of: size)
    var reply = Rerendering(tint: (tint, 0, -tint)).reply(to: base)
    reply.draw(.inverted, in: mask)
    let composition = try Composition(
      result(reply, Self.frame(of: size)), base: base, parts: parts([mask]), bands: .standard)
    let found = Verdict.judge(composition.measured)
    #expect(found.findings == (warns ? [.colourShift] : []))
    #expect(found.outsideAfter?.changed == 0)
  }

  /// Size that comes back for a canvas of 160 x 120, and the finding.
  @Test(arguments: [
    (320, 240, [Verification.Finding.rescaled]), (161, 120, [.rescaled]), (160, 120, []),
    (164, 120, [.sizeDiffers, .rescaled]), (120, 160, [.sizeDiffers, .rescaled]),
  ])
  func anotherSizeOfTheSameRatioIsScaledBack(
    width: Int, height: Int, findings: [Verification.Finding]
  ) throws {
    let size = PixelSize(width: 160, height: 120)
    let base = Self.scene(size)
    let mask = rectangle(PixelRect(x: 20, y: 20, width: 60, height: 60), of: size)
    var edited = base
    edited.draw(.inverted, in: mask)
    let reply = try edited.resized(to: PixelSize(width: width, height: height))
    let composition = try Composition(
      result(reply, Self.frame(of: size)), base: base, parts: parts([mask]), bands: .standard)
    let found = Verdict.judge(composition.measured)
    #expect(found.findings == findings)
    if findings.contains(.sizeDiffers) {
      #expect(found.verdict == .fail && composition.picture == reply && found.instructions.isEmpty)
    } else {
      #expect(try composition.picture.changes(to: base, inside: mask).outside.isUnchanged)
    }
  }

  @Test func aNearlyBlankReplyIsFlat() throws {
    let size = PixelSize(width: 80, height: 60)
    let blank = Rerendering().reply(
      to: Bitmap(width: 80, height: 60, filledWith: Colour(red: 9, green: 9, blue: 9)))
    let composition = try Composition(
      result(blank, Self.frame(of: size)), base: Self.scene(size), parts: parts([nil]), bands: .standard)
    #expect(Verdict.judge(composition.measured).findings == [.flat])
  }

  @Test func transparencyThatNobodySentBackIsTheBases() throws {
    let size = PixelSize(width: 80, height: 60)
    var base = Self.scene(size)
    for y in 0..<60 { for x in 0..<30 { base[x, y] = Colour(red: 7, green: 8, blue: 9, alpha: 0) } }
    let mask = rectangle(PixelRect(x: 20, y: 10, width: 40, height: 40), of: size)
    let frame = try Self.frame(of: size)
    var reply = Rerendering().reply(to: base.flattened(over: HostedResult.matte))
    for y in 20..<40 { for x in 25..<50 { reply[x, y] = Colour(red: 200, green: 30, blue: 30) } }
    let composition = try Composition(
      result(reply, frame, transparent: true), base: base, parts: parts([mask]), bands: .standard)
    let picture = composition.picture
    #expect(picture[22, 15] == base[22, 15], "inside the mask, still background")
    #expect(picture[28, 30] == reply[28, 30], "inside the mask, newly drawn")
    #expect(picture[5, 5] == base[5, 5] && picture[75, 5] == base[75, 5])
    #expect(Verdict.judge(composition.measured).findings == [.alphaMissing])
    #expect(try #require(composition.measured.colourShift) < 1)
  }

  @Test func transparencyThatCameBackIsKept() throws {
    let size = PixelSize(width: 80, height: 60)
    let base = Self.scene(size)
    let mask = rectangle(PixelRect(x: 20, y: 10, width: 40, height: 40), of: size)
    var reply = Rerendering().reply(to: base)
    for y in 20..<40 { for x in 30..<50 { reply[x, y] = .transparent } }
    let composition = try Composition(
      result(reply, try Self.frame(of: size), transparent: true), base: base, parts: parts([mask]),
      bands: .standard)
    #expect(composition.picture[40, 30] == .transparent)
    #expect(composition.picture[25, 15].alpha == 255)
    #expect(!Verdict.judge(composition.measured).findings.contains(.alphaMissing))
  }

  @Test func theFormatThatCameIsReadFromThePicture() throws {
    let size = PixelSize(width: 80, height: 60)
    let reply = Rerendering().reply(to: Self.scene(size))
    let composition = try Composition(
      result(reply, try Self.frame(of: size), format: "webp"), base: Self.scene(size), parts: parts([nil]),
      bands: .standard)
    #expect(Verdict.judge(composition.measured).findings == [.otherFormat])
    #expect(composition.measured.got?.format == "png")
  }
}
