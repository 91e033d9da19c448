public import EditModel
public import Raster

/// How far a final is from the round that was accepted.
///
/// A service draws anew each time, so the two are never the same picture; the figures say how near they are.
public struct FinalComparison: Hashable, Sendable {
  public let accepted: RoundID
  public let final: RoundID
  /// The size at which they were compared: of two sizes the one with fewer pixels, to which the other picture
  /// was scaled.
  public let size: PixelSize
  /// True when one of them was scaled for it.
  public let isScaled: Bool
  /// Over the whole frame, in levels of `0...255`, alpha included.
  public let change: ChangeMeasure
  /// Outside the masks of all instructions of the final.
  ///
  /// There it shows the first picture; so does the accepted round, but where something was left out. `nil` when
  /// an instruction has no mask, and when one of the two was scaled: then nothing was to stay as it is.
  public let outside: ChangeMeasure?
  /// CIEDE2000 over the whole frame; about 1 is just seen side by side.
  public let colour: ColourShift
  /// The mean structural similarity, at most 1 (equal); `nil` for a side below 7 pixels.
  public let similarity: Double?

  /// Measures two pictures of one ratio of sides.
  ///
  /// For colour and similarity, what is transparent is seen over white.
  ///
  /// - Parameter union: Where the final's instructions may change anything, of the final's size; `nil` when that
  ///   is everywhere.
  /// - Throws: `sizeDiffers` for a mask of another size.
  package init(
    final: (id: RoundID, picture: Bitmap), accepted: (id: RoundID, picture: Bitmap), within union: Mask?,
    bands: Bands = .standard
  ) throws(RasterError) {
    let size = Self.smaller(final.picture.size, accepted.picture.size)
    let (new, old) = (
      try final.picture.resized(to: size, bands: bands), try accepted.picture.resized(to: size, bands: bands)
    )
    self.final = final.id
    self.accepted = accepted.id
    self.size = size
    isScaled = final.picture.size != accepted.picture.size
    change = try new.changes(to: old, bands: bands)
    if let union, !isScaled {
      outside = try new.changes(to: old, inside: union, bands: bands).outside
    } else {
      outside = nil
    }
    let (seen, shown) = (old.seen(bands), new.seen(bands))
    colour = try shown.colourShift(to: seen, bands: bands)
    let isMeasurable = min(size.width, size.height) >= StructuralSimilarity.windowSide
    similarity = isMeasurable ? try StructuralSimilarity(of: shown, and: seen, bands: bands).mean : nil
  }

  private static func smaller(_ left: PixelSize, _ right: PixelSize) -> PixelSize {
    left.width * left.height <= right.width * right.height ? left : right
  }
}

extension Bitmap {
  fileprivate func seen(_ bands: Bands) -> Bitmap {
    isOpaque ? self : flattened(over: .white, bands: bands)
  }
}
