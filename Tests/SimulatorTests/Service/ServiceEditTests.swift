import Codecs
import Raster
import Retouch
import Simulator
import Testing

/// What an edit makes of pixels: exact where it may edit, changed a little everywhere else.
@Suite struct ServiceEditTests {
  private static let size = PixelSize(width: 1024, height: 640)
  private static let left = PixelRect(x: 100, y: 50, width: 300, height: 200)
  private static let right = PixelRect(x: 600, y: 300, width: 250, height: 333)

  private static let picture = Bitmap.noise(width: 1024, height: 640)
  private static let file = Result { try picture.png() }

  private func edited(
    _ prompt: String, picture: Bitmap = picture, transparent boxes: [PixelRect]?, alpha: UInt8 = 0,
    seed: UInt64 = 7, model: String = "gpt-image-2", _ fields: [FormPart] = []
  ) throws -> [Bitmap] {
    let file = picture == Self.picture ? try Self.file.get() : try picture.png()
    var files = [FormPart("image[]", file: file)]
    if let boxes {
      files.append(
        FormPart("mask", file: try Bitmap.maskPicture(picture.size, transparent: boxes, alpha: alpha).png()))
    }
    let reply = makeService(seed: seed).reply(
      to: .edit(model: model, prompt: prompt, size: "1024x640", files, fields))
    try #require(reply.status == 200, "\(reply.text.prefix(300))")
    return try reply.pictures()
  }

  /// What the instruction makes of the picture inside the box, by the embedded provider's own engine.
  private func expected(_ text: String, on picture: Bitmap = picture, in box: PixelRect) throws -> Bitmap {
    let mask = try Mask.rectangle(
      in: picture.size, x: Double(box.x), y: Double(box.y), width: Double(box.width),
      height: Double(box.height))
    return try LocalInstruction.parse(text).applied(to: picture, mask: mask, seed: 1).cropped(to: box)
  }

  /// Pixels outside of all boxes that are as they were, and the largest step of a sample there.
  private func outside(_ result: Bitmap, _ boxes: [PixelRect]) throws -> (same: Int, step: Int) {
    var inside = Mask(width: result.width, height: result.height, filledWith: 0)
    for box in boxes {
      inside.paste(Mask(width: box.width, height: box.height, filledWith: 255), x: box.x, y: box.y)
    }
    let change = try result.changes(to: Self.picture, inside: inside).outside
    return (change.pixelCount - change.changedPixelCount, change.maximum)
  }

  @Test func pointAdjustmentsAreExactInsideTheirBoxes() throws {
    let texts = [
      "fill with dark blue", "make the cup brighter by 30 %", "a bit less saturated",
      "shift the hue by 40 degrees", "make it black and white", "apply a sepia tone", "invert the colours",
      "increase contrast by 15 %, then cooler by 10 %",
    ]
    let boxes = texts.indices.map { PixelRect(x: 10 + 120 * $0, y: 37 * $0, width: 101, height: 77 + $0) }
    let prompt = merged(zip(boxes, texts).map { sentence($0.0, $0.1) })
    let result = try #require(try edited(prompt, transparent: boxes).first)
    for (box, text) in zip(boxes, texts) {
      #expect(try result.cropped(to: box) == expected(text, in: box), "\(text)")
    }
    #expect(try outside(result, boxes).same == 0)
  }

  @Test func singleInstructionIsExactInsideTheMask() throws {
    let text = "make the cup brighter by 30 %"
    let result = try #require(try edited(text, transparent: [Self.left]).first)
    #expect(try result.cropped(to: Self.left) == expected(text, in: Self.left))
  }

  @Test func everyPixelOutsideTheMaskIsALittleOff() throws {
    let result = try #require(try edited("invert", transparent: [Self.left]).first)
    let (same, step) = try outside(result, [Self.left])
    #expect(same == 0)
    #expect((1...2).contains(step))
  }

