package import Billing
internal import EditModel
package import Raster

/// The prices of one model and quality for whole pictures of one size, naively sent: on the nearest legal size,
/// which is sent and asked for.
package struct WholePicturePricing {
  /// The nearest legal size.
  package let size: PixelSize
  private let plain: CallPricing
  private let masked: CallPricing

  /// - Parameter partials: Partial pictures asked for with each picture, `0...3`.
  /// - Returns: `nil` when the table knows neither model nor quality, or the model renders no size at all.
  package init?(
    model name: String, quality: String, picture: PixelSize, partials: Int = 0, prices: PriceTable
  ) {
    guard let model = prices.model(named: name), let size = model.sizes?.nearestSize(to: picture),
      let billed = BilledSize(size),
      // What has no price is what `nil` says here.
      let plain = try? CallPricing(
        model: model, quality: quality, output: billed, inputs: [billed], partials: partials)
    else { return nil }
    self.size = size
    self.plain = plain
    masked = plain.sending([billed], isMasked: true, partials: partials)
  }

  package var model: String { plain.model.id }
  package var rows: [PriceRow] { plain.rows }

  /// The price of a call with this prompt and nothing but the picture sent.
  package func estimate(prompt: String, isMasked: Bool) -> CallEstimate {
    let pricing = isMasked ? masked : plain
    return pricing.estimate(text: pricing.text(of: TextMeasure(prompt)))
  }
}
