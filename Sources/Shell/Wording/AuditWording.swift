internal import Billing
internal import EditModel

/// An account in words: a table of its rows, then what the whole comes to.
struct AuditWording {
  let audit: Audit

  var lines: [String] { table + services + total }

  /// One line for each group, its columns as wide as they need to be.
  private var table: [String] {
    guard let grouping = audit.grouping, !audit.rows.isEmpty else { return [] }
    let isMany = audit.sources.count > 1 && grouping.isWithinSession && grouping != .session
    let heads = [grouping.rawValue, "calls", "attempts", "estimate", "billed", "maybe", "saved", "what came"]
    let cells =
      [heads]
      + audit.rows.map { row in
        [row.name(withSession: isMany)] + row.amounts + [row.outcomes]
      }
    let widths = heads.indices.map { column in cells.map { columns(of: $0[column]) }.max() ?? 0 }
    return cells.map { row in
      // The last column stands as it is, so that no line ends in blanks.
      (zip(row.dropLast(), widths).map { pad($0, $1) } + row.suffix(1)).joined(separator: "  ")
    }
  }

  private var services: [String] {
    audit.services.map { service in
      let latency =
        service.row.latency.map { ", half within \(seconds($0.p50)), 95 % within \(seconds($0.p95))" } ?? ""
      let errors = service.row.errorShare.map { ", \(percent($0)) errors" } ?? ""
      return "\(service.provider) \(service.model)\(service.quality.map { ", \($0)" } ?? ""): "
        + "\(counted(service.row.attempts, "attempt"))\(latency)\(errors)"
    }
  }

  private var total: [String] {
    let row = audit.total
    var lines = [
      "total: \(counted(row.calls, "call")), \(counted(row.attempts, "attempt")), billed \(row.billed)"
    ]
    if row.possible > .zero { lines.append("maybe billed beyond that: \(row.possible)") }
    if row.held > .zero { lines.append("held for calls without known end: \(row.held)") }
    if row.unpriced > 0 { lines.append("\(counted(row.unpriced, "call")) of unknown amount") }
    for state in row.states where ![AuditState.done, .rejected].contains(state.state) {
      let maybe = state.possible > .zero ? ", maybe \(state.possible)" : ""
      lines.append(
        "\(state.state.words): \(counted(state.attempts, "attempt")), billed \(state.billed)\(maybe)")
    }
    if row.answeredFromStore > 0 {
      lines.append("answered from stored results: \(counted(row.answeredFromStore, "round"))")
    }
    let compared = row.comparison
    if compared.attempts > 0 {
      lines.append(
        "estimated \(compared.estimate.words) for what was billed \(compared.billed): "
          + "\(compared.below) below, \(compared.above) above their range")
    }
    for saving in row.savings { lines.append("saved by \(saving.lever.words): \(saving.saving.words)") }
    return lines
  }

  private func seconds(_ milliseconds: Int) -> String {
    milliseconds < 10_000 ? "\(milliseconds) ms" : "\((milliseconds + 500) / 1_000) s"
  }

  private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}

extension AuditRow {
  fileprivate func name(withSession isMany: Bool) -> String {
    let key = key ?? "none"
    return isMany ? session.map { "\($0) \(key)" } ?? key : key
  }

  fileprivate var amounts: [String] {
    let saved = saved
    return [
      "\(calls)", "\(attempts)", estimate.high > .zero ? estimate.words : "-",
      unpriced > 0 ? "\(billed) + ?" : "\(billed)", possible > .zero ? "\(possible)" : "-",
      saved == .zero ? "-" : saved.words,
    ]
  }

  /// What came of the attempts, `2 done, 1 refused`.
  fileprivate var outcomes: String {
    let states = states.map { "\($0.attempts) \($0.state.words)" }
    let stored = answeredFromStore > 0 ? ["\(answeredFromStore) from store"] : []
    return (states + stored).joined(separator: ", ")
  }

  /// What all levers saved: one amount, or a range.
  var savedWords: String { saved.words }
}

extension AuditState {
  var words: String {
    switch self {
    case .open: "under way"
    case .done: "done"
    case .rejected: "failed verification"
    case .failed: "not carried out"
    case .refused: "refused"
    case .unknown: "unknown outcome"
    case .billedWithoutResult: "billed without result"
    case .abandoned: "given up"
    }
  }
}

extension Lever {
  var words: String {
    switch self {
    case .stored: "stored results"
    case .local: "local"
    case .merge: "merging"
    case .crop: "sending regions"
    case .canvas: "the canvas"
    case .draft: "drafts"
    }
  }
}
