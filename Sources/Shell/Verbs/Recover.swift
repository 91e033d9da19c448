internal import Billing
internal import EditModel
internal import Engine

extension Shell {
  /// `recover`: the attempts whose outcome is unknown; exit 8 while there are any.
  func unresolved() async throws(Problem) -> Answer {
    let attempts = try await current().unresolvedAttempts()
    let json = JSONValue.members(["unresolved": .array(attempts.map(\.json))])
    guard !attempts.isEmpty else { return Answer("nothing is open", json) }
    let next =
      "look at the provider's page of costs, then recover \(attempts[0].attempt) --billed, --not-billed or --again"
    return Answer(attempts.map(\.line) + [next], json, exitCode: .unknownOutcome)
  }

  /// `recover ID … --billed | --not-billed | --again`.
  func resolve(_ ids: [AttemptID], as resolution: Resolution) async throws(Problem) -> Answer {
    let session = try current()
    for id in ids { try await session.resolve(id, as: resolution) }
    let words =
      switch resolution {
      case .billed: "it stays on the account with what it may have cost"
      case .notBilled: "its amount is given back"
      case .again: "it stays on the account as possibly billed, and run may ask again"
      }
    return Answer(
      ids.map { "\($0): \(words)" },
      .members(["resolved": .strings(ids), "as": .string(resolution.rawValue)]))
  }

  func pick(_ selector: Selector) async throws(Problem) -> Answer {
    let report = try await current().pick(selector)
    return Answer(report.line, report.json)
  }
}

extension UnresolvedAttempt {
  fileprivate var line: String {
    let names = instructions.map(\.id.description).joined(separator: " + ")
    let amount = possible.map { "maybe billed, at most \($0)" } ?? "maybe billed, unpriced"
    return
      "\(pad(attempt.description, 4)) \(provider) \(model) \(names) · \(amount) · \(EvidenceWording.words(evidence))"
  }

  fileprivate var json: JSONValue {
    .members([
      "attempt": .string(attempt.description), "provider": .string(provider), "model": .string(model),
      "instructions": .strings(instructions.map(\.id)),
      "possible_nanodollars": possible.map { .integer(Int($0.nanodollars)) },
      "evidence": .string(evidence),
    ])
  }
}
