public import Raster

/// How a picture lies on the canvas that a model gets and gives back.
///
/// The part `crop` of the picture, scaled to the size of `placed`, lies at `placed` on a canvas of `canvas`
/// pixels; the rest of the canvas is padding, which repeats the picture's edge and is cut off again.
public struct SentFrame: Hashable, Sendable, Codable {
  /// In the picture; the whole picture unless a region is sent.
  public let crop: PixelRect
  /// On the canvas; of the same size as `crop` when nothing is scaled.
  public let placed: PixelRect
  /// What the model is asked to render.
  public let canvas: PixelSize

  public init(crop: PixelRect, placed: PixelRect, canvas: PixelSize) {
    self.crop = crop
    self.placed = placed
    self.canvas = canvas
  }

  /// True when the canvas is the picture as it is, so that its stored file can be sent.
  public func isWhole(of picture: PixelSize) -> Bool {
    crop == PixelRect(frameOf: picture) && placed == crop
      && canvas == picture
  }
}

/// For records of what a value was made of; another program may read them.
extension SentFrame {
  /// `1024x480+0+140`: width, height, left, top.
  package var cropText: String { Self.text(of: crop) }
  package var placedText: String { Self.text(of: placed) }
  /// `1424x480`.
  package var canvasText: String { "\(canvas.width)x\(canvas.height)" }

  private static func text(of rect: PixelRect) -> String {
    "\(rect.width)x\(rect.height)+\(rect.x)+\(rect.y)"
  }
}
