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
      let elsewhere = isElsewhere(line) ? line.elsewhere.map { ", elsewhere \($0.words)" } ?? "" : ""
      return "\(pad(line.attempt.description, 4)) \(line.provider) \(names.isEmpty ? "upload" : names) · "
        + "\(line.words)\(elsewhere)"
    }
    let unpriced = self.lines.filter { $0.actual == .unpriced }.count
    lines.append(
      "billed: \(billed)" + (unpriced > 0 ? ", and \(counted(unpriced, "call")) of unknown amount" : "")
        + (possible > .zero ? ", and maybe \(possible) more" : ""))
    if answeredFromStore > 0 {
      lines.append("answered from stored results: \(counted(answeredFromStore, "round"))")
    }
    if !rows.isEmpty, self.lines.contains(where: isElsewhere) {
      lines.append("the same calls on \(yardstick), \(quality), would have cost \(elsewhere.words)")
      lines.append("(\(PriceWording.line(rows)))")
    }
    return lines
  }

  /// True for a call that the yardstick's model would have priced otherwise than the one that was used.
  private func isElsewhere(_ line: CostLine) -> Bool { line.elsewhere != nil && line.model != yardstick }

  fileprivate var json: JSONValue {
    .members([
      "attempts": .array(
        lines.map {
          .members([
            "attempt": .string($0.attempt.description), "provider": .string($0.provider),
            "model": .string($0.model), "instructions": .strings($0.instructions),
            "outcome": .string($0.outcome), "actual": $0.actual.map { .string($0.words) },
            "possible_nanodollars": $0.possible.map { .integer(Int($0.nanodollars)) },
            "elsewhere": $0.elsewhere?.json,
          ])
        }),
      "billed_nanodollars": .integer(Int(billed.nanodollars)),
      "possible_nanodollars": .integer(Int(possible.nanodollars)),
      "answered_from_store": .integer(answeredFromStore), "yardstick": .string(yardstick),
      "quality": .string(quality), "elsewhere": elsewhere.json, "rows": .strings(rows),
    ])
  }
}

extension CostLine {
  /// How it ended, and what it cost or may have cost.
  fileprivate var words: String {
    let money = possible.map { "maybe \($0)" } ?? "nothing billed"
    return switch (outcome, actual) {
    case ("settled", .unpriced?): "settled, \(Actual.unpriced.words), \(money)"
    case ("settled", let actual?): "settled, \(actual.words)"
    case ("settled", nil): "settled, free"
    case ("refunded", nil): possible == nil ? "not carried out, \(money)" : "refused, \(money)"
    case ("abandoned", nil): "given up, \(money)"
    case ("unknown", nil): "outcome unknown, \(money); recover \(attempt)"
    case ("billedWithoutResult", nil): "billed without a result, \(money)"
    case ("billedWithoutResult", let actual?): "billed without a result, \(actual.words)"
    case ("open", nil): "under way, \(money)"
    case (let outcome, let actual): "\(outcome), \(actual?.words ?? money)"
    }
  }
}

extension Actual {
  var words: String {
    switch self {
    case .free: "free"
    case .billed(let money, let row): "\(money) (\(row))"
    case .unpriced: "amount not known"
    }
  }
}