  @Test func halfTransparentMaskAllowsNothing() throws {
    let result = try #require(try edited("invert", transparent: [Self.left], alpha: 127).first)
    #expect(try outside(result, []).same == 0)
    #expect(try outside(result, []).step <= 2)
  }

  @Test func withoutMaskTheWholeFrameIsEdited() throws {
    let result = try #require(try edited("invert", transparent: nil).first)
    #expect(result == (try LocalInstruction.parse("invert").applied(to: Self.picture, mask: nil, seed: 1)))
  }

  private func sentence(_ box: PixelRect, of size: PixelSize = size, _ text: String) -> String {
    "In the upper left, x \(box.x) to \(box.maxX - 1) and y \(box.y) to \(box.maxY - 1) of \(size) pixels: \(text)"
  }

  private func merged(_ lines: [String]) -> String {
    let head = "Make these \(lines.count) changes to the picture and leave everything else as it is."
    // Written inside a JSON-free form, so line breaks stand as they are.
    return ([head] + lines.enumerated().map { "\($0.offset + 1). \($0.element)" }).joined(separator: "\n")
  }

  @Test func numberedInstructionsApplyEachInItsOwnBox() throws {
    let prompt = merged([
      sentence(Self.left, "invert"), sentence(Self.right, "make it brighter, then more saturated"),
    ])
    let result = try #require(try edited(prompt, transparent: [Self.left, Self.right]).first)
    #expect(try result.cropped(to: Self.left) == expected("invert", in: Self.left))
    #expect(
      try result.cropped(to: Self.right)
        == expected("make it brighter, then more saturated", in: Self.right))
    #expect(try outside(result, [Self.left, Self.right]).same == 0)
  }

  /// The mask that is sent may reach further than the box: there the frame is rendered again.
  @Test func boxLimitsItsInstructionInsideAWiderMask() throws {
    let wide = Self.left.expanded(by: 6)
    let prompt = merged([sentence(Self.left, "invert"), sentence(Self.right, "sepia")])
    let result = try #require(try edited(prompt, transparent: [wide, Self.right]).first)
    #expect(try result.cropped(to: Self.left) == expected("invert", in: Self.left))
    #expect(try outside(result, [Self.left, Self.right]).same == 0)
  }

  @Test func boxesOfAnotherSizeFollowTheEditableArea() throws {
    // The boxes are stated for a picture of half the size.
    let half = PixelSize(width: 512, height: 320)
    func halved(_ box: PixelRect) -> PixelRect {
      PixelRect(x: box.x / 2, y: box.y / 2, width: box.width / 2, height: box.height / 2)
    }
    let right = PixelRect(x: 600, y: 300, width: 250, height: 300)
    let prompt = merged([
      sentence(halved(Self.left), of: half, "invert"), sentence(halved(right), of: half, "sepia"),
    ])
    let result = try #require(try edited(prompt, transparent: [Self.left, right]).first)
    #expect(try result.cropped(to: Self.left) == expected("invert", in: Self.left))
    #expect(try result.cropped(to: right) == expected("sepia", in: right))
  }

  /// A picture of 900x600 in the middle of the canvas, its areas sent four pixels wider.
  @Test func boxesOfAPaddedPictureFollowTheEditableArea() throws {
    let picture = PixelSize(width: 900, height: 600)
    func moved(_ box: PixelRect) -> PixelRect {
      PixelRect(x: box.x - 62, y: box.y - 20, width: box.width, height: box.height)
    }
    let right = PixelRect(x: 600, y: 300, width: 251, height: 300)
    let prompt = merged([
      sentence(moved(Self.left), of: picture, "invert"), sentence(moved(right), of: picture, "sepia"),
    ])
    let sent = [Self.left.expanded(by: 4), right.expanded(by: 4)]
    let result = try #require(try edited(prompt, transparent: sent).first)
    #expect(try result.cropped(to: Self.left) == expected("invert", in: Self.left))
    #expect(try result.cropped(to: right) == expected("sepia", in: right))
  }

  @Test func instructionsOverTheWholePictureMeetThoseWithABox() throws {
    let prompt = merged(["Over the whole picture: grayscale", sentence(Self.left, "fill with red")])
    let result = try #require(try edited(prompt, transparent: nil).first)
    let grey = try LocalInstruction.parse("grayscale").applied(to: Self.picture, mask: nil, seed: 1)
    #expect(try result.cropped(to: Self.right) == grey.cropped(to: Self.right))
    #expect(result[200, 100] == Colour(red: 255, green: 0, blue: 0))
  }

  @Test(arguments: [
    "replace the dog by a purple unicorn", "", "Make these 2 changes to it\n1. invert",
    "Make these 1 changes to it\n1. In the left, x 5 to 2 and y 1 to 3 of 0x0 pixels: sepia",
    "Make these 1 changes to it\n1. In the left, x 999999 to 9999999 and y 1 to 3 of 8x8 pixels: sepia",
  ]) func whatIsNotUnderstoodStillChangesTheArea(_ text: String) throws {
    let text = text.isEmpty ? String(repeating: "why ", count: 3_000) : text
    let result = try #require(try edited(text, transparent: [Self.left]).first)
    let before = try Self.picture.cropped(to: Self.left)
    let change = try result.cropped(to: Self.left).changes(to: before)
    #expect(change.maximum > 20)
    #expect(try outside(result, [Self.left]).step <= 2)
  }

  @Test func variantsDifferOutsideAndAgreeInside() throws {
    let results = try edited("invert", transparent: [Self.left], [FormPart("n", "3")])
    #expect(results.count == 3)
    #expect(Set(results.map(\.samples)).count == 3)
    #expect(Set(try results.map { try $0.cropped(to: Self.left).samples }).count == 1)
  }

  @Test func seedDecidesAndNothingElse() throws {
    let first = try edited("remove the cup", transparent: [Self.left])
    #expect(try edited("remove the cup", transparent: [Self.left]) == first)
    #expect(try edited("remove the cup", transparent: [Self.left], seed: 8) != first)
  }

  @Test func alphaOfTheInputIsIgnoredUnlessTransparencyIsAsked() throws {
    var picture = Self.picture
    for x in 0..<1024 { picture[x, 7] = Colour(red: 10, green: 200, blue: 30, alpha: 0) }
    let flat = try #require(
      try edited("invert", picture: picture, transparent: [Self.left], model: "gpt-image-2.5-flare").first)
    #expect(flat.isOpaque)
    #expect(abs(Int(flat[500, 7].green) - 200) <= 2)
    let clear = try #require(
      try edited(
        "make the background transparent", picture: picture, transparent: [Self.left],
        model: "gpt-image-2.5-flare", [FormPart("background", "transparent")]
      ).first)
    #expect(clear[500, 7].alpha == 0)
    #expect(clear[200, 100].alpha == 0)
    #expect(clear[500, 400].alpha == 255)
  }

  @Test func resultHasTheSizeThatWasAsked() throws {
    let picture = Bitmap.noise(width: 96, height: 60)
    let result = try #require(try edited("invert", picture: picture, transparent: nil).first)
    #expect(result.size == Self.size)
    let middle = try LocalInstruction.parse("invert").applied(to: picture, mask: nil, seed: 1)
    #expect(result == (try middle.resized(to: Self.size)))
  }

  @Test func secondPictureIsAReferenceAndMustBeReadable() throws {
    let good = FormPart("image[]", file: try Self.file.get())
    let request = SimRequest.edit(
      prompt: "invert", [good, FormPart("image[]", file: hollowPNG(width: 9, height: 9))])
    let failure = try makeService().reply(to: request).failure
    #expect(failure.code == "invalid_image_file")
    #expect(failure.message.contains("image 2"))
  }
}
