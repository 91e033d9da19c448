public import Raster

extension LocalInstruction {
  /// Carries out the instruction at full strength on every pixel of weight above 0.
  ///
  /// Pixels of weight 0 stay as they are, bit for bit; the weights themselves are applied by compositing the
  /// result over the picture. Brightness, contrast and the other changes of colour keep alpha; fill makes the
  /// area opaque, a new background may make it transparent. The same arguments give the same pixels on every
  /// machine and with every number of workers.
  ///
  /// - Parameters:
  ///   - mask: Where to edit; `nil` is the whole picture, or for a background what the frame's border shows.
  ///   - seed: Start of the random numbers; matters only when `usesRandomness`.
  /// - Returns: A picture of the same size.
  /// - Throws: `RetouchError` with code `needsMask`, `maskSizeDiffers`, `backgroundNotPlain` or
  ///   `cannotBeRemoved`.
  public func applied(
    to bitmap: Bitmap, mask: Mask?, seed: UInt64, bands: Bands = .standard
  ) throws(RetouchError) -> Bitmap {
    if let mask, mask.size != bitmap.size {
      throw RetouchError(.maskSizeDiffers, found: "\(mask.size)", allowed: "\(bitmap.size)")
    }
    if mask == nil, needsMask { throw RetouchError(.needsMask) }
    var result = bitmap
    for (index, adjustment) in adjustments.enumerated() {
      result = try adjustment.applied(
        to: Area(result, mask: mask, bands: bands), mask: mask, seed: seed &+ UInt64(index))
    }
    return result
  }
}

extension Adjustment {
  fileprivate func applied(to area: Area, mask: Mask?, seed: UInt64) throws(RetouchError) -> Bitmap {
    switch self {
    case .remove: try area.removed(mask: mask, seed: seed)
    case .fill(let paint): area.filled(with: paint)
    case .blur(let radius): area.blurred(radiusTenths: radius)
    case .pixelate(let block): area.pixelated(blockPixels: block)
    case .sharpen(let permille): area.sharpened(permille: permille)
    case .brightness(let permille): area.brightened(permille: permille)
    case .contrast(let permille): area.contrasted(permille: permille)
    case .saturation(let permille): area.saturated(permille: permille)
    case .warmth(let permille): area.warmed(permille: permille)
    case .hue(let tenths): area.hueTurned(degreeTenths: tenths)
    case .recolour(let colour): area.recoloured(colour)
    case .grayscale: area.grayscale()
    case .sepia: area.sepia()
    case .invert: area.inverted()
    case .background(let backdrop): try area.withBackground(backdrop)
    }
  }
}
