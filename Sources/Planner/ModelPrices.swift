internal import Billing
internal import EditModel
internal import Raster

/// What calls of one model and quality cost, on any canvas and in any shape; the canvas is sent and asked for.
///
/// A plan asks for the same few canvases again and again, so what was worked out is kept.
final class ModelPrices {
  private struct Key: Hashable {
    let width: Int
    let height: Int
    /// Twice the shape's number, plus one with a mask.
    let kind: Int

    /// One number, which is faster than three; sizes that have a price are short.
    func hash(into hasher: inout Hasher) { hasher.combine(width << 40 ^ height << 20 ^ kind) }
  }

  let model: PricedModel
  let quality: String
  private let partials: Int
  private let rule: TokenRule
  private let isBatch: Bool
  private let shapes: [CallShape]
  private var known: [Key: Priced] = [:]

  /// Handed round without copying what is in it.
  private final class Priced {
    let pricing: CallPricing?

    init(_ pricing: CallPricing?) { self.pricing = pricing }
  }

  /// - Parameter shapes: Those that are asked about, by their number.
  /// - Returns: `nil` when the table does not know the model. Of a quality that it does not have no canvas has
  ///   a price.
  init?(model name: String, quality: String, shapes: [CallShape], request: PlanRequest) {
    guard let model = request.prices.model(named: name) else { return nil }
    self.model = model
    self.quality = quality
    self.shapes = shapes
    partials = request.settings.partials
    rule = request.rule
    isBatch = request.batch
  }

  /// The price of a call, or `nil` when the model does not render the canvas.
  func amount(of prompt: TextMeasure, on canvas: PixelSize, shape: Int, isMasked: Bool) -> Estimate? {
    let priced = priced(on: canvas, shape: shape, isMasked: isMasked)
    return priced.pricing.map { $0.amount(text: $0.text(of: prompt)) }
  }

  /// The same with tokens and price rows.
  func estimate(
    of prompt: TextMeasure, on canvas: PixelSize, shape: Int, isMasked: Bool
  ) -> CallEstimate? {
    let priced = priced(on: canvas, shape: shape, isMasked: isMasked)
    return priced.pricing.map { $0.estimate(text: $0.text(of: prompt)) }
  }

  /// The prices of a plain call, for those who look for a canvas.
  func plainPricing(on canvas: PixelSize, isMasked: Bool = false) -> CallPricing? {
    makePricing(on: canvas, .plain, isMasked: isMasked)
  }

  /// True when a canvas costs more than another at either end of the range.
  func isDearer(_ canvas: PixelSize, than other: PixelSize, isMasked: Bool) -> Bool {
    let prices = [canvas, other].map {
      plainPricing(on: $0, isMasked: isMasked)?.amount(text: .zero) ?? .zero
    }
    return prices[0].low > prices[1].low || prices[0].high > prices[1].high
  }

  private func priced(on canvas: PixelSize, shape: Int, isMasked: Bool) -> Priced {
    let key = Key(width: canvas.width, height: canvas.height, kind: 2 * shape + (isMasked ? 1 : 0))
    if let priced = known[key] { return priced }
    let priced = Priced(makePricing(on: canvas, shapes[shape], isMasked: isMasked))
    known[key] = priced
    return priced
  }

  private func makePricing(on canvas: PixelSize, _ shape: CallShape, isMasked: Bool) -> CallPricing? {
    guard let size = BilledSize(canvas) else { return nil }
    // A size that the model does not render has no price, and `nil` says so.
    return try? CallPricing(
      model: model, quality: quality, output: size,
      inputs: [size] + shape.references.map { BilledSize(upToLimit: $0) }, isMasked: isMasked,
      variants: shape.variants, partials: partials, rule: rule, batch: isBatch)
  }
}

extension BilledSize {
  /// `nil` for a size that no token rule takes.
  init?(_ size: PixelSize) {
    let sides = 1...BilledSize.longestSide
    guard sides.contains(size.width), sides.contains(size.height) else { return nil }
    self.init(width: size.width, height: size.height)
  }

  /// A longer side than the token rules take counts as the longest, which costs as much.
  init(upToLimit size: PixelSize) {
    let sides = 1...BilledSize.longestSide
    self.init(
      width: min(max(size.width, sides.lowerBound), sides.upperBound),
      height: min(max(size.height, sides.lowerBound), sides.upperBound))
  }
}
