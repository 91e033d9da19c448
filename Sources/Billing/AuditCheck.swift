public import EditModel

/// What an account was found to be at odds with.
public struct AuditFinding: Hashable, Sendable {
  public enum Code: String, Hashable, Sendable, CaseIterable {
    /// The rows do not add up to the total, or the total is not what the attempts say; `found` names the
    /// amount.
    case sumDiffers
    /// An amount names no price row; `found` names the amount.
    case noPriceRow
    /// It is settled, and nobody wrote what it cost.
    case settledWithoutActual
    /// It was given back, and something was billed; `found` is how much, in nano-dollars.
    case refundedYetBilled
    /// The bill is not what its price rows give for its tokens; `found` is what they give, in nano-dollars.
    case amountDiffers
    /// An attempt of the same number came before.
    case attemptTwice
    /// A round names an attempt that is not there; `found` is the round.
    case attemptMissing
    /// There are not as many masks as instructions.
    case masksDiffer
  }

  public let code: Code
  /// `nil` where it is about the account as a whole.
  public let session: String?
  public let path: String?
  public let attempt: AttemptID?
  public let found: String?
}

extension Audit {
  /// Adds everything up once more, and looks whether every amount can be proven.
  ///
  /// Looked at are the attempts that the account counts, and the rounds of all its sessions.
  ///
  /// - Parameter prices: What bills are compared with, where they name rows of this very table.
  /// - Returns: None when the account is sound; first what is wrong with the sums, then with the attempts,
  ///   then with the rounds.
  public func findings(prices: PriceTable) -> [AuditFinding] {
    var findings = sumFindings
    var seen = sources.map { _ in Set<AttemptID>() }
    for entry in entries {
      let source = sources[entry.source]
      let record = source.records[entry.record]
      var found = record.findings(prices: prices)
      if !seen[entry.source].insert(record.attempt).inserted { found.append((.attemptTwice, nil)) }
      findings += found.map { code, found in
        AuditFinding(
          code: code, session: source.session, path: source.path, attempt: record.attempt, found: found)
      }
    }
    return findings + sources.flatMap(\.roundFindings)
  }

  private var sumFindings: [AuditFinding] {
    let names =
      grouping == nil
      ? []
      : AuditSums.names.indices.filter { place in
        rows.wideSum { $0.sums.values[place] } != Int128(total.sums.values[place])
      }.map { AuditSums.names[$0] }
    let overflow = total.isExact ? [] : ["more than 64 bits"]
    return (names + overflow + ownFindings).map {
      AuditFinding(code: .sumDiffers, session: nil, path: nil, attempt: nil, found: $0)
    }
  }

  /// Sums that the attempts and the states give by themselves.
  private var ownFindings: [String] {
    let records = entries.map { sources[$0.source].records[$0.record] }
    let billed = records.wideSum { $0.actual?.amount?.nanodollars ?? 0 }
    let possible = records.wideSum { $0.possible?.nanodollars ?? 0 }
    let stateBilled = AuditState.allCases.wideSum { total.sums[$0].billed }
    let statePossible = AuditState.allCases.wideSum { total.sums[$0].possible }
    let attempts = AuditState.allCases.reduce(0) { $0 + total[$1].attempts }
    let checks: [(String, Bool)] = [
      ("billed of attempts", billed == Int128(total.sums[.billed])),
      ("possible of attempts", possible == Int128(total.sums[.possible])),
      ("billed of states", stateBilled == Int128(total.sums[.billed])),
      ("possible of states", statePossible == Int128(total.sums[.possible])),
      ("attempts of states", attempts == total.attempts && attempts == entries.count),
    ]
    return checks.filter { !$0.1 }.map(\.0)
  }
}

extension Sequence {
  /// A sum that no account can overflow.
  fileprivate func wideSum(_ amount: (Element) -> Int64) -> Int128 {
    reduce(0) { $0 + Int128(amount($1)) }
  }
}

extension CallRecord {
  fileprivate func findings(prices: PriceTable) -> [(code: AuditFinding.Code, found: String?)] {
    var findings = unproven.map { (code: AuditFinding.Code.noPriceRow, found: Optional($0)) }
    if state == .settled, actual == nil, kind != .upload { findings.append((.settledWithoutActual, nil)) }
    if state == .refunded, let billed = actual?.amount, billed != .zero {
      findings.append((.refundedYetBilled, "\(billed.nanodollars)"))
    }
    if let expected = amountByRows(prices) { findings.append((.amountDiffers, "\(expected.nanodollars)")) }
    if masks.count != instructions.count { findings.append((.masksDiffer, nil)) }
    return findings
  }

  /// The amounts that name no price row.
  private var unproven: [String] {
    var names: [String] = []
    if let estimate, estimate.high != .zero, priceRows.isEmpty { names.append("estimate") }
    if case .held(_, row: "") = reservation { names.append("reservation") }
    if case .billed(_, row: "")? = actual { names.append("actual") }
    return names
  }

  /// What the named rows give for the reported tokens, where it is not what was billed.
  private func amountByRows(_ prices: PriceTable) -> Money? {
    guard let usage, case .billed(let amount, let row)? = actual,
      case .billed(let expected, row) = prices.actual(model: model, usage: usage),
      amount != expected
    else { return nil }
    return expected
  }
}

extension AuditSource {
  fileprivate var roundFindings: [AuditFinding] {
    let known = Set(records.map(\.attempt))
    return rounds.compactMap { round in
      guard let attempt = round.attempt, !known.contains(attempt) else { return nil }
      return AuditFinding(
        code: .attemptMissing, session: session, path: path, attempt: attempt, found: round.id.description)
    }
  }
}
