internal import Raster
internal import Synchronization

/// The yardstick's canvas for a picture.
struct YardstickCanvas: Sendable {
  let size: PixelSize
  /// `nil` when the model of the prices does not render it.
  let priced: PricedCanvas?
}

/// The yardstick of the picture that was asked about last, because a plan asks about one again and again.
final class LastYardstickCanvas: Sendable {
  private let last = Mutex<(picture: PixelSize, yardstick: YardstickCanvas?)?>(nil)

  func value(for picture: PixelSize, make: () -> YardstickCanvas?) -> YardstickCanvas? {
    let known = last.withLock { $0 }
    if let known, known.picture == picture { return known.yardstick }
    let made = make()
    last.withLock { $0 = (picture, made) }
    return made
  }
}
