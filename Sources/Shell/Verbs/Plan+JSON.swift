internal import Billing
internal import EditModel
internal import Planner
internal import Raster

extension Plan {
  /// - Parameter problems: Why the provider refuses instructions, by id.
  func json(_ problems: [QueueID: Problem]) -> JSONValue {
    .members([
      "calls": .array(calls.map(\.json)),
      "refusals": .array(
        refusals.map {
          .members([
            "id": .string($0.id.description),
            "reason": .string(problems[$0.id]?.code.rawValue ?? $0.reason.words),
          ])
        }),
      "held": .array(
        held.map { .members(["id": .string($0.id.description), "hold": .string($0.hold.words)]) }),
      "unlocked_masks": .strings(unlockedMasks), "price": price.json, "receipt": receipt.json,
      "elsewhere": shadow?.json, "warnings": .strings(warnings.map(\.words)),
      "advice": .array(
        advice.map {
          .members([
            "command": .string($0.step.command), "calls_saved": .integer($0.callsSaved),
            "saving": $0.saving?.json,
          ])
        }),
    ])
  }
}

extension PlannedCall {
  fileprivate var json: JSONValue {
    .members([
      "call": .integer(index), "instructions": .array(instructions.map(\.json)),
      "base": .string(base == .current ? "@" : "call \(index - 1)"), "locked": .bool(isLocked),
      "opening": .string(opening.words), "merges": .strings(merges.map(\.words)),
      "box": box.json,
      "route": .string(route == .local ? "local" : "provider"), "quality": quality.map { .string($0) },
      "frame": frame?.json, "prompt": .string(prompt), "price": price.json,
      "stored": stored?.json, "naive": naive?.json,
      "savings": .array(credits.map(\.json)), "elsewhere": shadow?.amount.json,
    ])
  }
}

extension SentFrame {
  fileprivate var json: JSONValue {
    .members(["crop": crop.json, "placed": placed.json, "canvas": .string("\(canvas)")])
  }
}

extension Plan.Receipt {
  fileprivate var json: JSONValue {
    .members([
      "calls": .integer(calls), "paid_calls": .integer(paidCalls), "text_in": text.json,
      "image_in": imageIn.json, "image_out": imageOut.json, "price": price?.json,
      "usual_seconds": usual.map { .decimal($0 / .seconds(1)) },
      "slow_seconds": slow.map { .decimal($0 / .seconds(1)) },
      "naive_calls": .integer(naiveCalls), "naive": naive?.json, "savings": .array(credits.map(\.json)),
    ])
  }
}

extension TokenRange {
  fileprivate var json: JSONValue { .members(["low": .integer(low), "high": .integer(high)]) }
}

extension LeverCredit {
  fileprivate var json: JSONValue {
    .members([
      "lever": .string(lever.rawValue), "low_nanodollars": .integer(Int(low.nanodollars)),
      "high_nanodollars": .integer(Int(high.nanodollars)),
    ])
  }
}

extension CallPrice {
  var json: JSONValue {
    switch self {
    case .free: .string("free")
    case .unpriced: .string("unpriced")
    case .estimated(let estimate): estimate.amount.json
    }
  }
}

extension PlanPrice {
  var json: JSONValue {
    switch self {
    case .free: .string("free")
    case .unpriced: .string("unpriced")
    case .estimated(let estimate, _): estimate.json
    }
  }
}

extension ShadowPrice {
  fileprivate var json: JSONValue {
    .members([
      "model": .string(model), "quality": .string(quality), "size": .string("\(size)"),
      "calls": .integer(calls), "merged": merged.json, "naive_calls": .integer(naiveCalls),
      "naive": naive.json, "saving": saving.json, "rows": .strings(rows),
    ])
  }
}

extension Estimate {
  /// Both ends in whole nano-dollars.
  var json: JSONValue {
    .members([
      "low_nanodollars": .integer(Int(low.nanodollars)),
      "high_nanodollars": .integer(Int(high.nanodollars)),
    ])
  }
}

extension StoredAnswer {
  /// The round, or `other-session`.
  fileprivate var json: JSONValue {
    switch self {
    case .round(let id): .string(id.description)
    case .otherSession: .string("other-session")
    }
  }
}
