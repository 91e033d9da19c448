internal import EditModel

extension PriceTable {
  /// What a call cost, from the tokens that the provider reported, to the nano-dollar.
  ///
  /// Tokens read from the provider's cache cost like others: no lower price is offered for direct edits and
  /// generations. `cachedIn` is a part of the other counts and so is not added.
  ///
  /// - Parameters:
  ///   - name: The model as it was asked for, by id or alias.
  ///   - usage: The tokens as reported; `nil` when the reply did not say.
  /// - Returns: `billed` with the rows of the kinds that were counted; `unpriced` when the usage is not
  ///   known, a kind has tokens but no row, or the amount is absurd (a million dollars or more).
  public func actual(model name: String, usage: Usage?) -> Actual {
    guard let usage, let model = model(named: name) else { return .unpriced }
    let counts: [(kind: TokenKind, tokens: Int)] = [
      (.textIn, usage.textIn), (.imageIn, usage.imageIn), (.imageOut, usage.imageOut),
      (.textOut, usage.textOut),
    ]
    var rows: [PriceRow] = []
    var sum: Int64 = 0
    for (kind, tokens) in counts where tokens != 0 {
      guard tokens > 0, let row = model.price(of: kind),
        let next = Self.adding(tokens, at: row.rate, to: sum)
      else { return .unpriced }
      rows.append(row)
      sum = next
    }
    // Nothing counted is an amount too, and needs its rows.
    if rows.isEmpty { rows = TokenKind.required.compactMap(model.price) }
    return .billed(Money(nanodollars: sum), row: PriceRow.summary(of: rows))
  }

  /// The sum, or `nil` beyond what an amount may be: what a provider reports is not to be trusted.
  private static func adding(_ tokens: Int, at rate: Money, to sum: Int64) -> Int64? {
    let (cost, isTooLarge) = rate.nanodollars.multipliedReportingOverflow(by: Int64(tokens))
    let (next, overflow) = sum.addingReportingOverflow(cost)
    guard !isTooLarge, !overflow, next < Money.million.nanodollars else { return nil }
    return next
  }
}
