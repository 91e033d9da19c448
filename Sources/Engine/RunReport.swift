public import Billing
public import EditModel

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

  public init(
    calls: Int? = nil, merges: Bool = true, fresh: Bool = false, maxCost: Money? = nil
  ) {
    self.calls = calls
    self.merges = merges
    self.fresh = fresh
    self.maxCost = maxCost
  }

  var commandText: String {
    [
      "run", calls.map { "--calls \($0)" }, merges ? nil : "--no-merge", fresh ? "--fresh" : nil,
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
}
