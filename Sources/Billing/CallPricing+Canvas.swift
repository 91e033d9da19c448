extension CallPricing {
  /// The price without prompt of one picture, where this canvas is sent and asked for in the place of `output`.
  ///
  /// The same as that of a pricing made for the canvas, without partial pictures; but fast enough to try every
  /// size that a model renders.
  ///
  /// - Parameter isMasked: A mask of the canvas's size goes along.
  /// - Returns: `nil` for a canvas that the model does not render, or that has no price.
  /// - Complexity: O(1), without allocation.
  public func amount(ofCanvas canvas: BilledSize, isMasked: Bool) -> Estimate? {
    guard model.sizes.map({ $0.allows(canvas) }) ?? true,
      let imageOut = TokenRange.output(of: model, quality, size: canvas)
    else { return nil }
    if rates.picture != nil { return picturePrice(of: canvas) }
    var imageIn = InputCount(family: model.family, fidelity: fidelity, rule: rule).tokens(of: canvas)
    if isMasked { imageIn += TokenRange(low: 0, high: imageIn.high) }
    return rates.images(in: imageIn, out: imageOut)
  }

  private func picturePrice(of canvas: BilledSize) -> Estimate? {
    if case .flat = rule { return rates.picture }
    return model.picturePrice(quality: quality.name, canvas)?.cost(ofPicture: canvas)
  }
}
