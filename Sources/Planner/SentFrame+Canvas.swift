package import EditModel
package import Raster

/// Pictures and masks on their way to a canvas and back.
extension SentFrame {
  /// True when pixels keep their size on the canvas.
  package var keepsScale: Bool { crop.size == placed.size }

  /// The smallest rectangle of the canvas that holds what `rect` of the picture shows; for prompts.
  ///
  /// What lies outside the crop is left out, which may be all of it.
  package func place(of rect: PixelRect) -> PixelRect {
    let seen = rect.intersection(crop)
    func ends(_ start: Int, _ end: Int, _ length: Int, _ placed: Int) -> (Int, Int) {
      (start * placed / length, (end * placed + length - 1) / length)
    }
    let (left, right) = ends(seen.x - crop.x, seen.maxX - crop.x, crop.width, placed.width)
    let (top, bottom) = ends(seen.y - crop.y, seen.maxY - crop.y, crop.height, placed.height)
    guard !seen.isEmpty else { return PixelRect(x: placed.x, y: placed.y, width: 0, height: 0) }
    return PixelRect(
      x: placed.x + left, y: placed.y + top, width: right - left, height: bottom - top)
  }

  /// The padding of the canvas around what is placed on it.
  fileprivate var padding: CanvasChange {
    .extend(
      left: placed.x, top: placed.y, right: canvas.width - placed.maxX, bottom: canvas.height - placed.maxY)
  }
}

extension Bitmap {
  /// This picture as the canvas that is sent: cropped, scaled, and its outermost pixels repeated as padding.
  ///
  /// A frame that is the whole picture gives the picture itself.
  ///
  /// - Throws: `RasterError` when the frame does not belong to a picture of this size.
  package func onCanvas(_ frame: SentFrame, bands: Bands = .standard) throws(RasterError) -> Bitmap {
    let content = try cropped(to: frame.crop).resized(to: frame.placed.size, bands: bands)
    return try frame.padding.applied(to: content, fill: .edge, bands: bands)
  }

  /// What this canvas, as it came back, makes of a picture: its part without padding, scaled back, over `base`.
  ///
  /// Nothing is resampled when the frame keeps the scale.
  ///
  /// - Parameter base: The picture that was sent; what is not in the crop stays as it is there.
  /// - Throws: `RasterError` when the canvas has another size than the frame's, or the frame does not belong to
  ///   a picture of the base's size.
  package func fromCanvas(
    _ frame: SentFrame, over base: Bitmap, bands: Bands = .standard
  ) throws(RasterError) -> Bitmap {
    guard size == frame.canvas else { throw .sizeDiffers(found: size, expected: frame.canvas) }
    let content = try cropped(to: frame.placed).resized(to: frame.crop.size, bands: bands)
    if content.size == base.size { return content }
    return base.pasting(content, x: frame.crop.x, y: frame.crop.y)
  }
}

extension Mask {
  /// The pixels of the canvas that show any pixel with a weight above 0: 255, all others 0.
  ///
  /// Padding is 0: what a model draws there is cut off, so nothing may be drawn there alone.
  ///
  /// - Throws: `RasterError` when the frame does not belong to a mask of this size.
  package func onCanvas(_ frame: SentFrame, bands: Bands = .standard) throws(RasterError) -> Mask {
    let board = PixelRect(frameOf: frame.canvas)
    guard frame.placed.intersection(board) == frame.placed else {
      throw .rectangleOutsideFrame(found: frame.placed, frame: frame.canvas)
    }
    return try cropped(to: frame.crop).cover(at: frame.placed.size, bands: bands)
      .surroundedByPadding(of: frame)
  }

  /// This mask of the canvas with 0 wherever it is padding.
  ///
  /// - Throws: `RasterError` when the mask has another size than the canvas.
  func lockingPadding(of frame: SentFrame) throws(RasterError) -> Mask {
    guard size == frame.canvas else { throw .sizeDiffers(found: size, expected: frame.canvas) }
    return try cropped(to: frame.placed).surroundedByPadding(of: frame)
  }

  private func surroundedByPadding(of frame: SentFrame) -> Mask {
    if size == frame.canvas { return self }
    return Mask(width: frame.canvas.width, height: frame.canvas.height, filledWith: 0)
      .pasting(self, x: frame.placed.x, y: frame.placed.y)
  }
}
