internal import EditModel
internal import Planner
internal import Raster

/// A raw reply composed over its base, with what was measured on the way.
struct Composition {
  let picture: Bitmap
  let measured: Measurements

  /// One instruction of the round and where it applies; `nil` means the whole picture.
  struct Part {
    let id: QueueID
    let mask: Mask?
  }

  /// Composes and measures.
  ///
  /// A part without a mask leaves nothing to lock. A raw picture of another size is not composed.
  ///
  /// - Throws: `RasterError.sizeDiffers` when a mask has another size than the base.
  init(raw: Bitmap, base: Bitmap, parts: [Part], bands: Bands) throws(RasterError) {
    var measured = Measurements(
      outsideBefore: nil, outsideAfter: nil, inside: [], seamRatio: nil,
      sizeDiffers: raw.size != base.size, isBaseFlat: base.isFlat, isFlat: raw.isFlat)
    guard !measured.sizeDiffers else {
      self.init(picture: raw, measured: measured)
      return
    }
    var picture = raw
    if let union = try Self.union(parts.map(\.mask), bands: bands) {
      picture = try raw.composited(over: base, through: union, bands: bands)
      let before = try raw.changes(to: base, inside: union, bands: bands)
      let after = try picture.changes(to: base, inside: union, bands: bands)
      measured.outsideBefore = Verification.Change(before.outside)
      measured.outsideAfter = Verification.Change(after.outside)
      measured.seamRatio = try Self.seamRatio(of: picture, over: base, along: union, bands: bands)
    }
    for part in parts {
      let change = try Self.change(of: picture, from: base, part.mask, bands)
      measured.inside.append(
        Measurements.Inside(id: part.id, isMasked: part.mask != nil, change: change))
    }
    self.init(picture: picture, measured: measured)
  }

  private init(picture: Bitmap, measured: Measurements) {
    self.picture = picture
    self.measured = measured
  }

  /// All masks together, or `nil` when one instruction applies to the whole picture.
  private static func union(_ masks: [Mask?], bands: Bands) throws(RasterError) -> Mask? {
    guard var union = masks.first.flatMap({ $0 }), masks.allSatisfy({ $0 != nil }) else { return nil }
    for case let mask? in masks.dropFirst() { try union.formUnion(mask, bands: bands) }
    return union
  }

  private static func change(
    of picture: Bitmap, from base: Bitmap, _ mask: Mask?, _ bands: Bands
  ) throws(RasterError) -> Verification.Change {
    guard let mask else { return Verification.Change(try picture.changes(to: base, bands: bands)) }
    return Verification.Change(try picture.changes(to: base, inside: mask, bands: bands).inside)
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
  fileprivate init(_ measure: ChangeMeasure) {
    self.init(
      pixels: measure.pixelCount, changed: measure.changedPixelCount, maximum: measure.maximum)
  }
}
