package import EditModel
package import Raster

/// The masks of one call, all made from the user's.
///
/// - *Sent*: where the model may draw. The user's masks together, grown outwards and binary, because half
///   transparent alpha has no defined meaning there.
/// - *Blend*: how strongly the result shows. Never above the user's weight. What an `exact` provider returns
///   meets the base at the mask's edge by itself, so blend is the user's weight; of one that renders the whole
///   frame again nothing does, so a hard edge is feathered inwards.
/// - *Lock*: where the picture stays as it was, bit for bit: the user's weight is 0.
package struct EditMasks: Sendable {
  /// Pixels of the canvas by which the sent mask is larger: room for what is drawn to run out in, so that the
  /// edge of the old object is not taken for something to keep.
  package static let growth = 4.0
  /// Pixels of the picture over which a hard edge is feathered; `Mask.featheredInwards` says how thin parts
  /// are spared.
  package static let feather = 6

  /// One for each instruction, as the user made them.
  package let users: [Mask]
  /// One for each instruction: how strongly the result shows in its place.
  package let blends: [Mask]
  /// How strongly the result shows.
  package let blend: Mask
  /// The larger of the users' weights.
  package let union: Mask
  private let bands: Bands

  /// Feathered is the edge of all masks together: where two meet, one result shows on both sides.
  ///
  /// - Parameters:
  ///   - masks: One for each instruction; `nil` means the whole picture.
  ///   - support: What a mask does with the provider.
  /// - Returns: `nil` when an instruction has no mask, or there is none at all: then nothing is locked.
  /// - Throws: `sizeDiffers`.
  package init?(
    _ masks: [Mask?], support: Capabilities.MaskSupport, bands: Bands = .standard
  ) throws(RasterError) {
    let users = masks.compactMap(\.self)
    guard var union = users.first, users.count == masks.count else { return nil }
    for mask in users.dropFirst() { try union.formUnion(mask, bands: bands) }
    self.users = users
    self.union = union
    self.bands = bands
    guard support != .exact else {
      (blends, blend) = (users, union)
      return
    }
    let blend = try union.featheredInwards(by: Self.feather, bands: bands)
    var blends: [Mask] = []
    for user in users { blends.append(try user.intersection(blend, bands: bands)) }
    (self.blends, self.blend) = (blends, blend)
  }

  /// 255 where no instruction may change anything, 0 elsewhere.
  package func lock() throws(RasterError) -> Mask {
    try union.thresholded(at: 1, bands: bands).inverted(bands: bands)
  }

  /// Where the model may draw, on the canvas: 255 or 0, and 0 in its padding.
  ///
  /// - Throws: `RasterError` when the frame does not belong to a picture of the masks' size.
  package func sent(on frame: SentFrame) throws(RasterError) -> Mask {
    try union.onCanvas(frame, bands: bands).grown(by: Self.growth, bands: bands).lockingPadding(of: frame)
  }
}
