import EditModel
import Engine
import Raster
import Testing

/// Changes of the frame: a round like any other, and masks that go along.
struct CanvasTests {
  private static let size = PixelSize(width: 60, height: 44)

  @Test func extendingKeepsThePictureAndMasksWhatIsNew() async throws {
    let session = try await Workbench().session()
    let old = try await session.bitmap()
    let report = try await session.changeCanvas(
      .extend(left: 5, top: 0, right: 0, bottom: 7), fill: .colour(.white))
    let new = try await session.bitmap()
    #expect(new.size == PixelSize(width: 65, height: 51))
    #expect(report.round.kind == .canvas && report.round.parent == .source)
    #expect(report.border == "border")
    let border = try await session.maskWeights("border")
    for y in 0..<new.height {
      for x in 0..<new.width {
        let isOld = x >= 5 && y < 44
        #expect(border[x, y] == (isOld ? 0 : 255))
        #expect(new[x, y] == (isOld ? old[x - 5, y] : .white))
      }
    }
    #expect(try await session.status().maskInUse == "border")
  }

  @Test func masksAndQueuedMasksGoAlong() async throws {
    let session = try await Workbench().session()
    try await session.makeMask("hat", .rectangle(x: 10, y: 10, width: 20, height: 12))
    try await session.edit("invert", mask: "hat")
    try await session.edit("sepia", mask: "hat")
    let before = try await session.maskWeights("hat")
    let report = try await session.changeCanvas(.crop(PixelRect(x: 8, y: 6, width: 40, height: 30)))
    #expect(report.border == nil)
    #expect(report.carriedMasks == ["hat"])
    #expect(report.carriedInstructions == [e(1), e(2)])
    let after = try await session.maskWeights("hat")
    for y in 0..<30 { for x in 0..<40 { #expect(after[x, y] == before[x + 8, y + 6]) } }
    let run = try await session.run()
    #expect(run.rounds.allSatisfy { $0.picture.size == PixelSize(width: 40, height: 30) })
    #expect(run.rounds.allSatisfy { $0.verification?.verdict != .fail })
  }

  @Test func undoBringsBackPictureMasksAndQueue() async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    try await session.makeMask("hat", .rectangle(x: 10, y: 10, width: 20, height: 12))
    try await session.edit("invert", mask: "hat")
    let before = try await Shown(session)
    try await session.changeCanvas(.pad(to: PixelSize(width: 80, height: 80), anchor: .centre))
    #expect(try await session.maskWeights("hat").size == PixelSize(width: 80, height: 80))
    try await session.undo()
    let after = try await Shown(session)
    #expect(after.queue == before.queue && after.masks == before.masks)
    #expect(try await session.show().round.id == .source)
    await session.close()
    let opened = try bench.open()
    #expect(try await opened.log().map(\.round.kind) == [.source, .canvas])
  }

  @Test func aMaskOfAnotherSizeStaysAsItIs() async throws {
    let session = try await Workbench().session()
    try await session.makeMask("hat", .all)
    try await session.changeCanvas(.crop(PixelRect(x: 0, y: 0, width: 30, height: 30)))
    try await session.makeMask("small", .all)
    try await session.go(.source)
    let report = try await session.changeCanvas(.crop(PixelRect(x: 0, y: 0, width: 10, height: 10)))
    #expect(report.carriedMasks.isEmpty)
    #expect(try await session.maskWeights("hat").size == PixelSize(width: 30, height: 30))
    #expect(try await session.maskReport("small").fitsCurrentPicture == false)
    try await session.changeMask("small", .fit)
    #expect(try await session.maskReport("small").fitsCurrentPicture)
  }

  @Test(arguments: [
    CanvasChange.crop(PixelRect(x: 50, y: 0, width: 20, height: 10)),
    .crop(PixelRect(x: 0, y: 0, width: 0, height: 10)),
    .extend(left: -100, top: 0, right: 0, bottom: 0),
    .pad(to: PixelSize(width: 10, height: 10), anchor: .centre),
  ])
  func refusesWhatDoesNotLieInThePicture(_ change: CanvasChange) async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    try await session.makeMask("hat", .all)
    let logs = try bench.logs()
    let found = try await problem { _ = try await session.changeCanvas(change) }
    #expect(found.code == .badValue, found.facts)
    #expect(try bench.logs() == logs)
  }

  /// What could not be read back as a file may not become a round either.
  @Test func refusesAFrameThatNoFileMayHave() async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    try await session.makeMask("hat", .all)
    let logs = try bench.logs()
    for change in [
      CanvasChange.extend(left: 70_000), .pad(to: PixelSize(width: 60_000, height: 60_000)),
    ] {
      let found = try await problem { _ = try await session.changeCanvas(change) }
      #expect(found.code == .tooLarge && found.subject == "canvas", found.facts)
    }
    #expect(try bench.logs() == logs)
  }

  @Test func aMaskThatIsNamedBorderStays() async throws {
    let session = try await Workbench().session()
    try await session.makeMask("border", .rectangle(x: 10, y: 10, width: 20, height: 12))
    let before = try await session.maskWeights("border")
    let first = try await session.changeCanvas(.extend(right: 5))
    let second = try await session.changeCanvas(.extend(right: 5))
    #expect(first.border == "border-2" && second.border == "border-3")
    #expect(second.carriedMasks == ["border", "border-2"])
    let after = try await session.maskWeights("border")
    for y in 0..<44 { for x in 0..<60 { #expect(after[x, y] == before[x, y]) } }
    let named = try await session.changeCanvas(.extend(top: 3), border: "border")
    #expect(named.border == "border" && !named.carriedMasks.contains("border"))
    #expect(try await session.maskReport("border").facts.editablePixelCount == 3 * 70)
  }
}
