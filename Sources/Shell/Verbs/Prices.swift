internal import Billing
internal import Engine

extension Shell {
  /// `prices`: every price; `check`: what should be looked at; `claims`: what people say, beside what we find.
  func prices(_ request: PricesRequest) -> Answer {
    let report = PriceReport(configuration)
    return switch request {
    case .list: Answer(report.prices.lines, .members(["models": .array(report.prices.models.map(\.json))]))
    case .check:
      Answer(
        report.findings.isEmpty ? ["nothing to look at"] : report.findings.map(\.words),
        .members(["findings": .array(report.findings.map(\.json))]),
        exitCode: report.findings.contains(where: \.isInUse) ? .someFailed : .done)
    case .claims:
      Answer(report.claims.flatMap(\.lines), .members(["claims": .array(report.claims.map(\.json))]))
    }
  }
}

extension PriceTable {
  fileprivate var lines: [String] {
    models.flatMap { model in
      ["\(model.id)\(model.ends.map { ", until \($0)" } ?? "")"]
        + model.allRows.map { "  \($0.words) · \($0.place)" }
    }
  }
}

extension PricedModel {
  fileprivate var allRows: [PriceRow] { prices + batchPrices + picturePrices }

  fileprivate var json: JSONValue {
    .members([
      "model": .string(id), "alias": alias.map { .string($0) }, "ends": ends.map { .string($0) },
      "rows": .array(
        allRows.map {
          .members([
            "price": .string($0.words), "nanodollars": .integer(Int($0.rate.nanodollars)),
            "seen": .string($0.seen), "source": .string($0.source), "row": .string($0.description),
          ])
        }),
    ])
  }
}

extension PriceRow {
  /// `image-out $30 per million tokens`, `image low 1024x1024 $0.011`.
  fileprivate var words: String {
    let batch = isBatch ? "batch " : ""
    guard let terms else {
      return "\(batch)\(kind.rawValue) $\((rate * 1_000_000).exactDollars) per million tokens"
    }
    let what = [terms.quality, terms.size.map { "\($0.width)x\($0.height)" }].compactMap(\.self)
    let unit =
      switch kind {
      case .megapixel: " per \(terms.unit) pixels"
      case .month: " per month of \(terms.unit) pictures"
      case .selfHosted where terms.seconds != nil: " per second"
      default: " per picture"
      }
    return ([batch + kind.rawValue] + what + ["$" + rate.exactDollars + unit]).joined(separator: " ")
  }

  fileprivate var place: String { "\(table):\(line), seen \(seen), \(source)" }
}

extension PriceFinding {
  fileprivate var words: String {
    let use = isInUse ? "" : " (not called any more)"
    return switch kind {
    case .old:
      "old: \(row?.description ?? model) was last seen more than \(Self.oldAfterDays) days ago\(use)"
    case .shutDown: "ended: \(model) was shut down on \(day ?? "a day that is not known")\(use)"
    case .withoutPrice: "no price: \(model) can be called, and nobody here knows what it costs"
    }
  }

  fileprivate var json: JSONValue {
    .members([
      "kind": .string(kind.rawValue), "model": .string(model), "row": row.map { .string($0.description) },
      "day": day.map { .string($0) }, "in_use": .bool(isInUse),
    ])
  }
}

extension ClaimResult {
  fileprivate var lines: [String] {
    ["\(pad(verdict.rawValue, 10)) \(claim.text)", "\(pad("", 10)) here: \(ours)"]
  }

  fileprivate var json: JSONValue {
    .members([
      "id": .string(claim.id), "claim": .string(claim.text), "here": .string(ours),
      "verdict": .string(verdict.rawValue), "rows": .strings(rows), "source": .string(claim.source),
      "seen": .string(claim.seen),
    ])
  }
}
