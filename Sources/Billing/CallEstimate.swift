/// What a call may cost before it, with the tokens and the price rows that it was computed from.
public struct CallEstimate: Hashable, Sendable {
  public let text: TokenRange
  public let imageIn: TokenRange
  public let imageOut: TokenRange
  public let amount: Estimate
  public let rows: [PriceRow]
}

/// The prices of one kind of call: a model, a quality, a rendered size and the pictures sent.
///
/// Only the prompt is left open, so that many prompts can be priced fast.
public struct CallPricing: Hashable, Sendable {
  public let model: PricedModel
  public let quality: PricedModel.Quality
  public let output: BilledSize
  public let imageIn: TokenRange
  public let imageOut: TokenRange
  /// Text in, image in, image out.
  public let rows: [PriceRow]
  private let images: Estimate

  /// - Parameters:
  ///   - inputs: The pictures sent; each counts, also the same picture again.
  ///   - isMasked: A mask goes along. No source says that it is counted; at most it counts like one more
  ///     picture of the first one's size, which is added to the upper end.
  /// - Throws: `BillingError` with `unknownQuality` or `illegalSize`.
  public init(
    model: PricedModel, quality: String, output: BilledSize, inputs: [BilledSize],
    isMasked: Bool = false
  ) throws(BillingError) {
    guard let known = model.qualities.first(where: { $0.name == quality }) else {
      throw BillingError(.unknownQuality, found: quality, allowed: model.qualities.map(\.name))
    }
    guard model.sizes.map({ $0.allows(output) }) ?? true else {
      throw BillingError(.illegalSize, found: "\(output.width)x\(output.height)")
    }
    var imageIn = inputs.map(TokenRange.image).reduce(.zero, +)
    if isMasked, let first = inputs.first {
      imageIn += TokenRange(low: 0, high: TokenRange.image(first).high)
    }
    self.model = model
    self.quality = known
    self.output = output
    self.imageIn = imageIn
    imageOut = TokenRange.output(factor: known.factor, size: output)
    rows = TokenKind.allCases.compactMap(model.price)
    images = rows[1].cost(of: imageIn) + rows[2].cost(of: imageOut)
  }

  /// The amount alone.
  public func amount(text: TokenRange) -> Estimate { images + rows[0].cost(of: text) }

  /// The price with a prompt of this many tokens, overhead included.
  public func estimate(text: TokenRange) -> CallEstimate {
    CallEstimate(
      text: text, imageIn: imageIn, imageOut: imageOut, amount: amount(text: text), rows: rows)
  }
}
