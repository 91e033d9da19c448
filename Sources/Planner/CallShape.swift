internal import EditModel
internal import Raster

/// What the price of a call depends on beside its prompt, its canvas and its mask.
///
/// Only instructions of one shape share a call.
struct CallShape: Hashable {
  /// The sizes of the pictures that go along, in order.
  let references: [PixelSize]
  let variants: Int

  static let plain = CallShape(references: [], variants: 1)
}
