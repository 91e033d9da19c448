internal import Billing
internal import EditModel

extension Audit {
  var json: JSONValue {
    .members([
      "by": grouping.map { .string($0.rawValue) }, "since": since.map { .string($0.description) },
      "until": until.map { .string($0.description) }, "rows": .array(rows.map(\.json)), "total": total.json,
      "services": .array(
        services.map {
          .members([
            "provider": .string($0.provider), "model": .string($0.model),
            "quality": $0.quality.map { .string($0) }, "total": $0.row.json,
          ])
        }),
    ])
  }
}

extension AuditRow {
  var json: JSONValue {
    let counts: JSONValue = .members([
      "calls": .integer(calls), "attempts": .integer(attempts), "uploads": .integer(uploads),
      "free": .integer(free), "unpriced": .integer(unpriced), "rounds": .integer(rounds),
      "rounds_failed": .integer(roundsFailed), "answered_from_store": .integer(answeredFromStore),
    ])
    return .members([
      "session": session.map { .string($0) }, "key": key.map { .string($0) }, "counts": counts,
      "amounts": amounts, "states": .array(states.map(\.json)), "savings": .array(savings.map(\.json)),
      "tokens": tokens.json, "latency_p50_ms": latency.map { .integer($0.p50) },
      "latency_p95_ms": latency.map { .integer($0.p95) }, "error_share": errorShare.map { .decimal($0) },
    ])
  }

  private var amounts: JSONValue {
    .members([
      "estimate": estimate.json, "billed_nanodollars": billed.json, "possible_nanodollars": possible.json,
      "held_nanodollars": held.json,
    ])
  }
}

extension AuditRow.StateSum {
  fileprivate var json: JSONValue {
    .members([
      "state": .string(state.rawValue), "attempts": .integer(attempts), "billed_nanodollars": billed.json,
      "possible_nanodollars": possible.json,
    ])
  }
}

extension LeverSaving {
  fileprivate var json: JSONValue {
    .members(["lever": .string(lever.rawValue), "saving": saving.json])
  }
}

extension Usage {
  fileprivate var json: JSONValue {
    .members([
      "text_in": .integer(textIn), "image_in": .integer(imageIn), "image_out": .integer(imageOut),
      "text_out": .integer(textOut),
    ])
  }
}

extension Money {
  fileprivate var json: JSONValue { .integer(Int(nanodollars)) }
}
