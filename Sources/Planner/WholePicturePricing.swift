package import Billing
internal import EditModel
package import Raster

/// The prices of one model and quality for whole pictures of one size, in every shape of call.
package struct WholePicturePricing {
  /// The legal size that is asked of the model.
  package let size: PixelSize
  private let plain: CallPricing
  private let masked: CallPricing
  private let picture: BilledSize
  private let partials: Int

  /// The prices of a picture that is sent as it is, with the nearest legal size asked for.
  ///
  /// - Parameter partials: Partial pictures asked for with each picture, `0...3`.
  /// - Returns: `nil` when the table knows neither model nor quality, or the model renders no size at all.
  package init?(
    model name: String, quality: String, picture: PixelSize, partials: Int = 0, prices: PriceTable
  ) {
    guard let billed = BilledSize(picture), let rule = prices.model(named: name)?.sizes,
      let size = rule.nearestSize(to: picture)
    else { return nil }
    self.init(
      model: name, quality: quality, asked: size, sent: billed, partials: partials, prices: prices)
  }

  /// The prices of a picture that is brought onto a canvas, which is sent and asked for.
  ///
  /// - Returns: `nil` when the table knows neither model nor quality, or the model does not render the canvas.
  package init?(
    model name: String, quality: String, canvas: PixelSize, partials: Int = 0, prices: PriceTable
  ) {
    guard let billed = BilledSize(canvas) else { return nil }
    self.init(
      model: name, quality: quality, asked: canvas, sent: billed, partials: partials, prices: prices)
  }

  private init?(
    model name: String, quality: String, asked: PixelSize, sent: BilledSize, partials: Int,
    prices: PriceTable
  ) {
    // What has no price is what `nil` says here.
    guard let model = prices.model(named: name), let output = BilledSize(asked),
      let plain = try? CallPricing(
        model: model, quality: quality, output: output, inputs: [sent], partials: partials)
    else { return nil }
    size = asked
    picture = sent
    self.partials = partials
    self.plain = plain
    masked = plain.sending([sent], isMasked: true, partials: partials)
  }

  package var model: String { plain.model.id }
  package var rows: [PriceRow] { plain.rows }

  func amount(of prompt: TextMeasure, as shape: CallShape) -> Estimate {
    let pricing = pricing(of: shape)
    return pricing.amount(text: pricing.text(of: prompt))
  }

  /// The price of a call with this prompt and nothing but the picture sent.
  package func estimate(prompt: String, isMasked: Bool) -> CallEstimate {
    estimate(of: TextMeasure(prompt), as: CallShape(isMasked: isMasked))
  }

  /// The price of a call of this shape.
  package func estimate(of prompt: TextMeasure, as shape: CallShape) -> CallEstimate {
    let pricing = pricing(of: shape)
    return pricing.estimate(text: pricing.text(of: prompt))
  }

  private func pricing(of shape: CallShape) -> CallPricing {
    if shape.isPlain { return shape.isMasked ? masked : plain }
    return plain.sending(
      [picture] + shape.references.map { BilledSize(upToLimit: $0) }, isMasked: shape.isMasked,
      variants: shape.variants, partials: partials)
  }
}

extension BilledSize {
  /// `nil` for a size that no token rule takes.
  fileprivate init?(_ size: PixelSize) {
    let sides = 1...BilledSize.longestSide
    guard sides.contains(size.width), sides.contains(size.height) else { return nil }
    self.init(width: size.width, height: size.height)
  }

  /// A longer side than the token rules take counts as the longest, which costs as much.
  fileprivate init(upToLimit size: PixelSize) {
    let sides = 1...BilledSize.longestSide
    self.init(
      width: min(max(size.width, sides.lowerBound), sides.upperBound),
      height: min(max(size.height, sides.lowerBound), sides.upperBound))
  }
}
