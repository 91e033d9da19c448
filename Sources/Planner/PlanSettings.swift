/// How a plan merges, which quality its calls ask for, and what it compares with.
public struct PlanSettings: Hashable, Sendable {
  public enum Merging: String, Hashable, Sendable {
    /// Every instruction alone.
    case off
    case strict
    /// Masked and unmasked instructions may share a call, which then locks nothing.
    case loose
  }

  public var merging: Merging
  /// Most instructions in one call, at least 1.
  public var mergeMax: Int
  /// The quality of the final picture, also the yardstick's.
  public var quality: String
  /// The quality that calls ask for until the final; `nil` when that is the final one.
  ///
  /// One that costs the model as much as the final quality or more is not used.
  public var draft: String?
  /// The model whose prices are shown beside a free provider's.
  public var yardstick: String
  /// Partial pictures asked for with each picture of a paid call, `0...3`.
  public var partials: Int

  public init(
    merging: Merging, mergeMax: Int, quality: String, draft: String? = nil, yardstick: String,
    partials: Int = 0
  ) {
    precondition(mergeMax >= 1, "a call holds at least one instruction")
    precondition((0...3).contains(partials), "a call shows at most 3 partial pictures")
    self.merging = merging
    self.mergeMax = mergeMax
    self.quality = quality
    self.draft = draft
    self.yardstick = yardstick
    self.partials = partials
  }
}
