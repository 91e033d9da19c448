import Raster

extension Area {
  /// The paint at full opacity; a gradient runs from edge to edge of the area's box.
  func filled(with paint: Adjustment.Paint) -> Bitmap {
    switch paint {
    case .colour(let colour): return mapped { _, _ in colour }
    case .gradient(let from, let to, let axis):
      guard let box = box() else { return bitmap }
      let width = width
      return mapped { pixel, _ in
        let (y, x) = pixel.quotientAndRemainder(dividingBy: width)
        switch axis {
        case .leftToRight: return Self.mix(from, to, at: x - box.x, of: box.width - 1)
        case .topToBottom: return Self.mix(from, to, at: y - box.y, of: box.height - 1)
        }
      }
    }
  }

  /// The colour at `step` of `last` steps, each sample rounded to the nearest.
  private static func mix(_ from: Colour, _ to: Colour, at step: Int, of last: Int) -> Colour {
    guard last > 0 else { return from }
    func mix(_ from: UInt8, _ to: UInt8) -> UInt8 {
      UInt8((2 * (Int(from) * (last - step) + Int(to) * step) + last) / (2 * last))
    }
    return Colour(
      red: mix(from.red, to.red), green: mix(from.green, to.green), blue: mix(from.blue, to.blue))
  }
}
