internal import EditModel

/// The pictures that one call brought, as a price per picture counts them.
public struct RenderedPictures: Hashable, Sendable {
  /// As asked for.
  public let quality: String
  /// As rendered.
  public let size: BilledSize
  public let count: Int
  /// How long the call took; a price per second needs it.
  public let milliseconds: Int?

  /// - Precondition: `count` and `milliseconds` are not negative.
  public init(quality: String, size: BilledSize, count: Int = 1, milliseconds: Int? = nil) {
    precondition(min(count, milliseconds ?? 0) >= 0, "pictures and time are counted from 0")
    (self.quality, self.size, self.count, self.milliseconds) = (quality, size, count, milliseconds)
  }
}

extension PriceTable {
  /// What a call cost, from the tokens that the provider reported, to the nano-dollar.
  ///
  /// Tokens read from the provider's cache cost like others: no lower price is offered for direct edits and
  /// generations. `cachedIn` is a part of the other counts and so is not added. Where pictures have a price,
  /// they are counted, and tokens are not.
  ///
  /// - Parameters:
  ///   - name: The model as it was asked for, by id or alias.
  ///   - usage: The tokens as reported; `nil` when the reply did not say.
  ///   - pictures: What came back; needed for models with a price per picture.
  ///   - batch: At the prices of a batch.
  /// - Returns: `billed` with the rows of the kinds that were counted; `unpriced` when the usage is not
  ///   known, a kind has tokens but no row, or the amount is absurd (a million dollars or more).
  public func actual(
    model name: String, usage: Usage?, pictures: RenderedPictures? = nil, batch: Bool = false
  ) -> Actual {
    guard let model = model(named: name) else { return .unpriced }
    if model.isPricedPerPicture { return batch ? .unpriced : model.actual(pictures) }
    guard let usage else { return .unpriced }
    return model.actual(usage, isBatch: batch)
  }
}

extension PricedModel {
  fileprivate func actual(_ usage: Usage, isBatch: Bool) -> Actual {
    let counts: [(kind: PriceKind, tokens: Int)] = [
      (.textIn, usage.textIn), (.imageIn, usage.imageIn), (.imageOut, usage.imageOut),
      (.textOut, usage.textOut),
    ]
    var rows: [PriceRow] = []
    var sum: Int64 = 0
    for (kind, tokens) in counts where tokens != 0 {
      guard tokens > 0, let row = price(of: kind, isBatch: isBatch),
        let next = Self.adding(tokens, at: row.rate, to: sum)
      else { return .unpriced }
      rows.append(row)
      sum = next
    }
    // Nothing counted is an amount too, and needs its rows.
    if rows.isEmpty { rows = PriceKind.required.compactMap { price(of: $0, isBatch: isBatch) } }
    guard !rows.isEmpty else { return .unpriced }
    return .billed(Money(nanodollars: sum), row: PriceRow.summary(of: rows))
  }

  fileprivate func actual(_ pictures: RenderedPictures?) -> Actual {
    guard let pictures, let row = picturePrice(quality: pictures.quality, pictures.size) else {
      return .unpriced
    }
    let sum: Int64?
    if row.terms?.seconds == nil {
      sum = Self.adding(pictures.count, at: row.cost(ofPicture: pictures.size).high, to: 0)
    } else {
      // A second's price is of whole seconds, begun ones included.
      sum = pictures.milliseconds.flatMap {
        Self.adding($0 / 1_000 + ($0 % 1_000).signum(), at: row.rate, to: 0)
      }
    }
    guard let sum else { return .unpriced }
    return .billed(Money(nanodollars: sum), row: PriceRow.summary(of: [row]))
  }

  /// The sum, or `nil` beyond what an amount may be: what a provider reports is not to be trusted.
  private static func adding(_ tokens: Int, at rate: Money, to sum: Int64) -> Int64? {
    let (cost, isTooLarge) = rate.nanodollars.multipliedReportingOverflow(by: Int64(tokens))
    let (next, overflow) = sum.addingReportingOverflow(cost)
    guard !isTooLarge, !overflow, next < Money.million.nanodollars else { return nil }
    return next
  }
}
