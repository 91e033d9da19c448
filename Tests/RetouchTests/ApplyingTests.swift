import Raster
import Retouch
import Testing

@Suite struct ApplyingTests {
  static let texts = [
    "brighten", "darken", "more contrast", "less contrast", "more saturated", "warmer", "cooler",
    "shift the hue by 70 degrees", "turn it teal", "grayscale", "sepia", "invert", "blur by 9 px",
    "pixelate by 7 px", "sharpen", "fill with teal", "fill with a gradient from red to white, left to right",
    "background #336699", "background transparent", "brighten, blur, turn it dark green, more contrast",
  ]

  @Test(arguments: texts) func leavesPixelsOfWeightZero(_ text: String) throws {
    let scene = Scenes.noise(width: 67, height: 131, opaque: false)
    let mask = Scenes.mask(width: 67, height: 131)
    let result = try LocalInstruction.parse(text).applied(to: scene, mask: mask, seed: 1)
    var changed = 0
    var touched = 0
    for y in 0..<131 {
      for x in 0..<67 {
        guard result[x, y] != scene[x, y] else { continue }
        changed += 1
        if mask[x, y] == 0 { touched += 1 }
      }
    }
    #expect(touched == 0)
    #expect(changed > 1000)
  }

  @Test(arguments: texts) func givesTheSamePixelsWithAnyNumberOfWorkers(_ text: String) throws {
    var scene = Scenes.noise(width: 67, height: 203)
    if text.hasPrefix("background") { scene = BackgroundTests.disc(width: 120, height: 140).picture }
    let instruction = try LocalInstruction.parse(text)
    let mask = text.hasPrefix("background") ? nil : Scenes.mask(width: 67, height: 203)
    let results = try [1, 2, 5].map { workers in
      try instruction.applied(to: scene, mask: mask, seed: 1, bands: Bands(workers: workers))
    }
    #expect(results[0] != scene)
    #expect(results[1] == results[0])
    #expect(results[2] == results[0])
  }

  @Test(arguments: texts) func anEmptyMaskChangesNothing(_ text: String) throws {
    let scene = Scenes.noise(width: 20, height: 20)
    let mask = Mask(width: 20, height: 20, filledWith: 0)
    #expect(try LocalInstruction.parse(text).applied(to: scene, mask: mask, seed: 1) == scene)
  }

  @Test(arguments: texts) func worksOnASinglePixel(_ text: String) throws {
    let scene = Bitmap(width: 1, height: 1, filledWith: Colour(red: 9, green: 200, blue: 31))
    let result = try LocalInstruction.parse(text).applied(to: scene, mask: nil, seed: 1)
    #expect(result.size == scene.size)
    #expect(text.hasPrefix("background") == (result[0, 0].alpha == 0 || result[0, 0].red == 0x33))
  }

  @Test func partsAndRemovalNeedAMask() throws {
    let scene = Scenes.noise(width: 8, height: 8)
    for text in ["remove it", "brighten the mug"] {
      let instruction = try LocalInstruction.parse(text)
      let error = #expect(throws: RetouchError.self) {
        try instruction.applied(to: scene, mask: nil, seed: 1)
      }
      #expect(error?.code == .needsMask)
    }
  }

  @Test func refusesAMaskOfAnotherSize() throws {
    let instruction = try LocalInstruction.parse("brighten")
    let error = #expect(throws: RetouchError.self) {
      try instruction.applied(
        to: Scenes.noise(width: 8, height: 8), mask: Mask(width: 8, height: 9, filledWith: 255), seed: 1)
    }
    #expect(error?.code == .maskSizeDiffers)
    #expect(error?.found == "8x9")
    #expect(error?.allowed == "8x8")
  }

  @Test func gradientRunsFromEdgeToEdgeOfTheArea() throws {
    var mask = Mask(width: 40, height: 30, filledWith: 0)
    for y in 5..<25 { for x in 10..<21 { mask[x, y] = 200 } }
    let scene = Bitmap(width: 40, height: 30, filledWith: Colour(red: 1, green: 2, blue: 3, alpha: 40))
    let across = try LocalInstruction.parse("fill #000000 to #ffffff left to right")
      .applied(to: scene, mask: mask, seed: 1)
    for x in 10..<21 {
      let level = Double(x - 10) / 10 * 255
      #expect(abs(Double(across[x, 12].green) - level) <= 0.5)
      #expect(across[x, 24].alpha == 255)
    }
    let down = try LocalInstruction.parse("fill with a gradient from black to white bottom to top")
      .applied(to: scene, mask: mask, seed: 1)
    #expect(down[15, 5] == .white)
    #expect(down[15, 24] == .black)
    #expect(down[15, 25] == scene[15, 25])
  }

  @Test func removalFillsThePlainHoleAndNothingElse() throws {
    let wall = Colour(red: 90, green: 140, blue: 200)
    var scene = Bitmap(width: 64, height: 64, filledWith: wall)
    var mask = Mask(width: 64, height: 64, filledWith: 0)
    for y in 24..<36 {
      for x in 26..<40 {
        scene[x, y] = .black
        mask[x, y] = 255
      }
    }
    scene[2, 3] = .white
    let result = try LocalInstruction.parse("remove the spot").applied(to: scene, mask: mask, seed: 1)
    var expected = Bitmap(width: 64, height: 64, filledWith: wall)
    expected[2, 3] = .white
    #expect(result == expected)
  }

  @Test func refusesRemovalThatLeavesNothingToCopy() throws {
    let instruction = try LocalInstruction.parse("remove everything")
    let error = #expect(throws: RetouchError.self) {
      try instruction.applied(
        to: Scenes.noise(width: 40, height: 40), mask: Mask(width: 40, height: 40, filledWith: 255), seed: 1)
    }
    #expect(error?.code == .cannotBeRemoved)
  }
}
