import Raster
import Retouch
import Testing

@Suite struct BackgroundTests {
  /// A disc with a soft edge before a plain wall with a gradient and a little noise, and the disc's true
  /// share of every pixel.
  static func disc(width: Int, height: Int) -> (picture: Bitmap, share: [Double]) {
    var random = SplitMix64(seed: 5)
    var picture = Bitmap(width: width, height: height, filledWith: .black)
    var shares: [Double] = []
    for y in 0..<height {
      for x in 0..<width {
        let (dx, dy) = (Double(x - width / 2), Double(y - height / 2))
        let share = min(max(Double(width) / 3 - (dx * dx + dy * dy).squareRoot() + 0.5, 0), 1)
        let wall = 200 - 30 * Double(y) / Double(height)
        let noise = Double(random.next(below: 5)) - 2
        func mixed(_ subject: Double) -> UInt8 { UInt8(share * subject + (1 - share) * wall + noise) }
        picture[x, y] = Colour(red: mixed(180), green: mixed(40), blue: mixed(30))
        shares.append(share)
      }
    }
    return (picture, shares)
  }

  @Test func findsTheBackgroundWithSoftEdges() throws {
    let (picture, shares) = Self.disc(width: 120, height: 100)
    let result = try LocalInstruction.parse("remove the background").applied(to: picture, mask: nil, seed: 0)
    var edgeError = 0.0
    var misjudged = 0
    var edgePixels = 0.0
    for (pixel, share) in zip(Scenes.pixels(of: result), shares) {
      let alpha = Double(pixel.alpha) / 255
      if (share == 0 && alpha > 0.06) || (share == 1 && alpha < 0.94) { misjudged += 1 }
      if share > 0 && share < 1 {
        edgeError += abs(alpha - share)
        edgePixels += 1
      }
    }
    #expect(misjudged == 0)
    #expect(edgePixels > 100)
    #expect(edgeError / edgePixels < 0.05)
  }

  @Test func newColourShowsNoFringeOfTheOld() throws {
    let (picture, shares) = Self.disc(width: 120, height: 100)
    let result = try LocalInstruction.parse("make the background #203050")
      .applied(to: picture, mask: nil, seed: 0)
    let (subject, back) = (Exact(180, 40, 30), Exact(0x20, 0x30, 0x50))
    var worst = 0.0
    for (pixel, share) in zip(Scenes.pixels(of: result), shares) {
      let red = share * subject.red + (1 - share) * back.red
      let blue = share * subject.blue + (1 - share) * back.blue
      worst = max(worst, abs(Double(pixel.red) - red), abs(Double(pixel.blue) - blue))
    }
    #expect(worst < 24)
    #expect(result.isOpaque)
  }

  @Test func keepsEnclosedAreasOfTheSameColour() throws {
    var picture = Bitmap(width: 60, height: 60, filledWith: .white)
    for y in 15..<45 { for x in 15..<45 { picture[x, y] = .black } }
    for y in 25..<35 { for x in 25..<35 { picture[x, y] = .white } }
    let result = try LocalInstruction.parse("background transparent").applied(to: picture, mask: nil, seed: 0)
    #expect(result[2, 2].alpha == 0)
    #expect(result[30, 30] == .white)
    #expect(result[20, 20] == .black)
    #expect(result[15, 15] == .black)
    #expect(result[14, 14].alpha == 0)
  }

  @Test func refusesABorderWithoutOneColour() throws {
    let instruction = try LocalInstruction.parse("make the background white")
    let error = #expect(throws: RetouchError.self) {
      try instruction.applied(to: Scenes.noise(width: 64, height: 64), mask: nil, seed: 0)
    }
    #expect(error?.code == .backgroundNotPlain)
    #expect(error?.allowed == "50...100%")
  }

  @Test func maskedAreaIsTheBackground() throws {
    let scene = Scenes.noise(width: 30, height: 20)
    let mask = Scenes.mask(width: 30, height: 20)
    let teal = try LocalInstruction.parse("background teal").applied(to: scene, mask: mask, seed: 0)
    let clear = try LocalInstruction.parse("remove the background").applied(to: scene, mask: mask, seed: 0)
    for y in 0..<20 {
      for x in 0..<30 where mask[x, y] > 0 {
        #expect(teal[x, y] == Colour(red: 0, green: 128, blue: 128))
        #expect(clear[x, y].alpha == 0)
        #expect(clear[x, y].red == scene[x, y].red)
      }
    }
  }
}
