internal import EditModel
internal import Engine

extension Shell {
  /// `audit`: the account of every attempt; `--refusals` only what was refused for its content.
  func audit(onlyRefusals: Bool) async throws(Problem) -> Answer {
    guard onlyRefusals else { return try await cost() }
    let refusals = try await current().contentRefusals()
    return Answer(
      refusals.isEmpty ? ["nothing was refused for its content"] : refusals.flatMap(\.lines),
      .members(["refusals": .array(refusals.map(\.json))]))
  }
}

extension RefusedCall {
  fileprivate var lines: [String] {
    let categories = refusal.categories.isEmpty ? "" : " (\(refusal.categories.joined(separator: ", ")))"
    let before = passedBefore.map { " · the same words passed before, in \($0)" } ?? ""
    let head =
      "\(pad(attempt.description, 4)) \(time) \(provider) \(model) · \(refusal.code), "
      + "stage \(refusal.stage)\(categories)\(before)"
    return [head] + instructions.map { "     \($0.id) \"\($0.shownText)\"" }
  }

  fileprivate var json: JSONValue {
    .members([
      "attempt": .string(attempt.description), "time": .string(time.description),
      "provider": .string(provider), "model": .string(model), "code": .string(refusal.code),
      "stage": .string(refusal.stage), "categories": .strings(refusal.categories),
      "instructions": .array(instructions.map(\.json)),
      "passed_before": passedBefore.map { .string($0.description) },
    ])
  }
}
