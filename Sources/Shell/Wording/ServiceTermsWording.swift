internal import EditModel
internal import Engine
internal import Raster

extension ServiceTerms {
  /// `openai gpt-image-2-2026-04-21, low`, with the address where it is not the service's own.
  var line: String {
    let way = missing.map { ", but \($0)" } ?? address.map { ", at \($0)" } ?? ""
    return "\(provider) \(model), \(quality)\(way)"
  }

  /// The canvas that is asked for, and what becomes of the picture on its way there.
  var sizeWords: String {
    guard let frame else { return "the model renders no size for this picture" }
    let asked = "\(frame.canvas) is sent and asked for"
    let picture = frame.crop.size
    if frame.isWhole(of: picture) { return asked }
    let way =
      switch (frame.placed.size == picture, frame.placed.size == frame.canvas) {
      case (true, _): "is padded to it and cut out again"
      case (false, true): "is scaled to it and back"
      case (false, false): "is scaled to \(frame.placed.size) and padded, and brought back"
      }
    return "\(asked); the picture, \(picture), \(way)"
  }
}
