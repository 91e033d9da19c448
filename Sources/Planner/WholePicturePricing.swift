package import Billing
internal import EditModel
package import Raster

/// The prices of one model and quality for whole pictures of one size, with and without a mask.
package struct WholePicturePricing {
  /// The legal size that is asked of the model.
  package let size: PixelSize
  private let plain: CallPricing
  private let masked: CallPricing

  /// `nil` when the table knows neither model nor quality, or the model renders no size at all.
  package init?(model name: String, quality: String, picture: PixelSize, prices: PriceTable) {
    let sides = 1...BilledSize.longestSide
    guard sides.contains(picture.width), sides.contains(picture.height),
      let model = prices.model(named: name), let rule = model.sizes,
      let size = rule.nearestSize(to: picture)
    else { return nil }
    let input = BilledSize(width: picture.width, height: picture.height)
    let output = BilledSize(width: size.width, height: size.height)
    // A quality that the model lacks is what `nil` says here; the size is legal by its making.
    func pricing(isMasked: Bool) -> CallPricing? {
      try? CallPricing(
        model: model, quality: quality, output: output, inputs: [input], isMasked: isMasked)
    }
    guard let plain = pricing(isMasked: false), let masked = pricing(isMasked: true) else {
      return nil
    }
    self.size = size
    self.plain = plain
    self.masked = masked
  }

  package var model: String { plain.model.id }
  package var rows: [PriceRow] { plain.rows }

  func amount(of prompt: TextMeasure, isMasked: Bool) -> Estimate {
    (isMasked ? masked : plain).amount(text: .prompt(prompt))
  }

  /// The price of a call with this prompt.
  package func estimate(prompt: String, isMasked: Bool) -> CallEstimate {
    estimate(of: TextMeasure(prompt), isMasked: isMasked)
  }

  func estimate(of prompt: TextMeasure, isMasked: Bool) -> CallEstimate {
    (isMasked ? masked : plain).estimate(text: .prompt(prompt))
  }
}
