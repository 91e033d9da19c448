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
  /// What cannot be brought back is not composed, and `picture` is then as it came.
  ///
  /// - Parameter masks: Of the parts, made for a provider that does not keep what a mask leaves out.
  /// - Throws: `RasterError` when a mask or the frame does not belong to a picture of the base's size.
  package init(
    _ result: HostedResult, base: Bitmap, parts: [Part], bands: Bands
  ) throws(RasterError) {
    let masks = try EditMasks(parts.map(\.mask), support: .hint, bands: bands)
    let raw = try result.broughtBack(over: base, bands: bands)
    var measured = Measurements(
      outsideBefore: nil, outsideAfter: nil, inside: [], seamRatio: nil, sizeDiffers: raw == nil,
      isBaseFlat: base.isUniform(within: HostedResult.blankRange),
      isFlat: result.picture.bitmap.isUniform(within: HostedResult.blankRange))
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
}
