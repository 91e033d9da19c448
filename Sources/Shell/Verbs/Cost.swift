internal import Billing
internal import EditModel
internal import Engine

extension Shell {
  func cost() async throws(Problem) -> Answer {
    let report = try await current().cost()
    return Answer(report.lines(), report.json)
  }
}

extension CostReport {
  fileprivate func lines() -> [String] {
    var lines = self.lines.map { line in
      let names = line.instructions.map(\.description).joined(separator: " + ")
      let elsewhere = line.elsewhere.map { ", elsewhere \($0.words)" } ?? ""
      return "\(pad(line.attempt.description, 4)) \(line.provider) \(names) · \(line.outcome), "
        + "\(line.actual?.words ?? "nothing came back, free")\(elsewhere)"
    }
    lines.append("billed: \(billed)")
    if answeredFromStore > 0 {
      lines.append("answered from stored results: \(counted(answeredFromStore, "round"))")
    }
    if !rows.isEmpty, self.lines.contains(where: { $0.elsewhere != nil }) {
      lines.append("the same calls on \(yardstick), \(quality), would have cost \(elsewhere.words)")
      lines.append("(\(PriceWording.line(rows)))")
    }
    return lines
  }

  fileprivate var json: JSONValue {
    .members([
      "attempts": .array(
        lines.map {
          .members([
            "attempt": .string($0.attempt.description), "provider": .string($0.provider),
            "model": .string($0.model), "instructions": .strings($0.instructions),
            "outcome": .string($0.outcome), "actual": $0.actual.map { .string($0.words) },
            "elsewhere": $0.elsewhere?.json,
          ])
        }),
      "billed_nanodollars": .integer(Int(billed.nanodollars)),
      "answered_from_store": .integer(answeredFromStore), "yardstick": .string(yardstick),
      "quality": .string(quality), "elsewhere": elsewhere.json, "rows": .strings(rows),
    ])
  }
}

extension Actual {
  var words: String {
    switch self {
    case .free: "free"
    case .billed(let money, let row): "\(money) (\(row))"
    }
  }
}
