import Raster

extension Area {
  /// The area filled with patches of its surroundings.
  ///
  /// - Throws: `needsMask` without a mask, `cannotBeRemoved` when the mask leaves nothing to copy from.
  func removed(mask: Mask?, seed: UInt64) throws(RetouchError) -> Bitmap {
    guard let mask else { throw RetouchError(.needsMask) }
    if box() == nil { return bitmap }
    do {
      return try bitmap.inpainted(hole: mask, seed: seed, bands: bands)
    } catch {
      throw RetouchError(error)
    }
  }
}

extension RetouchError {
  fileprivate init(_ error: InpaintingError) {
    switch error {
    case .sizeMismatch(let found, let allowed):
      self.init(.maskSizeDiffers, found: "\(found)", allowed: "\(allowed)")
    case .nothingToCopy(let holePixels):
      self.init(.cannotBeRemoved, found: "\(holePixels)")
    }
  }
}
