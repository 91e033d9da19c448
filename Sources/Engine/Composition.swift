package import EditModel
package import Planner
package import Raster

/// A raw reply composed over its base, with what was measured on the way.
package struct Composition {
  package let picture: Bitmap
  package let measured: Measurements

  /// One instruction of the round and where it applies; `nil` means the whole picture.
  package struct Part {
    package let id: QueueID
    package let mask: Mask?

    package init(id: QueueID, mask: Mask?) {
      self.id = id
      self.mask = mask
    }
  }

  /// Composes and measures what a provider returned that keeps the picture's size and what a mask leaves out.
  ///
  /// A part without a mask leaves nothing to lock. A raw picture of another size is not composed.
  ///
  /// - Throws: `RasterError.sizeDiffers` when a mask has another size than the base.
  package init(raw: Bitmap, base: Bitmap, parts: [Part], bands: Bands) throws(RasterError) {
    let masks = try EditMasks(parts.map(\.mask), support: .exact, bands: bands)
    let measured = Measurements(
      outsideBefore: nil, outsideAfter: nil, inside: [], seamRatio: nil,
      sizeDiffers: raw.size != base.size, isBaseFlat: base.isFlat, isFlat: raw.isFlat)
    try self.init(raw: raw, base: base, parts: parts, masks: masks, measured: measured, bands: bands)
  }

  /// - Parameter measured: What is known before composing; the rest is added.
  init(
    raw: Bitmap, base: Bitmap, parts: [Part], masks: EditMasks?, measured: Measurements, bands: Bands
  ) throws(RasterError) {
    guard !measured.sizeDiffers else {
      self.init(picture: raw, measured: measured)
      return
    }
    var (picture, measured) = (raw, measured)
    var outsideMean = 0.0
    if let masks {
      picture = try raw.composited(over: base, through: masks.blend, bands: bands)
      let before = try raw.changes(to: base, inside: masks.union, bands: bands).outside
      let after = try picture.changes(to: base, inside: masks.union, bands: bands).outside
      // Who returns files has rendered everything anew; others change nothing outside but by fault.
      if measured.got != nil { outsideMean = before.mean }
      measured.outsideBefore = Verification.Change(before)
      measured.outsideAfter = Verification.Change(after)
      measured.seamRatio = try Self.seamRatio(of: picture, over: base, along: masks.union, bands: bands)
    }
    for part in parts {
      var inside = try Self.inside(of: picture, from: base, part, bands)
      if outsideMean > 0, let mask = part.mask {
        let full = try raw.changes(to: base, inside: mask, bands: bands).inside
        inside.distinctness = full.mean / outsideMean
      }
      measured.inside.append(inside)
    }
    self.init(picture: picture, measured: measured)
  }

  init(picture: Bitmap, measured: Measurements) {
    self.picture = picture
    self.measured = measured
  }

  private static func inside(
    of picture: Bitmap, from base: Bitmap, _ part: Part, _ bands: Bands
  ) throws(RasterError) -> Measurements.Inside {
    let change =
      if let mask = part.mask {
        try picture.changes(to: base, inside: mask, bands: bands).inside
      } else {
        try picture.changes(to: base, bands: bands)
      }
    return Measurements.Inside(
      id: part.id, isMasked: part.mask != nil, change: Verification.Change(change))
  }

  /// The step along the edge relative to the base's; a base without any step counts as one level.
  private static func seamRatio(
    of picture: Bitmap, over base: Bitmap, along mask: Mask, bands: Bands
  ) throws(RasterError) -> Double? {
    let before = try base.seamStep(along: mask, bands: bands)
    guard before.pairCount > 0 else { return nil }
    return try picture.seamStep(along: mask, bands: bands).mean / max(before.mean, 1)
  }
}

extension Verification.Change {
  init(_ measure: ChangeMeasure) {
    self.init(
      pixels: measure.pixelCount, changed: measure.changedPixelCount, maximum: measure.maximum)
  }
}
