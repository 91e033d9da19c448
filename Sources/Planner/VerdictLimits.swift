public import EditModel

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

  /// A masked instruction counts as done when its mask's place changed at least this many times as much as
  /// what was to stay.
  public static let distinctness = 1.5

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
    Row(
      finding: .colourShift, verdict: .warn, limit: 3,
      measured: "mean CIEDE2000 of 8 x 8 cells outside all masks, before composing",
      reason: "what is locked is not touched by it, but inside the masks the cast stays and shows beside them"
    ),
    Row(
      finding: .indistinct, verdict: .warn, limit: 0,
      measured: "masked instructions whose mean change is below 1.5 times that outside all masks",
      reason: "a service that renders all anew changes every pixel, so that alone does not say it was done"),
    Row(
      finding: .alphaMissing, verdict: .warn, limit: 0,
      measured: "1 when transparency was asked for and every pixel came opaque",
      reason: "the picture is of use, but not for what was to shine through"),
    Row(
      finding: .rescaled, verdict: .warn, limit: 0,
      measured: "1 when another size came, within 1 % of the ratio",
      reason: "scaling back costs sharpness"),
    Row(
      finding: .otherFormat, verdict: .warn, limit: 0,
      measured: "1 when another file format came",
      reason: "formats with loss change pixels that the model left"),
  ])
}
