import Raster
import Testing

@Suite struct ColourTests {
  @Test(arguments: [
    ("#000", Colour.black), ("#fff", .white), ("#F80", Colour(red: 255, green: 136, blue: 0)),
    ("#ff8800", Colour(red: 255, green: 136, blue: 0)), ("#0A1b9F", Colour(red: 10, green: 27, blue: 159)),
  ])
  func readsThreeOrSixDigits(text: String, expected: Colour) {
    #expect(Colour(hex: text) == expected)
    #expect(Colour(hex: "(\(text))".dropFirst().dropLast()) == expected)
  }

  @Test(arguments: [
    "", "#", "#f", "#ff", "#ffff", "#fffff", "#fffffff", "#ffffffff", "fff", "ffffff", "0xffffff", "#ggg",
    "#-12", "#+12345", "# fff", "#fff ", "##ff", "#\u{FF11}\u{FF11}\u{FF11}", "#fe\u{301}0", "#/:@`G[",
  ])
  func refusesAnythingElse(text: String) {
    #expect(Colour(hex: text) == nil)
  }

  @Test func writesSixSmallDigitsWithoutAlpha() {
    #expect(Colour(red: 0, green: 171, blue: 15, alpha: 3).hex == "#00ab0f")
    #expect(Colour.white.hex == "#ffffff")
  }

  @Test func everyLevelSurvivesWritingAndReading() {
    for level in UInt8.min...UInt8.max {
      let colour = Colour(red: level, green: ~level, blue: level &* 7)
      #expect(Colour(hex: colour.hex) == colour)
    }
  }
}
