import EditModel
import Engine
import Raster
import Testing

/// Words that name a round, resolved in a session.
struct SelectorTests {
  /// A path of three rounds, and a fourth beside it from the source.
  private func session() async throws -> Session {
    let session = try await Workbench().session()
    for text in ["invert", "sepia", "make it brighter by 20 %"] {
      try await session.edit(text)
      _ = try await session.run()
    }
    try await session.go(.source)
    try await session.edit("make it grayscale")
    _ = try await session.run()
    try await session.go(.round(RoundID(3)))
    _ = try await session.tag("best", .round(RoundID(2)))
    return session
  }

  @Test func namesRoundsInEveryForm() async throws {
    let session = try await session()
    let third = try await session.show(.round(RoundID(3))).round.picture.pixels
    let forms = [
      "@": 3, "@-": 2, "@-1": 2, "@-3": 0, "source": 0, "0": 0, "4": 4, "tag:best": 2,
      "sha:\(third.hex.prefix(6))": 3, "sha:\(third.hex.uppercased())": 3,
    ]
    for (text, number) in forms {
      let selector = try #require(Selector(text), "\(text)")
      #expect(try await session.show(selector).round.id == RoundID(number), "\(text)")
    }
  }

  @Test(arguments: [
    ("@-4", Problem(.unknownRound, "@-4", allowed: ["@ to @-3"])),
    ("9", Problem(.unknownRound, "9", allowed: ["0", "1", "2", "3", "4"])),
    ("4b", Problem(.unknownRound, "4b", allowed: ["0", "1", "2", "3", "4"])),
    ("tag:worst", Problem(.unknownTag, "worst", allowed: ["best"])),
    ("sha:000000", Problem(.unknownRound, "sha:000000")),
  ])
  func saysWhatThereIsInstead(_ text: String, _ expected: Problem) async throws {
    let session = try await session()
    let selector = try #require(Selector(text))
    let before = try await Shown(session)
    #expect(try await problem { _ = try await session.show(selector) } == expected)
    #expect(try await problem { try await session.go(selector) } == expected)
    #expect(try await problem { _ = try await session.tag("new", selector) } == expected)
    #expect(try await problem { _ = try await session.judge(.accepted, selector) } == expected)
    #expect(try await problem { _ = try await session.bitmap(selector) } == expected)
    #expect(try await Shown(session) == before)
  }

  @Test func countsBackNoFurtherThanToTheSource() async throws {
    let session = try await session()
    for back in [5, Int.max, -1, Int.min] {
      let found = try await problem { _ = try await session.show(.current(back: back)) }
      #expect(found.code == .unknownRound && found.allowed == ["@ to @-3"])
    }
  }

  @Test func aMovedTagAndARemovedOne() async throws {
    let session = try await session()
    _ = try await session.tag("best")
    #expect(try await session.show(.tag("best")).round.id == RoundID(3))
    try await session.removeTag("best")
    let found = try await problem { try await session.removeTag("best") }
    #expect(found == Problem(.unknownTag, "best"))
  }

  /// Two colours whose pictures' digests begin alike are found by trying colours: some 5000 do.
  @Test func refusesDigitsThatFitSeveralPictures() async throws {
    let size = PixelSize(width: 4, height: 3)
    var seen: [String: Int] = [:]
    var twins: (Int, Int, String)?
    for number in 0..<60_000 where twins == nil {
      let digits = String(Self.flat(number, size).pixelDigest.hex.prefix(6))
      if let other = seen.updateValue(number, forKey: digits) { twins = (other, number, digits) }
    }
    let (first, second, digits) = try #require(twins)
    let session = try await Workbench().session(Self.flat(first, size))
    let selector = try #require(Selector("sha:\(digits)"))
    #expect(try await session.show(selector).round.id == .source)
    try await session.edit("fill with #" + Self.hex(second))
    _ = try await session.run()
    let found = try await problem { _ = try await session.show(selector) }
    #expect(
      found == Problem(.ambiguousSelector, "sha:\(digits)", found: "2 rounds", allowed: ["0", "1"]))
    let whole = Self.flat(second, size).pixelDigest.hex
    #expect(try await session.show(.pixels(prefix: whole)).round.id == RoundID(1))
  }

  private static func hex(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 6 - digits.count) + digits
  }

  private static func flat(_ number: Int, _ size: PixelSize) -> Bitmap {
    let parts = [16, 8, 0].map { UInt8(number >> $0 & 255) }
    return Bitmap(
      width: size.width, height: size.height,
      filledWith: Colour(red: parts[0], green: parts[1], blue: parts[2]))
  }
}
