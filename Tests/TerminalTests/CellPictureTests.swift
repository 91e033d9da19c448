import Raster
import Terminal
import Testing

@Suite struct CellPictureTests {
  private static let pair = Bitmap(
    width: 2, height: 3,
    samples: [
      255, 0, 0, 255, 255, 0, 0, 255,
      0, 0, 255, 255, 0, 0, 255, 255,
      1, 2, 3, 255, 4, 5, 6, 255,
    ])

  @Test func trueColourCellsHoldTwoPixelsEach() throws {
    let picture = try CellPicture(Self.pair, columns: 10, rows: 10, depth: .trueColour)
    #expect(
      picture.lines == [
        "\u{1b}[38;2;255;0;0;48;2;0;0;255m▀▀\u{1b}[0m",
        "\u{1b}[38;2;1;2;3m▀\u{1b}[38;2;4;5;6m▀\u{1b}[0m",
      ])
  }

  @Test func paletteUsesTheCubeForPureColours() throws {
    let picture = try CellPicture(Self.pair, columns: 10, rows: 1, depth: .palette)
    #expect(picture.lines.count == 1)
    let whole = try CellPicture(Self.pair, columns: 10, rows: 10, depth: .palette)
    #expect(whole.lines[0] == "\u{1b}[38;5;196;48;5;21m▀▀\u{1b}[0m")
  }

  @Test(arguments: [(8, 232), (118, 243), (238, 255)])
  func paletteUsesTheGreyRampBetweenTheCubesGreys(level: UInt8, index: Int) throws {
    let grey = Bitmap(
      width: 1, height: 1, filledWith: Colour(red: level, green: level, blue: level))
    let picture = try CellPicture(grey, columns: 1, rows: 1, depth: .palette)
    #expect(picture.lines == ["\u{1b}[38;5;\(index)m▀\u{1b}[0m"])
  }

  @Test func monochromeGetsNoEscapes() throws {
    let ramp = Bitmap(
      width: 2, height: 2, samples: [0, 0, 0, 255, 255, 255, 255, 255, 0, 0, 0, 255, 255, 255, 255, 255])
    let picture = try CellPicture(ramp, columns: 80, rows: 24, depth: .monochrome)
    #expect(picture.lines == [" @"])
  }

  @Test(arguments: [(1, 1), (7, 3), (80, 24), (200, 2)])
  func neverLeavesItsRoom(columns: Int, rows: Int) throws {
    for (width, height) in [(1, 1), (300, 20), (20, 300), (64, 64)] {
      let bitmap = Bitmap(width: width, height: height, filledWith: .white)
      let picture = try CellPicture(bitmap, columns: columns, rows: rows, depth: .trueColour)
      #expect(picture.lines.count <= rows)
      #expect(picture.lines.allSatisfy { $0.count(where: { $0 == "▀" }) <= columns })
    }
  }

  @Test func transparentPartsShowACheckerboard() throws {
    let empty = Bitmap(width: 4, height: 2, filledWith: .transparent)
    let picture = try CellPicture(empty, columns: 4, rows: 1, depth: .trueColour)
    #expect(
      picture.lines == [
        "\u{1b}[38;2;102;102;102;48;2;102;102;102m▀▀"
          + "\u{1b}[38;2;153;153;153;48;2;153;153;153m▀▀\u{1b}[0m"
      ])
  }

  @Test(arguments: [("truecolor", ColourDepth.trueColour), ("24bit", .trueColour), ("", .palette)])
  func depthFollowsTheEnvironment(value: String, depth: ColourDepth) {
    let style = Style(isTerminal: true, noColour: nil, term: "xterm")
    #expect(ColourDepth(style: style, colourTerm: value) == depth)
    let plain = Style(isTerminal: true, noColour: "1", term: "xterm")
    #expect(ColourDepth(style: plain, colourTerm: value) == .monochrome)
  }
}
