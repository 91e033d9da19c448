/// A call that a claim may speak of, and its figures.
struct ClaimedCall {
  /// Without a picture sent.
  let made: CallPricing
  let isLive: Bool
  let subject: String

  func figure(of claim: Claim) -> ClaimFigure? {
    let count = claim.parameters[.count] == nil ? 1 : claim.number(.count)
    guard let (low, high) = bounds(claim) else { return nil }
    let uncertain = made.quality.uncertainty == nil ? "" : ", uncertain"
    return ClaimFigure(
      low: low * Int64(count), high: high * Int64(count),
      subject: (count == 1 ? "" : "\(ClaimFigure.grouped(Int64(count))) × ") + subject + uncertain,
      isLive: isLive, rows: rows(claim.kind))
  }

  /// The rows that the figure needs; none for numbers of tokens.
  private func rows(_ kind: ClaimKind) -> [PriceRow] {
    switch kind {
    case .inputTokens, .outputTokens: []
    case .inputPrice: Array(made.rows.dropFirst().prefix(1))
    case .pictures: made.rows.suffix(1)
    default: made.rows
    }
  }

  /// Of one call.
  private func bounds(_ claim: Claim) -> (Int64, Int64)? {
    let edit = made.sending([made.output])
    switch claim.kind {
    case .pictures: return bounds(made.amount(text: .zero))
    case .inputTokens: return bounds(edit.imageIn)
    case .inputPrice:
      let (with, without) = (edit.amount(text: .zero), made.amount(text: .zero))
      return made.model.isPricedPerPicture
        ? nil : ((with.low - without.low).nanodollars, (with.high - without.high).nanodollars)
    case .outputTokens: return bounds(made.imageOut)
    case .edits: return bounds(price(of: edit, claim))
    case .multiple:
      guard let base = claim.parameters[.against].flatMap({ Money(dollars: $0) }), base > .zero else {
        return nil
      }
      let price = price(of: edit, claim)
      return (
        price.low.nanodollars * 1_000 / base.nanodollars * 1_000_000,
        price.high.nanodollars * 1_000 / base.nanodollars * 1_000_000
      )
    default: return nil
    }
  }

  private func price(of edit: CallPricing, _ claim: Claim) -> Estimate {
    edit.amount(text: edit.text(of: .zero) + TokenRange(exactly: claim.number(.prompt)))
  }

  private func bounds(_ amount: Estimate) -> (Int64, Int64) {
    (amount.low.nanodollars, amount.high.nanodollars)
  }

  /// Pictures with a price are not counted in tokens.
  private func bounds(_ tokens: TokenRange) -> (Int64, Int64)? {
    made.model.isPricedPerPicture
      ? nil : (Int64(tokens.low) * 1_000_000_000, Int64(tokens.high) * 1_000_000_000)
  }
}
