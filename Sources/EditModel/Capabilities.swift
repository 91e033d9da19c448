/// What one provider's models take; adapters fill it, the planner reads it.
public struct Capabilities: Hashable, Sendable {
  /// What a mask does.
  public enum MaskSupport: String, Sendable {
    /// Nothing outside the mask changes.
    case exact
    /// The mask guides, and the whole frame is rendered again.
    case hint
    case none
  }

  public let provider: String
  public let model: String
  public let masks: MaskSupport
  /// Longest prompt in characters.
  public let promptLimit: Int
  /// True when a call costs money.
  public let isPaid: Bool
  /// Which pictures the model renders; `nil` when it keeps any size as it is.
  public let sizes: SizeRule?

  public init(
    provider: String, model: String, masks: MaskSupport, promptLimit: Int, isPaid: Bool,
    sizes: SizeRule?
  ) {
    self.provider = provider
    self.model = model
    self.masks = masks
    self.promptLimit = promptLimit
    self.isPaid = isPaid
    self.sizes = sizes
  }
}

/// The legal output sizes of a model that takes any size on a grid.
public struct SizeRule: Hashable, Sendable {
  /// Both sides are multiples of it.
  public let grid: Int
  public let longestSide: Int
  /// The longer side is at most this many times the shorter.
  public let maximumRatio: Int
  public let pixels: ClosedRange<Int>

  public init(grid: Int, longestSide: Int, maximumRatio: Int, pixels: ClosedRange<Int>) {
    self.grid = grid
    self.longestSide = longestSide
    self.maximumRatio = maximumRatio
    self.pixels = pixels
  }
}
