internal import Billing
internal import EditModel
internal import Engine

extension Shell {
  /// `audit --what-if`: what the same attempts would have cost another way.
  func repricing(of audit: Audit, as request: WhatIfRequest) throws(Problem) -> Answer {
    let prices = PriceReport(configuration).prices
    let ways = try request.ways(for: audit, prices)
    let results = try ways.map { way throws(Problem) in
      do throws(BillingError) {
        return try audit.repriced(as: way, prices: prices)
      } catch {
        throw Problem(.badValue, "--what-if", found: error.found, allowed: error.allowed)
      }
    }
    return Answer(results.flatMap(\.lines), .members(["what_if": .array(results.map(\.json))]))
  }
}

extension WhatIfRequest {
  fileprivate func ways(for audit: Audit, _ prices: PriceTable) throws(Problem) -> [AuditWhatIf] {
    switch self {
    case .model(let name): [AuditWhatIf(model: name)]
    case .qualities(let quality?): [AuditWhatIf(quality: quality)]
    case .qualities(nil):
      audit.qualities(prices).map { AuditWhatIf(quality: $0) }
    case .batch: [AuditWhatIf(batch: true)]
    case .rules(let rule?): [AuditWhatIf(rule: rule)]
    case .rules(nil): [.base64, .textRates].map { AuditWhatIf(rule: $0) }
    }
  }
}

extension Audit {
  /// The qualities that the models of the account have, each once.
  fileprivate func qualities(_ prices: PriceTable) -> [String] {
    services.compactMap { prices.model(named: $0.model) }.flatMap(\.qualities).map(\.name)
      .reduce(into: [String]()) { all, name in if !all.contains(name) { all.append(name) } }
  }
}

extension AuditWhatIf {
  fileprivate var words: String {
    [
      model, quality.map { "quality \($0)" }, batch ? "batch" : nil,
      model == nil && quality == nil && !batch ? "rule \(rule.name)" : nil,
    ]
    .compactMap(\.self).joined(separator: ", ")
  }
}

extension AuditRepricing {
  fileprivate var lines: [String] {
    var lines = [
      "with \(whatIf.words): \(total.repriced.words) in the place of \(total.billed), "
        + "\(counted(total.attempts, "attempt"))"
    ]
    lines += rows.map { "  \($0.name): \($0.repriced.words) in the place of \($0.billed)" }
    if total.unconverted > 0 {
      lines.append("  \(counted(total.unconverted, "attempt")) not converted, billed \(total.kept):")
    }
    lines += unconverted.map { left in
      "    \(left.session) \(left.attempt): \(left.reason.words)\(left.found.map { " (\($0))" } ?? "")"
    }
    return lines + (priceRows.isEmpty ? [] : ["  \(PriceWording.line(priceRows))"])
  }

  fileprivate var json: JSONValue {
    .members([
      "way": .string(whatIf.words), "attempts": .integer(total.attempts),
      "billed_nanodollars": .integer(Int(total.billed.nanodollars)), "repriced": total.repriced.json,
      "rows": .array(rows.map(\.json)),
      "not_converted": .array(
        unconverted.map {
          .members([
            "session": .string($0.session), "attempt": .string($0.attempt.description),
            "reason": .string($0.reason.rawValue), "found": $0.found.map { .string($0) },
          ])
        }),
      "price_rows": .strings(priceRows),
    ])
  }
}

extension AuditRepricing.Row {
  fileprivate var name: String { [session, key ?? "none"].compactMap(\.self).joined(separator: " ") }

  fileprivate var json: JSONValue {
    .members([
      "session": session.map { .string($0) }, "key": key.map { .string($0) },
      "attempts": .integer(attempts), "billed_nanodollars": .integer(Int(billed.nanodollars)),
      "repriced": repriced.json, "not_converted": .integer(unconverted),
    ])
  }
}
