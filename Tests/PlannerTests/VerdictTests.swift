import EditModel
import Planner
import Raster
import Testing

@Suite struct VerdictTests {
  private static let some = Verification.Change(pixels: 100, changed: 40, maximum: 9)
  private static let none = Verification.Change(pixels: 100, changed: 0, maximum: 0)

  private func measured(_ inside: [(isMasked: Bool, change: Verification.Change)]) -> Measurements {
    Measurements(
      outsideBefore: Self.some, outsideAfter: Self.none,
      inside: inside.enumerated().map { index, inside in
        Measurements.Inside(
          id: QueueID(.instruction, index + 1), isMasked: inside.isMasked, change: inside.change)
      }, seamRatio: 1.2, sizeDiffers: false, isBaseFlat: false, isFlat: false)
  }

  @Test func passesWhatWasDoneWithinItsMask() {
    let found = Verdict.judge(measured([(true, Self.some)]))
    #expect(found.verdict == .pass && found.findings.isEmpty)
    #expect(found.instructions.map(\.outcome) == [.done])
    #expect(found.outsideBefore == Self.some && found.seamRatio == 1.2)
  }

  @Test func failsWhenAPixelOutsideChanged() {
    var broken = measured([(true, Self.some)])
    broken.outsideAfter = Verification.Change(pixels: 100, changed: 1, maximum: 1)
    #expect(Verdict.judge(broken).findings == [.lockBroken])
    #expect(Verdict.judge(broken).verdict == .fail)
  }

  @Test func failsWhenTheSizeDiffers() {
    var other = measured([])
    other.sizeDiffers = true
    #expect(Verdict.judge(other).findings == [.sizeDiffers])
    #expect(Verdict.judge(other).verdict == .fail)
  }

  @Test(arguments: [(true, false, true), (true, true, false), (false, false, false)])
  func warnsOfAFlatPictureWhenTheBaseWasNot(isFlat: Bool, isBaseFlat: Bool, warns: Bool) {
    var flat = measured([(true, Self.some)])
    flat.isFlat = isFlat
    flat.isBaseFlat = isBaseFlat
    #expect(Verdict.judge(flat).findings == (warns ? [.flat] : []))
    #expect(Verdict.judge(flat).verdict == (warns ? .warn : .pass))
  }

  @Test(arguments: [
    ([true, true], [false, false], [Verification.Outcome.notDone, .notDone], "nothingDone"),
    ([true, true], [false, true], [.notDone, .done], "partlyDone"),
    ([false, false], [true, true], [.cannotTell, .cannotTell], ""),
    ([false], [false], [.notDone], "nothingDone"),
    ([false, true], [true, false], [.cannotTell, .notDone], "partlyDone"),
  ])
  func tellsWhichInstructionsWereDone(
    masked: [Bool], changed: [Bool], outcomes: [Verification.Outcome], finding: String
  ) {
    let inside = zip(masked, changed).map { ($0, $1 ? Self.some : Self.none) }
    let found = Verdict.judge(measured(inside))
    #expect(found.instructions.map(\.outcome) == outcomes)
    #expect(found.findings.map(\.rawValue) == (finding.isEmpty ? [] : [finding]))
    let expected: Verification.Verdict =
      finding == "nothingDone" ? .fail : finding == "partlyDone" ? .warn : .pass
    #expect(found.verdict == expected)
  }

  @Test(arguments: [(nil, false), (2.9, false), (3.0, false), (3.1, true), (Double.nan, true)])
  func warnsOfASeam(ratio: Double?, warns: Bool) {
    var seam = measured([(true, Self.some)])
    seam.seamRatio = ratio
    #expect(Verdict.judge(seam).findings == (warns ? [.seam] : []))
    #expect(Verdict.judge(seam).verdict == (warns ? .warn : .pass))
  }

  @Test(arguments: [(nil, false), (2.9, false), (3.0, false), (3.1, true), (Double.nan, true)])
  func warnsOfAColourCast(shift: Double?, warns: Bool) {
    var cast = measured([(true, Self.some)])
    cast.colourShift = shift
    let found = Verdict.judge(cast)
    #expect(found.findings == (warns ? [.colourShift] : []))
    #expect(found.verdict == (warns ? .warn : .pass))
    if let shift, !shift.isNaN { #expect(found.colourShift == shift) }
  }

  @Test(arguments: [
    (true, nil, Verification.Outcome.done), (true, 1.5, .done), (true, 1.49, .cannotTell),
    (true, Double.nan, .cannotTell), (false, 1.0, .cannotTell),
  ])
  func whatChangedNoMoreThanTheRestCannotBeTold(
    isMasked: Bool, distinctness: Double?, outcome: Verification.Outcome
  ) {
    var some = measured([(isMasked, Self.some)])
    some.inside[0].distinctness = distinctness
    let found = Verdict.judge(some)
    #expect(found.instructions.map(\.outcome) == [outcome])
    #expect(found.findings == (isMasked && outcome == .cannotTell ? [.indistinct] : []))
  }

  @Test func anInstructionThatChangedNothingIsNotDoneHoweverTheRestChanged() {
    var none = measured([(true, Self.none)])
    none.inside[0].distinctness = 0
    #expect(Verdict.judge(none).instructions.map(\.outcome) == [.notDone])
  }

  /// Asked for: size, format, transparency; came: the same.
  static let renditions: [(Int, String, Bool?, Int, String, Bool, [Verification.Finding])] = [
    (1024, "png", nil, 1024, "png", false, []), (1024, "png", nil, 1024, "png", true, []),
    (1024, "png", true, 1024, "png", true, []), (1024, "png", false, 1024, "png", false, []),
    (1024, "png", true, 1024, "png", false, [.alphaMissing]),
    (1024, "png", nil, 1254, "png", false, [.rescaled]),
    (1024, "png", nil, 1024, "jpeg", false, [.otherFormat]),
    (1024, "webp", true, 512, "jpeg", false, [.alphaMissing, .rescaled, .otherFormat]),
  ]

  @Test(arguments: renditions.indices)
  func comparesWhatCameWithWhatWasAskedFor(index: Int) {
    let (side, format, transparent, gotSide, gotFormat, isTransparent, findings) = Self.renditions[index]
    var some = measured([(true, Self.some)])
    some.asked = Verification.Rendition(
      size: PixelSize(width: side, height: side), format: format, isTransparent: transparent)
    some.got = Verification.Rendition(
      size: PixelSize(width: gotSide, height: gotSide), format: gotFormat, isTransparent: isTransparent)
    let found = Verdict.judge(some)
    #expect(found.findings == findings)
    #expect(found.verdict == (findings.isEmpty ? .pass : .warn))
    #expect(found.asked == some.asked && found.got == some.got)
  }

  @Test func theWorstFindingDecides() {
    var both = measured([(true, Self.some), (true, Self.none)])
    both.seamRatio = 10
    both.outsideAfter = Self.some
    #expect(Verdict.judge(both).findings == [.lockBroken, .partlyDone, .seam])
    #expect(Verdict.judge(both).verdict == .fail)
  }

  @Test func everyFindingHasOneLimit() {
    let findings = VerdictLimits.standard.rows.map(\.finding)
    #expect(findings.count == Set(findings).count)
    #expect(Set(findings) == Set(Verification.Finding.allCases))
  }
}
