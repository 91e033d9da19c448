internal import Billing
internal import EditModel
internal import Raster

/// What the provider in use takes and costs at one quality.
struct QualityWays {
  let quality: String
  /// `nil` when it is free, or nothing is known of its prices.
  let prices: ModelPrices?
  /// `nil` when it takes any picture as it is.
  let frames: CallFrames?

  init(_ request: PlanRequest, quality: String, shapes: [CallShape]) {
    self.quality = quality
    let capabilities = request.capabilities
    let prices =
      !capabilities.isPaid
      ? nil
      : ModelPrices(model: capabilities.model, quality: quality, shapes: shapes, request: request)
    let frames = (capabilities.sizes ?? prices?.model.sizes).flatMap { rule in
      CallFrames(request.picture, rule: rule, wholeSize: request.wholeSize, prices: prices)
    }
    self.frames = frames
    let isPriced = frames.map { prices?.plainPricing(on: $0.naive.canvas) != nil }
    self.prices = isPriced == true ? prices : nil
  }

  /// True when the naive canvas costs no more than at another quality, at both ends of the range.
  func isNoDearer(than other: QualityWays) -> Bool {
    guard let price = naivePrice, let most = other.naivePrice else { return true }
    return price.low <= most.low && price.high <= most.high
  }

  private var naivePrice: Estimate? {
    guard let prices, let canvas = frames?.naive.canvas else { return nil }
    return prices.plainPricing(on: canvas)?.amount(text: .zero)
  }
}
