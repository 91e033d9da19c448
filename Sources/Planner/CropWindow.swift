package import EditModel
package import Raster

extension CanvasSolver {
  /// Least context on each side of what is edited, in pixels of the picture.
  package static let leastMargin = 48
  /// Context on each side, as this part of the longer side of what is edited.
  package static let marginDivisor = 4

  /// The region around a box at the picture's own scale, on the canvas of lowest price.
  ///
  /// Around the box comes context on each side: a quarter of its longer side, at least 48 pixels, as far as the
  /// picture goes, so that the model sees what the edit must fit to. What the canvas has room for beyond that is
  /// filled with the picture, evenly where the picture goes on on both sides; only what lies beyond the picture
  /// is padding.
  ///
  /// - Parameters:
  ///   - box: In the picture, as around the masks of a call.
  ///   - picture: Sides in `1...1_000_000`.
  /// - Returns: `nil` when the region is the whole picture, when it neither costs less than the yardstick nor has
  ///   fewer pixels, or when no legal canvas holds it.
  package func crop(_ box: PixelRect, in picture: PixelSize) -> SentFrame? {
    let frame = PixelRect(frameOf: picture)
    let seen = box.intersection(frame)
    guard !seen.isEmpty, let yardstick = yardstick(picture)?.priced else { return nil }
    let longer = max(seen.width, seen.height)
    let margin = max(Self.leastMargin, (longer + Self.marginDivisor - 1) / Self.marginDivisor)
    let needed = seen.expanded(by: margin).intersection(frame)
    guard needed != frame, let canvas = best(for: needed.size, within: yardstick.cost) else { return nil }
    let window = needed.grown(to: canvas.size, in: picture)
    let gains = canvas.cost != yardstick.cost || canvas.pixels < yardstick.pixels
    guard window != frame, gains else { return nil }
    return SentFrame(cropping: window, on: canvas.size)
  }
}

extension PixelRect {
  /// This rectangle as large as the canvas, as far as the picture goes, with itself as near to the middle as the
  /// picture allows.
  fileprivate func grown(to canvas: PixelSize, in picture: PixelSize) -> PixelRect {
    func grow(_ start: Int, _ length: Int, to room: Int, in side: Int) -> (start: Int, length: Int) {
      let grown = min(room, side)
      return (min(max(start - (grown - length) / 2, 0), side - grown), grown)
    }
    let across = grow(x, width, to: canvas.width, in: picture.width)
    let down = grow(y, height, to: canvas.height, in: picture.height)
    return PixelRect(x: across.start, y: down.start, width: across.length, height: down.length)
  }
}
