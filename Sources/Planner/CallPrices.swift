internal import Billing
internal import EditModel
internal import Raster

/// What calls cost with the provider, and what they would cost with the yardstick's model.
struct CallPrices {
  let isPaid: Bool
  let provider: WholePicturePricing?
  let shadow: WholePicturePricing?
  /// Pixels that each call sends: the whole picture.
  let pixels: Int

  init(_ request: PlanRequest) {
    isPaid = request.capabilities.isPaid
    pixels = request.picture.pixelCount ?? 0
    func prices(_ model: String) -> WholePicturePricing? {
      WholePicturePricing(
        model: model, quality: request.settings.quality, picture: request.picture,
        partials: request.settings.partials, prices: request.prices)
    }
    let canvas = request.frame.flatMap { frame in
      WholePicturePricing(
        model: request.capabilities.model, quality: request.settings.quality, canvas: frame.canvas,
        partials: request.settings.partials, prices: request.prices)
    }
    provider = isPaid ? canvas ?? prices(request.capabilities.model) : nil
    shadow = prices(request.settings.yardstick)
  }

  /// What the grouping is optimised for.
  func cost(of prompt: TextMeasure, as shape: CallShape) -> CallCost {
    let price = provider?.amount(of: prompt, as: shape) ?? .zero
    return CallCost(price: price, calls: 1, pixels: pixels)
  }

  func price(of prompt: TextMeasure, as shape: CallShape) -> CallPrice {
    guard isPaid else { return .free }
    guard let provider else { return .unpriced }
    return .estimated(provider.estimate(of: prompt, as: shape))
  }
}
