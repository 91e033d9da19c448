import Planner
import Raster
import Testing

@Suite struct MaskLintTests {
  static let frame = PixelSize(width: 320, height: 240)

  private static func ellipse(
    x: Double = 160, y: Double = 120, _ radiusX: Double = 60, _ radiusY: Double = 40
  ) throws -> Mask {
    try Mask.ellipse(in: frame, centreX: x, centreY: y, radiusX: radiusX, radiusY: radiusY)
  }

  private static func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double) throws
    -> Mask
  {
    try Mask.rectangle(in: frame, x: x, y: y, width: width, height: height)
  }

  private func findings(
    _ mask: Mask, cell: Double? = 16, _ change: (inout MaskLint.Facts) -> Void = { _ in }
  ) -> [MaskLint.Finding] {
    var facts = MaskLint.Facts(
      maskSize: mask.size, pictureSize: mask.size, analysis: mask.analysis(), cell: cell)
    change(&facts)
    return MaskLint.findings(facts)
  }

  private func codes(_ mask: Mask, cell: Double? = 16) -> [MaskLint.Code] {
    findings(mask, cell: cell).map(\.code)
  }

  /// Masks as people draw them, all of which are fine.
  static let ordinary: [(String, @Sendable () throws -> Mask)] = [
    ("ellipse", { try ellipse() }),
    (
      "tilted star",
      {
        let corners = (0..<10).map { index -> Point in
          let radius = index % 2 == 0 ? 100.0 : 24.0
          let (x, y) = [
            (0.0, -1.0), (0.588, -0.809), (0.951, -0.309), (0.951, 0.309), (0.588, 0.809), (0, 1),
            (-0.588, 0.809), (-0.951, 0.309), (-0.951, -0.309), (-0.588, -0.809),
          ][index]
          return Point(x: 160.3 + radius * (x + y / 9), y: 120.7 + radius * (y - x / 9))
        }
        return try Mask.polygon(in: frame, points: corners, rule: .nonZero)
      }
    ),
    (
      "needle",
      {
        try Mask.polygon(
          in: frame, points: [(20.2, 30.1), (300.7, 200.4), (240.3, 210.9)].map { Point(x: $0, y: $1) },
          rule: .nonZero)
      }
    ),
    ("feathered rectangle", { try rectangle(90.5, 70.25, 120, 80).feathered(sigma: 8) }),
    ("feathered ellipse whose tail reaches the frame", { try ellipse(y: 70).feathered(sigma: 12) }),
    ("ring", { try ellipse(80, 80).subtracting(ellipse(40, 40)) }),
    ("two areas", { try ellipse(x: 80, 40, 40).union(ellipse(x: 240, 30, 50)) }),
    (
      "dabs",
      {
        try (0..<5).map { try ellipse(x: 50 + 40 * Double($0), 12, 12) }
          .reduce(Mask(width: 320, height: 240, filledWith: 0)) { try $0.union($1) }
      }
    ),
    (
      "background of a portrait",
      {
        try ellipse(50, 60).union(rectangle(90, 150, 140, 90)).inverted()
      }
    ),
    ("background of a product", { try ellipse(70, 60).feathered(sigma: 3).inverted() }),
    (
      "background of a group that fills the bottom",
      {
        try ellipse(70, 70).union(rectangle(10, 150, 300, 90)).inverted()
      }
    ),
    ("sky", { try rectangle(0, 0, 320, 90).feathered(sigma: 5) }),
    (
      "floor",
      {
        try Mask.polygon(
          in: frame, points: [(0, 160), (320, 190), (320, 240), (0, 240)].map { Point(x: $0, y: $1) },
          rule: .nonZero)
      }
    ),
    (
      "all below the horizon but a sign",
      { try rectangle(0, 14, 320, 226).subtracting(ellipse(20, 15)) }
    ),
    ("left half", { try rectangle(0, 0, 160, 240) }),
    (
      "new border",
      {
        let change = CanvasChange.extend(left: 40, top: 20, right: 0, bottom: 20)
        return try change.newArea(from: PixelSize(width: 280, height: 200))!
      }
    ),
  ]

  @Test(arguments: ordinary.indices)
  func isSilentAboutOrdinaryMasks(index: Int) throws {
    let (name, make) = Self.ordinary[index]
    #expect(codes(try make()) == [], "\(name)")
  }

  @Test func findsAFileWithoutAlpha() throws {
    let found = findings(try Self.ellipse()) { $0.alpha = .missing }
    #expect(found == [MaskLint.Finding(code: .noAlpha, severity: .error, numbers: [])])
    #expect(findings(try Self.ellipse()) { $0.alpha = .present } == [])
    let unread = MaskLint.Facts(
      maskSize: Self.frame, pictureSize: Self.frame, analysis: nil, alpha: .missing)
    #expect(MaskLint.findings(unread).map(\.code) == [.noAlpha])
  }

  @Test func findsThatNothingIsEditable() {
    let found = findings(Mask(width: 320, height: 240, filledWith: 0))
    #expect(found.map(\.code) == [.nothingEditable])
    #expect(found[0].severity == .error && found[0][.framePixels] == 76_800)
  }

  @Test(arguments: [1, 9, 255] as [UInt8])
  func findsThatEverythingIsEditable(weight: UInt8) {
    let found = findings(Mask(width: 320, height: 240, filledWith: weight))
    #expect(found.first?.code == .everythingEditable && found.first?.severity == .warning)
    #expect(found.first?[.editablePixels] == 76_800)
    #expect(found.first?[.partialPixels] == (weight == 255 ? 0 : 76_800))
    var nearly = Mask(width: 320, height: 240, filledWith: weight)
    nearly[3, 3] = 0
    #expect(!codes(nearly).contains(.everythingEditable))
  }

  @Test func findsAnotherSize() throws {
    let found = findings(try Self.ellipse()) {
      $0.pictureSize = PixelSize(width: 320, height: 241)
    }
    #expect(found.map(\.code) == [.sizeDiffers] && found[0].severity == .error)
    #expect(found[0][.maskHeight] == 240 && found[0][.pictureHeight] == 241)
  }

  @Test func findsHaze() throws {
    var veiled = try Self.ellipse()
    for x in 5..<25 { veiled[x, 8] = UInt8(1 + x % 8) }
    var found = findings(veiled)
    #expect(found.map(\.code) == [.haze] && found[0].severity == .warning)
    #expect(found[0][.lowHazeCount] == 1 && found[0][.lowHazePixels] == 20)
    #expect(found[0][.highHazeCount] == 0)
    let pale = Mask(
      width: 320, height: 240, weights: try Self.ellipse().weights.map { min($0, 250) })
    found = findings(pale)
    #expect(found.map(\.code) == [.haze] && found[0][.highHazeCount] == 1)
  }

  @Test func findsSpecksAndPinholesBesideALargeArea() throws {
    var mask = try Self.ellipse()
    for x in 0..<4 {
      for y in 0..<4 { mask[20 + x, 30 + y] = 255 }
    }
    mask[160, 120] = 0
    let found = findings(mask)
    #expect(found.map(\.code) == [.specks] && found[0].severity == .warning)
    #expect(found[0][.speckCount] == 1 && found[0][.speckPixels] == 16)
    #expect(found[0][.pinholeCount] == 1 && found[0][.pinholePixels] == 1)
    let clean = mask.cleaningSpecks(upTo: 16).fillingHoles(upTo: 16)
    #expect(codes(clean) == [])
    mask[24, 33] = 255
    mask[160, 120] = 255
    #expect(codes(mask) == [])
  }

  @Test func dotsAloneAreNoSpecks() {
    var mask = Mask(width: 320, height: 240, filledWith: 0)
    for x in 10..<40 { mask[4 * x, 100] = 255 }
    #expect(codes(mask, cell: nil) == [])
  }

  @Test func findsAnObjectThatTouchesTheFrame() throws {
    let corner = findings(try Self.rectangle(0, 0, 60, 50))
    #expect(corner.map(\.code) == [.touchesFrame] && corner[0].severity == .warning)
    #expect(corner[0][.left] == 50 && corner[0][.top] == 60)
    #expect(corner[0][.right] == 0 && corner[0][.bottom] == 0)
    #expect(codes(try Self.ellipse(y: 205)) == [.touchesFrame])
    #expect(codes(try Self.ellipse(x: 300)) == [.touchesFrame])
    let both = try Self.rectangle(0, 0, 320, 90).union(Self.ellipse(y: 220))
    #expect(findings(both).map(\.code) == [.touchesFrame])
    #expect(findings(both)[0][.top] == 0)
  }

  @Test func findsWhatLooksInverted() throws {
    let found = findings(try Self.ellipse(40, 30).inverted())
    #expect(found.map(\.code) == [.likelyInverted] && found[0].severity == .warning)
    let kept = found[0][.keptPixels] ?? 0
    #expect(abs(kept - 3770) < 160)
    #expect(found[0][.framePixels] == 76_800)
    #expect(codes(try Self.ellipse(40, 30).feathered(sigma: 6).inverted()) == [.likelyInverted])
  }

  @Test func aPinholeInAFullMaskIsNotWhatIsKept() {
    var mask = Mask(width: 320, height: 240, filledWith: 255)
    for x in 100..<104 {
      for y in 100..<104 { mask[x, y] = 0 }
    }
    #expect(codes(mask) == [.specks])
    mask[104, 100] = 0
    #expect(codes(mask) == [.likelyInverted])
  }

  @Test func findsAMaskThatFallsThroughTheGrid() throws {
    let wire = try Self.rectangle(40, 100, 200, 6)
    let found = findings(wire)
    #expect(found.map(\.code) == [.tooSmallForGrid] && found[0].severity == .warning)
    #expect(found[0][.widestSquare] == 6 && found[0][.cell] == 16)
    #expect(codes(wire, cell: 6) == [] && codes(wire, cell: nil) == [])
    #expect(codes(wire, cell: 6.5) == [.tooSmallForGrid])
  }

  @Test func findsAFileThatIsTooLarge() throws {
    let found = findings(try Self.ellipse()) {
      $0.byteCount = 4_000_001
      $0.byteLimit = 4_000_000
    }
    #expect(found.map(\.code) == [.fileTooLarge] && found[0].severity == .error)
    #expect(found[0][.byteCount] == 4_000_001 && found[0][.byteLimit] == 4_000_000)
    let fits = findings(try Self.ellipse()) {
      $0.byteCount = 4_000_000
      $0.byteLimit = 4_000_000
    }
    #expect(fits == [])
  }

  @Test func findsThePicturesOwnTransparency() throws {
    let found = findings(try Self.ellipse()) { $0.transparentPixelCount = 3 }
    #expect(found.map(\.code) == [.pictureTransparent] && found[0].severity == .warning)
    #expect(found[0][.transparentPixels] == 3 && found[0][.picturePixels] == 76_800)
  }

  @Test func oneRowAFindingWithTheSeveritiesThatStopARun() {
    let rows = MaskLintLimits.standard.rows
    #expect(rows.map(\.code) == MaskLint.Code.allCases)
    #expect(
      rows.filter { $0.severity == .error }.map(\.code)
        == [.noAlpha, .nothingEditable, .sizeDiffers, .fileTooLarge])
  }
}
