public import Billing
public import EditModel
public import Raster

/// What a call costs: nothing, a range with its price rows, or nobody knows.
public enum CallPrice: Hashable, Sendable {
  case free
  case estimated(CallEstimate)
  /// The provider costs money, and no price is known for the model, quality or size.
  case unpriced
}

/// What all calls of a plan cost together.
public enum PlanPrice: Hashable, Sendable {
  case free
  case estimated(Estimate, rows: [PriceRow])
  case unpriced
}

/// One call of a plan.
///
/// There is no lever of cropping yet: every call sends the whole picture and, from a model with a size rule,
/// asks for the nearest legal size of the whole picture.
public struct PlannedCall: Hashable, Sendable {
  public enum Base: Hashable, Sendable {
    /// The current picture, `@`.
    case current
    /// The round that the call before makes.
    case previousCall
  }

  /// Counted from 1.
  public let index: Int
  public let instructions: [Instruction]
  public let base: Base
  /// What the provider is told.
  public let prompt: String
  /// Where pixels may change: around all masks, or the whole frame when an instruction has no mask.
  public let box: PixelRect
  /// Why it does not go on the call before.
  public let opening: SplitReason
  /// One for each instruction after the first.
  public let merges: [MergeReason]
  public let price: CallPrice
  /// What it would cost with the yardstick's model, or `nil` without a price for that.
  public let shadow: CallEstimate?

  /// True when every instruction has a mask, so that pixels outside all masks keep.
  public var isLocked: Bool { instructions.allSatisfy { $0.mask != nil } }
}

/// What the same queue costs with a paid model: as planned, and naively.
///
/// Naively means the same model and quality, one call an instruction on the whole picture, each asked once,
/// at the nearest legal size, with the prompt that the instruction would have alone.
public struct ShadowPrice: Hashable, Sendable {
  public let model: String
  public let quality: String
  /// The size that is asked of the model.
  public let size: PixelSize
  public let calls: Int
  public let merged: Estimate
  public let naiveCalls: Int
  public let naive: Estimate
  /// The naive price less the merged one: upper end from upper end and lower from lower, because what is
  /// uncertain about the one is as uncertain about the other; the smaller difference first.
  public let saving: Estimate
  public let rows: [PriceRow]
}

/// The calls that would be made for a queue, with reasons and prices; it touches nothing.
///
/// Within a plan every call but the first starts from the round before, and rounds never change, so whether
/// the current round was accepted does not bear on the grouping: the first call starts from it either way.
public struct Plan: Hashable, Sendable {
  /// An instruction that waits, and why.
  public struct Held: Hashable, Sendable {
    public let id: QueueID
    public let hold: Hold
  }

  public let calls: [PlannedCall]
  /// In queue order. A refused or held instruction is as if it were not queued: it parts no call.
  public let refusals: [Refusal]
  public let held: [Held]
  /// Names of the masks that lose their lock because `merge loose` puts them beside the whole picture.
  public let unlockedMasks: [String]
  /// What the provider charges for all calls.
  public let price: PlanPrice
  /// `nil` when the price table lacks the yardstick's model or quality.
  public let shadow: ShadowPrice?
  /// What the user could do to save calls, most saving first.
  public let advice: [Advice]
}
