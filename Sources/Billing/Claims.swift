/// Published statements about prices, each recomputed by the rules and rows that we have.
public struct Claims: Hashable, Sendable {
  /// Something that was read and that neither table of prices nor of models holds.
  struct Reading: Hashable, Sendable {
    let kind: ClaimKind
    let parameters: [ClaimParameter: String]
    /// In thousand-millionths of the kind's unit.
    let value: Int64
    let seen: String
    let source: String
  }

  /// In the order of the table.
  public let claims: [Claim]
  let readings: [Reading]

  /// The table that the program was built with.
  ///
  /// A table that cannot be read is a fault of the build, found by its tests, so it stops the program.
  public static let embedded: Claims = {
    do {
      return try Claims(reading: PackageResources.claims_tsv)
    } catch {
      preconditionFailure("embedded table of claims: \(error)")
    }
  }()

  /// Our figure and verdict for each claim, in the order of the table.
  ///
  /// Tokens are counted as measured: that a picture sent counts as its base64 text is itself a claim here, and
  /// where another account would give the claim, our figure names it beside the measured one.
  ///
  /// - Parameters:
  ///   - prices: Our rows.
  ///   - models: Which models are live: those that the program calls.
  public func results(prices: PriceTable, models: ModelTable) -> [ClaimResult] {
    let figures = ClaimFigures(prices: prices, models: models, readings: readings)
    return claims.map { $0.result(figures) }
  }
}

extension Claim {
  fileprivate func result(_ figures: ClaimFigures) -> ClaimResult {
    let all = figures.figures(of: self, rule: .measured)
    if let match = best(all.filter(isGiven)) {
      return ClaimResult(
        claim: self, ours: match.text(kind.unit), verdict: match.isLive ? .holds : .heldOnce,
        rows: match.rows)
    }
    guard let nearest = nearest(all) else {
      return ClaimResult(claim: self, ours: "-", verdict: .unknown, rows: [])
    }
    let other = [TokenRule.base64, .textRates].lazy.compactMap { rule in
      best(figures.figures(of: self, rule: rule).filter(isGiven)).map {
        "; by \(rule.name) \($0.number(kind.unit))"
      }
    }.first
    return ClaimResult(
      claim: self, ours: nearest.text(kind.unit) + (other ?? ""), verdict: .wrong, rows: nearest.rows)
  }

  /// Live ones first, then single numbers before ranges, then the order of the tables.
  private func best(_ figures: [ClaimFigure]) -> ClaimFigure? {
    figures.first { $0.isLive && $0.isExact } ?? figures.first(where: \.isLive)
      ?? figures.first(where: \.isExact) ?? figures.first
  }

  /// True when the figure, rounded to the digits of the claim, overlaps it.
  private func isGiven(_ figure: ClaimFigure) -> Bool {
    var step: Int64 = 1
    for _ in decimals..<9 { step *= 10 }
    return rounded(figure.low, to: step) <= rounded(high, to: step)
      && rounded(low, to: step) <= rounded(figure.high, to: step)
  }

  /// Halves are rounded up.
  private func rounded(_ value: Int64, to step: Int64) -> Int64 {
    value / step * step + (value % step * 2 >= step ? step : 0)
  }

  /// Of live figures where there are any.
  private func nearest(_ figures: [ClaimFigure]) -> ClaimFigure? {
    let live = figures.filter(\.isLive)
    return (live.isEmpty ? figures : live).min { distance($0) < distance($1) }
  }

  private func distance(_ figure: ClaimFigure) -> Int64 { max(figure.low - high, low - figure.high, 0) }
}
