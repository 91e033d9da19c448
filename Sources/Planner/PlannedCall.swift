public import Billing
public import EditModel
public import Raster

/// Where the result of an exact request stands that was made before.
public enum StoredAnswer: Hashable, Sendable {
  /// A round of this session.
  case round(RoundID)
  /// Another session of the user.
  case otherSession
}

/// One call of a plan.
public struct PlannedCall: Hashable, Sendable {
  public enum Base: Hashable, Sendable {
    /// The current picture, `@`.
    case current
    /// The round that the call before makes.
    case previousCall
  }

  /// Who carries it out.
  public enum Route: Hashable, Sendable {
    /// The provider in use, which may be the embedded one.
    case provider
    /// The embedded provider, because it understands all instructions and `route` is `auto`.
    case local
  }

  /// Counted from 1.
  public let index: Int
  public let instructions: [Instruction]
  public let base: Base
  public let route: Route
  /// What is asked of a provider that renders; `nil` for the embedded one.
  public let quality: String?
  /// What of the picture is sent, and how it lies on the canvas; `nil` when the picture goes as it is.
  public let frame: SentFrame?
  /// Why it is this frame.
  public let geometry: GeometryReason
  /// What the provider is told.
  public let prompt: String
  /// Where pixels may change: around all masks, or the whole frame when an instruction has no mask.
  public let box: PixelRect
  /// Why it does not go on the call before.
  public let opening: SplitReason
  /// One for each instruction after the first.
  public let merges: [MergeReason]
  public internal(set) var price: CallPrice
  /// Where a stored result was found, so that nothing is asked.
  public internal(set) var stored: StoredAnswer?
  /// What its instructions cost naively; `nil` where nothing is priced.
  public let naive: Estimate?
  /// What the levers saved, which adds up to `naive` less the price at each end of the range.
  public internal(set) var credits: [LeverCredit]
  /// What it would cost with the yardstick's model, or `nil` without a price for that.
  public let shadow: CallEstimate?

  /// The credits as the journal keeps them.
  public var savings: [LeverSaving] { credits.map(\.saving) }

  /// True when every instruction has a mask, so that pixels outside all masks keep.
  public var isLocked: Bool { instructions.allSatisfy { $0.mask != nil } }
}
