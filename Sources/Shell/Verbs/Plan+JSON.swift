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
      "unlocked_masks": .strings(unlockedMasks), "price": price.json, "elsewhere": shadow?.json,
      "advice": .strings(advice.map(\.words)),
    ])
  }
}

extension PlannedCall {
  fileprivate var json: JSONValue {
    .members([
      "call": .integer(index), "instructions": .array(instructions.map(\.json)),
      "base": .string(base == .current ? "@" : "call \(index - 1)"), "locked": .bool(isLocked),
      "opening": .string(opening.words), "merges": .strings(merges.map(\.words)),
      "box": .members([
        "x": .integer(box.x), "y": .integer(box.y), "width": .integer(box.width),
        "height": .integer(box.height),
      ]),
      "prompt": .string(prompt), "elsewhere": shadow?.amount.json,
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
  fileprivate var json: JSONValue {
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
