internal import Billing
internal import EditModel
internal import Engine

extension Shell {
  /// `cost`: one line for the whole session; `audit` has the account.
  func cost() async throws(Problem) -> Answer {
    let row = Audit([try await current().auditSource()]).total
    return Answer(row.line, row.json)
  }
}

extension AuditRow {
  /// `billed $0.53 for 3 calls, maybe $0.18 more; $1.66 saved against asking naively`.
  fileprivate var line: String {
    var parts = ["billed \(billed) for \(counted(attempts - free - uploads, "paid attempt"))"]
    if free > 0 { parts[0] += " and \(free) free" }
    if unpriced > 0 { parts.append("\(counted(unpriced, "call")) of unknown amount") }
    if possible > .zero { parts.append("maybe \(possible) more") }
    if answeredFromStore > 0 {
      parts.append("\(counted(answeredFromStore, "round")) answered from stored results")
    }
    let saving = savings.isEmpty ? "" : "; \(savedWords) saved against asking naively"
    return parts.joined(separator: ", ") + saving
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
