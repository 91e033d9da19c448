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

  public internal(set) var calls: [PlannedCall]
  /// In queue order. A refused or held instruction is as if it were not queued: it parts no call.
  public let refusals: [Refusal]
  public let held: [Held]
  /// Names of the masks that lose their lock because `merge loose` puts them beside the whole picture.
  public let unlockedMasks: [String]
  /// What the provider charges for all calls.
  public internal(set) var price: PlanPrice
  /// `nil` when the price table lacks the yardstick's model or quality.
  public let shadow: ShadowPrice?
  public internal(set) var receipt: Receipt
  public internal(set) var warnings: [PlanWarning]
  /// What the user could do to save calls or money, most saving first.
  public internal(set) var advice: [Advice]
  let times: CallTimes?
}

extension Plan {
  /// Calls up to the first that asks for variants: a run ends there, because what comes next has no base yet.
  package var begun: ArraySlice<PlannedCall> {
    let end = calls.firstIndex { $0.instructions.contains { $0.variants > 1 } }.map { $0 + 1 }
    return calls.prefix(end ?? calls.count)
  }

  /// The same plan without advice, which is about the queue.
  package var withoutAdvice: Plan {
    var plan = self
    plan.advice = []
    return plan
  }
}
