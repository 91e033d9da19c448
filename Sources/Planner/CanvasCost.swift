package import Billing
package import Raster

/// What a call costs as far as its canvas decides it: the canvas goes in as a picture and comes out as one.
package struct CanvasCost: Sendable {
  /// `nil` where nothing is priced, so that all canvases cost nothing.
  private let pricing: CallPricing?
  private let isMasked: Bool

  /// - Parameters:
  ///   - pricing: Gives the model, the quality and the account of tokens; its sizes are not looked at. `nil` without prices.
  ///   - isMasked: A mask of the canvas's size goes along.
  package init(_ pricing: CallPricing?, isMasked: Bool) {
    self.pricing = pricing
    self.isMasked = isMasked
  }

  var isPriced: Bool { pricing != nil }

  /// The price of a canvas without a prompt, of one picture; zero where nothing is priced.
  ///
  /// Variants and what else goes along cost the same on every canvas, or so many times as much.
  ///
  /// - Returns: `nil` for a size that the model of the prices does not render.
  package func estimate(of canvas: PixelSize) -> Estimate? {
    guard let pricing else { return .zero }
    return BilledSize(canvas).flatMap { pricing.amount(ofCanvas: $0, isMasked: isMasked) }
  }
}

extension CanvasCost: Hashable {
  /// Equal costs price every canvas alike.
  package static func == (left: CanvasCost, right: CanvasCost) -> Bool {
    left.isMasked == right.isMasked && left.pricing?.quality == right.pricing?.quality
      && left.pricing?.rule == right.pricing?.rule && left.pricing?.isBatch == right.pricing?.isBatch
      && left.pricing?.fidelity == right.pricing?.fidelity && left.pricing?.model == right.pricing?.model
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(isMasked)
    hasher.combine(pricing?.model.id)
    hasher.combine(pricing?.quality.name)
  }
}
