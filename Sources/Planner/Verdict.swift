public import EditModel

/// What was measured on a round that a call made.
public struct Measurements: Hashable, Sendable {
  /// The change where one instruction may change pixels: in its mask, or without one in the whole picture.
  public struct Inside: Hashable, Sendable {
    public let id: QueueID
    public let isMasked: Bool
    public let change: Verification.Change

    public init(id: QueueID, isMasked: Bool, change: Verification.Change) {
      self.id = id
      self.isMasked = isMasked
      self.change = change
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

/// The limits of a verdict, in one table.
public struct VerdictLimits: Hashable, Sendable {
  public struct Row: Hashable, Sendable {
    public let finding: Verification.Finding
    /// The verdict that the finding leads to.
    public let verdict: Verification.Verdict
    /// The finding is made when the measured number is above it.
    public let limit: Double
    public let measured: String
    public let reason: String
  }

  /// One row a finding.
  public let rows: [Row]

  /// The limits that rounds are judged by.
  public static let standard = VerdictLimits(rows: [
    Row(
      finding: .lockBroken, verdict: .fail, limit: 0,
      measured: "pixels changed outside all masks, after composing",
      reason: "composing keeps them bit for bit, so one is a fault"),
    Row(
      finding: .sizeDiffers, verdict: .fail, limit: 0,
      measured: "1 when a side differs from the parent's",
      reason: "rounds of one picture have one size"),
    Row(
      finding: .flat, verdict: .warn, limit: 0,
      measured: "1 when all pixels are equal and the parent's were not",
      reason: "mostly a blank reply; filling the whole picture gives it rightly"),
    Row(
      finding: .nothingDone, verdict: .fail, limit: 0,
      measured: "1 when no instruction changed a pixel where it may",
      reason: "an edit that changed nothing was not made"),
    Row(
      finding: .partlyDone, verdict: .warn, limit: 0,
      measured: "instructions not done although others were",
      reason: "the round is of use, and what is missing can be asked again"),
    Row(
      finding: .seam, verdict: .warn, limit: 3,
      measured: "mean step across the masks' edges relative to the parent's",
      reason: "noise alone reaches 2; from three times on an edge shows in even parts"),
  ])
}

/// Judges a round by what was measured on it.
public enum Verdict {
  /// The verdict is the worst that a finding leads to, pass without any; it depends on nothing else.
  ///
  /// An instruction whose pixels did not change is not done. One that has a mask and changed something in
  /// it is done. Without a mask there is no place to look at, so what changed cannot tell.
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
      verdict: found.map(\.verdict).max() ?? .pass, findings: found.map(\.finding))
  }

  private static func outcome(of inside: Measurements.Inside) -> Verification.Outcome {
    if inside.change.changed == 0 { return .notDone }
    return inside.isMasked ? .done : .cannotTell
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
    }
  }
}
