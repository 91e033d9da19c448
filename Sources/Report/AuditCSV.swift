public import Billing
internal import EditModel

/// An account as comma-separated values: UTF-8, lines that end in CR LF, a heading first.
///
/// Amounts are US dollars with nine decimals, so that they add up to the nano-dollar; what is not known is an
/// empty cell. Text that a spreadsheet could take for a formula, because it begins with `=`, `+`, `-`, `@`, a
/// tab or a carriage return, gets an apostrophe in front.
///
/// - Note: Source of the format: RFC 4180; of the guard: OWASP, "CSV Injection".
public enum AuditCSV {
  /// A line for each row of the account and none for the total, so that a spreadsheet's own sums are the
  /// total.
  ///
  /// Without grouping it is the total alone. Savings and states have a column each, in their order.
  public static func groups(_ audit: Audit) -> String {
    let shared = [
      "session", "path", audit.grouping?.rawValue ?? "total", "calls", "attempts", "uploads", "free",
      "unpriced",
      "rounds", "rounds_failed", "answered_from_store", "estimate_low_usd", "estimate_high_usd",
      "reserved_usd",
      "held_usd", "billed_usd", "possible_usd",
    ]
    let measured = [
      "text_in", "image_in", "cached_in", "image_out", "text_out", "ended", "errors", "p50_ms", "p95_ms",
    ]
    let states = AuditState.allCases.flatMap { state in
      ["attempts", "billed_usd", "possible_usd"].map { "\(column(state))_\($0)" }
    }
    let savings = Lever.allCases.flatMap { ["saved_\($0)_low_usd", "saved_\($0)_high_usd"] }
    var table = CSVTable(heading: shared + measured + states + savings)
    for row in audit.grouping == nil ? [audit.total] : audit.rows { table.add(cells(of: row)) }
    return table.text
  }

  /// A line for each attempt that the account counts.
  public static func attempts(_ audit: Audit) -> String {
    var table = CSVTable(heading: AttemptColumn.allCases.map(\.heading))
    for (source, record, state) in audit.attempts {
      table.add(AttemptColumn.allCases.map { $0.cell(source, record, state) })
    }
    return table.text
  }

  private static func cells(of row: AuditRow) -> [CSVCell] {
    let tokens = row.tokens
    let counts = [
      row.calls, row.attempts, row.uploads, row.free, row.unpriced, row.rounds, row.roundsFailed,
      row.answeredFromStore,
    ]
    let amounts = [row.estimate.low, row.estimate.high, row.reserved, row.held, row.billed, row.possible]
    let measured = [
      tokens.textIn, tokens.imageIn, tokens.cachedIn, tokens.imageOut, tokens.textOut, row.ended, row.errors,
      row.latency?.p50, row.latency?.p95,
    ]
    let states = AuditState.allCases.flatMap { state -> [CSVCell] in
      let sum = row[state]
      return [.number(sum.attempts), .amount(sum.billed), .amount(sum.possible)]
    }
    let savings = Lever.allCases.flatMap { lever -> [CSVCell] in
      [.amount(row[lever].low), .amount(row[lever].high)]
    }
    return [.text(row.session), .text(row.path), .text(row.key)] + counts.map { .number($0) }
      + amounts.map { .amount($0) } + measured.map { .number($0) } + states + savings
  }

  private static func column(_ state: AuditState) -> String {
    state == .billedWithoutResult ? "billed_without_result" : state.rawValue
  }
}
