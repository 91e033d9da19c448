/// The limits of a mask's findings, in one table.
///
/// They are set so that ordinary masks have none: a shape drawn inside the picture, with a soft edge or
/// without, and a whole background, sky or floor, which runs along the frame and is nearly as large as it.
public struct MaskLintLimits: Hashable, Sendable {
  public struct Row: Hashable, Sendable {
    public let code: MaskLint.Code
    public let severity: MaskLint.Severity
    /// What the measured number is compared with.
    public let limit: Double
    public let measured: String
    public let reason: String
  }

  /// One row a finding, in the order of `MaskLint.Code`.
  public let rows: [Row]

  /// The limits that masks are judged by.
  public static let standard = MaskLintLimits(rows: [
    Row(
      code: .noAlpha, severity: .error, limit: 0,
      measured: "above: 1 when alpha was asked for and the file has none",
      reason: "services that read alpha refuse such a mask (\"mask image missing alpha channel\")"),
    Row(
      code: .nothingEditable, severity: .error, limit: 0,
      measured: "at most: pixels with a weight above 0",
      reason: "the call would be paid and its result thrown away whole"),
    Row(
      code: .everythingEditable, severity: .warning, limit: 0,
      measured: "at most: pixels with weight 0",
      reason: "nothing is locked, so the mask does the same as none"),
    Row(
      code: .sizeDiffers, severity: .error, limit: 0,
      measured: "above: 1 when a side differs from the picture's",
      reason: "services refuse it, and scaling unasked would move its edges"),
    Row(
      code: .haze, severity: .warning, limit: 0,
      measured: "above: components of weights 1-8 with no neighbour above 8, or of 247-254 with none of 255",
      reason: "the eye takes them for 0 and 255; a soft edge passes through them but does not end in them"),
    Row(
      code: .specks, severity: .warning, limit: 64,
      measured: "at least: times that the largest component is larger than a speck may be",
      reason: "beside a large area small ones are crumbs of a selection; dots alone may be what is meant"),
    Row(
      code: .touchesFrame, severity: .warning, limit: 0.5,
      measured: "below, on every side that a component touches: share of the side that it runs along",
      reason: "there the model sees no surroundings; sky, floor and background run along most of a side"),
    Row(
      code: .likelyInverted, severity: .warning, limit: 0.1,
      measured: "at most: share of weight 0, with a hole larger than a pinhole, and the frame all editable",
      reason:
        "one thing to be changed is seldom larger, one to be kept before a new background seldom smaller"),
    Row(
      code: .tooSmallForGrid, severity: .warning, limit: 1,
      measured: "below: side of the largest square in the mask, relative to a cell of the model",
      reason: "a narrower mask can fall between the samples when it is brought to the model's grid"),
    Row(
      code: .fileTooLarge, severity: .error, limit: 1,
      measured: "above: bytes relative to the most that the provider takes",
      reason: "it refuses the call"),
    Row(
      code: .pictureTransparent, severity: .warning, limit: 0,
      measured: "above: pixels of the picture with an alpha below 255",
      reason:
        "some services take the picture's own transparency for the mask, others show the colour under it"),
  ])

  /// Share of the frame's pixels that are editable when "the frame is all editable": one in a hundred may
  /// have been lost to a soft corner or a scanner's edge.
  public static let editableFrameShare = 0.99
}
