public import Billing
public import EditModel
public import Planner

/// How far a run goes and what it may use.
public struct RunOptions: Hashable, Sendable {
  /// Most calls of this run; `nil` runs the whole plan.
  public var calls: Int?
  /// False makes every instruction a call of its own.
  public var merges: Bool
  /// True asks again even where a stored result would answer.
  public var fresh: Bool
  /// The budget of this run; without one nothing that costs is sent.
  public var maxCost: Money?
  /// Renders the accepted instructions again on the first picture, instead of running the queue.
  public var final: FinalOptions?
  /// What all calls ask for, in the place of the settings `quality` and `draft`.
  public var quality: String?

  public init(
    calls: Int? = nil, merges: Bool = true, fresh: Bool = false, maxCost: Money? = nil,
    final: FinalOptions? = nil, quality: String? = nil
  ) {
    self.quality = quality
    self.calls = calls
    self.merges = merges
    self.fresh = fresh
    self.maxCost = maxCost
    self.final = final
  }

  var commandText: String {
    [
      "run", final?.commandText, calls.map { "--calls \($0)" }, merges ? nil : "--no-merge",
      fresh ? "--fresh" : nil,
      maxCost.map { "--max-cost \($0)" },
    ].compactMap(\.self).joined(separator: " ")
  }
}

/// What a run has cost, by what is known of it.
public struct RunCost: Hashable, Sendable {
  /// What the provider reported, at the prices of the table.
  public var billed = Money.zero
  /// Held for calls that may have been billed.
  public var maybeBilled = Money.zero
  /// Calls for which no price is known.
  public var unpricedCalls = 0

  public init() {}
}

/// What a run came to.
public struct RunReport: Hashable, Sendable {
  /// The rounds that were made, in order.
  public let rounds: [Round]
  /// Calls of the plan that were not begun, because the run was limited, interrupted or stopped by a failure.
  public let callsLeft: Int
  /// Instructions that went back to the queue, held.
  public let returned: [QueueID]
  /// True when `interrupt()` was called during the run, also during its last call.
  public let wasInterrupted: Bool
  public let cost: RunCost
  /// How far a final is from what was accepted; `nil` for other runs, and for a final that is not finished.
  public let comparison: FinalComparison?

  /// The round that failed verification, if one did.
  public var failed: Round? { rounds.first { $0.verification?.verdict == .fail } }
}

/// What a run would cost that costs anything.
public struct RunQuote: Hashable, Sendable {
  public let provider: String
  public let model: String
  public let calls: Int
  /// `nil` where no price is known.
  public let price: Estimate?
  /// What is rendered again, when that is asked for.
  public let final: FinalPlan?

  init(provider: String, model: String, calls: Int, price: Estimate?, final: FinalPlan? = nil) {
    self.provider = provider
    self.model = model
    self.calls = calls
    self.price = price
    self.final = final
  }
}
