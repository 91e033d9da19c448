public import EditModel

/// What was measured on a round that a call made.
public struct Measurements: Hashable, Sendable {
  /// The change where one instruction may change pixels: in its mask, or without one in the whole picture.
  public struct Inside: Hashable, Sendable {
    public let id: QueueID
    public let isMasked: Bool
    public let change: Verification.Change
    /// The mean change in the mask, before composing, relative to the mean outside all masks; `nil` when
    /// nothing changed outside, or nothing lies there.
    public var distinctness: Double?

    public init(
      id: QueueID, isMasked: Bool, change: Verification.Change, distinctness: Double? = nil
    ) {
      self.id = id
      self.isMasked = isMasked
      self.change = change
      self.distinctness = distinctness
    }
  }

  /// Outside all masks, as the provider returned it; `nil` when an instruction had no mask.
  public var outsideBefore: Verification.Change?
  /// Outside all masks, after composing; `nil` when an instruction had no mask.
  public var outsideAfter: Verification.Change?
  public var inside: [Inside]
  /// Mean step across the masks' edges relative to the base's across the same edges; `nil` without edge.
  public var seamRatio: Double?
  /// True when the provider's picture could not be brought back to the parent's size; the rest is then
  /// not measured.
  public var sizeDiffers: Bool
  /// True when all pixels of the base are equal.
  public var isBaseFlat: Bool
  /// True when all pixels of the provider's picture are equal.
  public var isFlat: Bool
  /// Mean CIEDE2000 difference of the colours outside all masks, before composing; `nil` when not measured.
  public var colourShift: Double?
  /// What was asked for and what came, of a provider that returns files.
  public var asked: Verification.Rendition?
  public var got: Verification.Rendition?

  public init(
    outsideBefore: Verification.Change?, outsideAfter: Verification.Change?, inside: [Inside],
    seamRatio: Double?, sizeDiffers: Bool, isBaseFlat: Bool, isFlat: Bool
  ) {
    self.outsideBefore = outsideBefore
    self.outsideAfter = outsideAfter
    self.inside = inside
    self.seamRatio = seamRatio
    self.sizeDiffers = sizeDiffers
    self.isBaseFlat = isBaseFlat
    self.isFlat = isFlat
  }
}

/// Judges a round by what was measured on it.
public enum Verdict {
  /// The verdict is the worst that a finding leads to, pass without any; it depends on nothing else.
  ///
  /// An instruction whose pixels did not change is not done. One that has a mask and changed something in
  /// it is done. Without a mask there is no place to look at, so what changed cannot tell; nor can it when the
  /// mask's place changed no more than what was to stay.
  public static func judge(_ measured: Measurements, by limits: VerdictLimits = .standard)
    -> Verification
  {
    let results = measured.inside.map { inside in
      Verification.InstructionResult(
        id: inside.id, inside: inside.change, outcome: outcome(of: inside))
    }
    let found = limits.rows.filter { row in
      !(amount(row.finding, measured, results) <= row.limit)
    }
    return Verification(
      outsideBefore: measured.outsideBefore, outsideAfter: measured.outsideAfter,
      instructions: results, seamRatio: measured.seamRatio,
      verdict: found.map(\.verdict).max() ?? .pass, findings: found.map(\.finding),
      colourShift: measured.colourShift, asked: measured.asked, got: measured.got)
  }

  private static func outcome(of inside: Measurements.Inside) -> Verification.Outcome {
    if inside.change.changed == 0 { return .notDone }
    return inside.isMasked && !isIndistinct(inside) ? .done : .cannotTell
  }

  private static func isIndistinct(_ inside: Measurements.Inside) -> Bool {
    guard inside.isMasked, let distinctness = inside.distinctness else { return false }
    return !(distinctness >= VerdictLimits.distinctness)
  }

  /// The number that is compared with the finding's limit; not a number counts as above it.
  private static func amount(
    _ finding: Verification.Finding, _ measured: Measurements,
    _ results: [Verification.InstructionResult]
  ) -> Double {
    let missed = results.count { $0.outcome == .notDone }
    switch finding {
    case .lockBroken: return Double(measured.outsideAfter?.changed ?? 0)
    case .sizeDiffers: return measured.sizeDiffers ? 1 : 0
    case .flat: return measured.isFlat && !measured.isBaseFlat ? 1 : 0
    case .nothingDone: return missed > 0 && missed == results.count ? 1 : 0
    case .partlyDone: return missed < results.count ? Double(missed) : 0
    case .seam: return measured.seamRatio ?? 0
    case .colourShift: return measured.colourShift ?? 0
    case .indistinct: return Double(measured.inside.count(where: isIndistinct))
    case .alphaMissing, .rescaled, .otherFormat: return amount(finding, measured.asked, measured.got)
    }
  }

  /// 1 when what came is not what was asked for in this respect.
  private static func amount(
    _ finding: Verification.Finding, _ asked: Verification.Rendition?, _ got: Verification.Rendition?
  ) -> Double {
    guard let asked, let got else { return 0 }
    switch finding {
    case .alphaMissing: return asked.isTransparent == true && got.isTransparent == false ? 1 : 0
    case .rescaled: return asked.size != got.size ? 1 : 0
    case .otherFormat: return asked.format != got.format ? 1 : 0
    default: return 0
    }
  }
}
