import Codecs
import Raster
import Testing

@Suite struct LabelMapTests {
  private static let red = Colour(red: 255, green: 0, blue: 0)
  private static let map = LabelMap(
    width: 3, height: 2, labels: [0, 1, 65_535, 1, 2, 0],
    palette: [.black, red, Colour(red: 255, green: 0, blue: 0, alpha: 7), .white])

  @Test func picksByNumber() throws {
    #expect(try Self.map.mask(label: 1).weights == [0, 255, 0, 255, 0, 0])
    #expect(try Self.map.mask(label: 65_535).weights == [0, 0, 255, 0, 0, 0])
  }

  @Test func picksEveryNumberOfAColour() throws {
    #expect(try Self.map.mask(colour: Self.red).weights == [0, 255, 0, 255, 255, 0])
  }

  @Test func transparentEntriesHaveNoColour() {
    let map = LabelMap(width: 1, height: 1, labels: [0], palette: [.transparent])
    let error = #expect(throws: AnnotationError.self) { try map.mask(colour: .black) }
    #expect(error?.listing?.count == 0)
  }

  @Test(arguments: [3, -1, 65_536, Int.max]) func listsTheNumbersThatOccur(label: Int) {
    let error = #expect(throws: AnnotationError.self) { try Self.map.mask(label: label) }
    #expect(error?.code == .labelNotFound)
    #expect(error?.wanted == String(label))
    #expect(error?.listing?.names == ["0", "1", "2", "65535"])
  }

  @Test func listsTheColoursThatOccur() {
    let error = #expect(throws: AnnotationError.self) { try Self.map.mask(colour: .white) }
    #expect(error?.wanted == "#ffffff")
    #expect(error?.listing?.names == ["#000000", "#ff0000"])
  }

  @Test func countsPixelsOfEachNumber() {
    #expect(Self.map.entries.map(\.label) == [0, 1, 2, 65_535])
    #expect(Self.map.entries.map(\.pixelCount) == [2, 2, 1, 1])
    #expect(
      Self.map.entries.map(\.colour) == [
        .black, Self.red, Colour(red: 255, green: 0, blue: 0, alpha: 7), nil,
      ])
  }

  @Test func refusesAnotherSize() {
    let size = PixelSize(width: 2, height: 3)
    let expected = AnnotationError.Code.sizeDiffers(found: Self.map.size, expected: size)
    let byLabel = #expect(throws: AnnotationError.self) { try Self.map.mask(label: 1, size: size) }
    let byColour = #expect(throws: AnnotationError.self) {
      try Self.map.mask(colour: Self.red, size: size)
    }
    let picture = Bitmap(width: 3, height: 2, filledWith: .black)
    let ofPicture = #expect(throws: AnnotationError.self) {
      try picture.labelMask(colour: .black, size: size)
    }
    #expect([byLabel, byColour, ofPicture].allSatisfy { $0?.code == expected })
  }

  @Test func picksAColourOfAPicture() throws {
    var picture = Bitmap(width: 4, height: 1, filledWith: .black)
    picture[1, 0] = Self.red
    picture[2, 0] = Colour(red: 255, green: 0, blue: 0, alpha: 1)
    picture[3, 0] = Colour(red: 255, green: 0, blue: 0, alpha: 0)
    #expect(try picture.labelMask(colour: Self.red).weights == [0, 255, 255, 0])
    let found = try picture.labelColours()
    #expect(found.map(\.colour) == [Self.red, .black])
    #expect(found.map(\.pixelCount) == [2, 1])
    let error = #expect(throws: AnnotationError.self) { try picture.labelMask(colour: .white) }
    #expect(error?.listing?.names == ["#ff0000", "#000000"])
  }

  @Test func aPhotographIsNoLabelMap() throws {
    let bytes = try FixtureFolder.bytes("photos/coffee.png")
    let picture = try PNG.decode(bytes).bitmap
    let error = #expect(throws: AnnotationError.self) {
      try picture.labelMask(colour: Colour(red: 0, green: 255, blue: 1))
    }
    #expect(error?.code == .notALabelMap)
    #expect(error?.blame == .unsupported)
  }
}
