/// What the parts of one call cost by a rule, with the rows that say so.
struct CallRates: Hashable, Sendable {
  /// Text in, image in and image out; a single row where pictures have a price.
  let rows: [PriceRow]
  /// Of one token.
  let text: Money
  let imageIn: Money
  let imageOut: Money
  /// Of one picture as rendered, where pictures have a price instead of tokens.
  let picture: Estimate?

  /// - Throws: `BillingError` with `missingPrice`, or `illegalSize` where no listed price holds for the size.
  init(
    _ model: PricedModel, quality: String, output: BilledSize, rule: TokenRule, isBatch: Bool
  ) throws(BillingError) {
    if case .flat(let price) = rule {
      self.init(picture: .flat(price, rule: rule, model: model), output)
    } else if model.isPricedPerPicture {
      guard !isBatch else { throw BillingError(.missingPrice, found: "batch") }
      guard let row = model.picturePrice(quality: quality, output) else {
        throw BillingError(
          .illegalSize, found: output.description, allowed: model.listedSizes.map(\.description))
      }
      self.init(picture: row, output)
    } else {
      let isTextual = rule == .textRates
      self.init(
        text: try Self.row(.textIn, of: model, isBatch),
        imageIn: try Self.row(isTextual ? .textIn : .imageIn, of: model, isBatch),
        imageOut: try Self.row(isTextual ? .textOut : .imageOut, of: model, isBatch))
    }
  }

  private init(picture row: PriceRow, _ output: BilledSize) {
    rows = [row]
    (text, imageIn, imageOut) = (.zero, .zero, .zero)
    picture = row.cost(ofPicture: output)
  }

  private init(text textRow: PriceRow, imageIn inRow: PriceRow, imageOut outRow: PriceRow) {
    rows = inRow == textRow ? [textRow, outRow] : [textRow, inRow, outRow]
    (text, imageIn, imageOut) = (textRow.rate, inRow.rate, outRow.rate)
    picture = nil
  }

  /// What these tokens of pictures cost.
  func images(in imagesIn: TokenRange, out imagesOut: TokenRange) -> Estimate {
    Estimate(
      low: imageIn * imagesIn.low + imageOut * imagesOut.low,
      high: imageIn * imagesIn.high + imageOut * imagesOut.high)
  }

  private static func row(
    _ kind: PriceKind, of model: PricedModel, _ isBatch: Bool
  ) throws(BillingError) -> PriceRow {
    guard let row = model.price(of: kind, isBatch: isBatch) else {
      throw BillingError(.missingPrice, found: isBatch ? "batch \(kind.rawValue)" : kind.rawValue)
    }
    return row
  }
}

extension PriceRow {
  /// The price that the rule's own name says.
  static func flat(_ price: Money, rule: TokenRule, model: PricedModel) -> PriceRow {
    PriceRow(
      table: rule.name, line: 0, model: model.id, kind: .image, rate: price, terms: PictureTerms(), seen: "",
      source: "the rule's own price")
  }
}
