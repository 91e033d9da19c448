internal import EditModel
internal import Raster

extension PixelSize {
  /// True when a picture of the other size fits into this one without turning it.
  func covers(_ other: PixelSize) -> Bool { width >= other.width && height >= other.height }

  /// The largest size of this ratio inside `frame`; the side that does not fill it is rounded, at least 1.
  func scaled(into frame: PixelSize) -> PixelSize {
    if frame.width * height <= frame.height * width {
      let scaled = (2 * height * frame.width + width) / (2 * width)
      return PixelSize(width: frame.width, height: min(max(scaled, 1), frame.height))
    }
    let scaled = (2 * width * frame.height + height) / (2 * height)
    return PixelSize(width: min(max(scaled, 1), frame.width), height: frame.height)
  }
}

extension SentFrame {
  /// The whole picture, scaled to `content`, in the middle of the canvas.
  init(placing picture: PixelSize, at content: PixelSize, on canvas: PixelSize) {
    self.init(crop: PixelRect(frameOf: picture), content: content, canvas: canvas)
  }

  /// A part of the picture at its own scale, in the middle of the canvas.
  init(cropping window: PixelRect, on canvas: PixelSize) {
    self.init(crop: window, content: window.size, canvas: canvas)
  }

  private init(crop: PixelRect, content: PixelSize, canvas: PixelSize) {
    self.init(
      crop: crop,
      placed: PixelRect(
        x: (canvas.width - content.width) / 2, y: (canvas.height - content.height) / 2,
        width: content.width, height: content.height),
      canvas: canvas)
  }
}
