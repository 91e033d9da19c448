package import Codecs
package import EditModel
internal import Planner
package import Raster

/// A picture as a service returned it that renders the whole frame again.
package struct HostedResult {
  /// As it was decoded from the reply.
  package let picture: DecodedPicture
  /// How the base lay on the canvas that was sent.
  package let frame: SentFrame
  /// The file format that was asked for, as `png`.
  package let format: String
  /// True when a transparent background was asked for, false when an opaque one; `nil` without a wish.
  package let transparent: Bool?

  package init(picture: DecodedPicture, frame: SentFrame, format: String, transparent: Bool?) {
    self.picture = picture
    self.frame = frame
    self.format = format
    self.transparent = transparent
  }

  /// What is put behind a picture with transparency before it is sent: services look at colours alone.
  package static let matte = Colour.white

  /// A picture whose channels stay within so many levels counts as blank.
  static let blankRange = 8

  /// The returned picture on the base's pixels, or `nil` when its sides have another ratio than the canvas.
  ///
  /// Of another size than asked for, within 1 % of the ratio, it is scaled to the canvas first. Nothing is
  /// resampled when size and frame are as asked. An opaque rendering of a base with transparency gets it back.
  ///
  /// - Throws: `RasterError` when the frame does not belong to a picture of the base's size.
  func broughtBack(over base: Bitmap, bands: Bands) throws(RasterError) -> Bitmap? {
    let (size, canvas) = (picture.bitmap.size, frame.canvas)
    let (first, second) = (size.width * canvas.height, canvas.width * size.height)
    guard 100 * abs(first - second) <= max(first, second) else { return nil }
    let back = try picture.bitmap.resized(to: canvas, bands: bands)
      .fromCanvas(frame, over: base, bands: bands)
    guard !base.isOpaque, picture.bitmap.isOpaque else { return back }
    return try back.takingOffMatte(Self.matte, asIn: base, bands: bands)
  }

  /// What was rendered of the picture; of another size than asked for, with its padding.
  func withoutPadding() throws(RasterError) -> Bitmap {
    let isAsAsked = picture.bitmap.size == frame.canvas && frame.placed.size != frame.canvas
    return isAsAsked ? try picture.bitmap.cropped(to: frame.placed) : picture.bitmap
  }

  var asked: Verification.Rendition {
    Verification.Rendition(size: frame.canvas, format: format, isTransparent: transparent)
  }

  var got: Verification.Rendition {
    Verification.Rendition(
      size: picture.bitmap.size, format: picture.format.rawValue, isTransparent: !picture.bitmap.isOpaque)
  }
}

extension Composition {
  /// Brings back, composes and measures what a service returned that renders the whole frame again.
  ///
  /// What cannot be brought back is not composed, and `picture` is then as it came. Of a region only the region
  /// is composed and measured, because nothing else was rendered; that nothing changed outside all masks is
  /// measured on the whole picture.
  ///
  /// - Parameter masks: Of the parts, made for a provider that does not keep what a mask leaves out.
  /// - Throws: `RasterError` when a mask or the frame does not belong to a picture of the base's size.
  package init(
    _ result: HostedResult, base: Bitmap, parts: [Part], bands: Bands
  ) throws(RasterError) {
    for case let mask? in parts.map(\.mask) where mask.size != base.size {
      throw .sizeDiffers(found: mask.size, expected: base.size)
    }
    let window = result.frame.crop
    guard window != PixelRect(frameOf: base.size) else {
      try self.init(rendered: result, base: base, parts: parts, bands: bands)
      return
    }
    var inside: [Part] = []
    for part in parts { inside.append(try part.cropped(to: window)) }
    let region = try Composition(
      rendered: result.ofRegion(), base: base.cropped(to: window), parts: inside, bands: bands)
    try self.init(region: region, at: window, in: base, parts: parts, bands: bands)
  }

  private init(
    rendered result: HostedResult, base: Bitmap, parts: [Part], bands: Bands
  ) throws(RasterError) {
    let masks = try EditMasks(parts.map(\.mask), support: .hint, bands: bands)
    let raw = try result.broughtBack(over: base, bands: bands)
    var measured = Measurements(
      outsideBefore: nil, outsideAfter: nil, inside: [], seamRatio: nil, sizeDiffers: raw == nil,
      isBaseFlat: base.isUniform(within: HostedResult.blankRange),
      isFlat: try result.withoutPadding().isUniform(within: HostedResult.blankRange))
    (measured.asked, measured.got) = (result.asked, result.got)
    if let masks, let raw {
      let seen = base.isOpaque ? base : base.flattened(over: HostedResult.matte, bands: bands)
      let shown = raw.isOpaque ? raw : raw.flattened(over: HostedResult.matte, bands: bands)
      measured.colourShift = try shown.colourCast(from: seen, outside: masks.union, bands: bands)?.mean
    }
    try self.init(
      raw: raw ?? result.picture.bitmap, base: base, parts: parts, masks: masks, measured: measured,
      bands: bands)
  }

  /// Puts a composed region into the picture that it is of.
  private init(
    region: Composition, at window: PixelRect, in base: Bitmap, parts: [Part], bands: Bands
  ) throws(RasterError) {
    guard !region.measured.sizeDiffers else {
      self = region
      return
    }
    let picture = base.pasting(region.picture, x: window.x, y: window.y)
    var measured = region.measured
    let masks = parts.compactMap(\.mask)
    if var union = masks.first, masks.count == parts.count {
      for mask in masks.dropFirst() { try union.formUnion(mask, bands: bands) }
      measured.outsideAfter = Verification.Change(
        try picture.changes(to: base, inside: union, bands: bands).outside)
    }
    self.init(picture: picture, measured: measured)
  }
}

extension HostedResult {
  /// The same picture as of the region alone.
  fileprivate func ofRegion() -> HostedResult {
    let region = SentFrame(
      crop: PixelRect(frameOf: frame.crop.size), placed: frame.placed, canvas: frame.canvas)
    return HostedResult(picture: picture, frame: region, format: format, transparent: transparent)
  }
}

extension Composition.Part {
  fileprivate func cropped(to window: PixelRect) throws(RasterError) -> Composition.Part {
    let mask = try mask.map { mask throws(RasterError) in try mask.cropped(to: window) }
    return Composition.Part(id: id, mask: mask)
  }
}
