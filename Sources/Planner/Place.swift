internal import Raster

/// Says where a rectangle lies in a picture.
enum Place {
  /// Like `In the upper left, x 58 to 197 and y 91 to 250 of 600x400 pixels`; edges are inclusive.
  static func sentence(for box: PixelRect, in picture: PixelSize) -> String {
    "In \(words(for: box, in: picture)), x \(box.x) to \(box.maxX - 1) and y \(box.y) to "
      + "\(box.maxY - 1) of \(picture) pixels"
  }

  static let wholePicture = "Over the whole picture"

  /// `the upper left`, `the centre`, `the whole width of the lower part`, `most of the picture`.
  ///
  /// A side that covers two thirds of the picture counts as the whole of it; else the middle of the
  /// rectangle falls into the first, second or last third.
  static func words(for box: PixelRect, in picture: PixelSize) -> String {
    let thirds = Thirds(of: box, in: picture)
    let across = thirds.across.map { ["left", "centre", "right"][$0] }
    let down = thirds.down.map { ["upper", "middle", "lower"][$0] }
    switch (across, down) {
    case (nil, nil): return "most of the picture"
    case (nil, let down?): return "the whole width of the \(down) part"
    case (let across?, nil): return "the whole height of the \(across) part"
    case ("centre", "middle"): return "the centre"
    case (let across?, "middle"): return "the middle \(across)"
    case (let across?, let down?): return "the \(down) \(across)"
    }
  }

  /// The thirds of the picture that a rectangle lies in; `nil` for a side that it covers.
  struct Thirds: Hashable {
    let across: Int?
    let down: Int?

    init(of box: PixelRect, in picture: PixelSize) {
      across = Self.third(box.x, box.width, of: picture.width)
      down = Self.third(box.y, box.height, of: picture.height)
    }

    private static func third(_ start: Int, _ length: Int, of whole: Int) -> Int? {
      guard length * 3 < whole * 2 else { return nil }
      let doubledMiddle = 2 * start + length
      return min(max(doubledMiddle * 3 / (2 * whole), 0), 2)
    }
  }
}
