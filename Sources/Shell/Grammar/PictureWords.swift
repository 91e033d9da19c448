package import Raster

// Values about pictures as they are typed.

/// One word of a polygon's outline.
enum OutlineWord: Hashable, Sendable {
  case corner(Location)
  case nextRing

  var corner: Location? {
    guard case .corner(let corner) = self else { return nil }
    return corner
  }
}

/// The size of a picture that is saved.
package enum SavedSize: Hashable, Sendable {
  case exact(PixelSize)
  /// The longer side; the other follows.
  case longerSide(Int)

  init?(_ text: String) {
    if let size = PixelSize(typed: text) {
      self = .exact(size)
    } else if let side = Int(text), String(side) == text, PixelSize.typedSides.contains(side) {
      self = .longerSide(side)
    } else {
      return nil
    }
  }
}

/// A number of bytes, with `k` for a thousand or `M` for a million.
struct ByteCount {
  let bytes: Int

  init?(_ text: String) {
    let factors: [Character: Int] = ["k": 1000, "K": 1000, "M": 1_000_000]
    let factor = text.last.flatMap { factors[$0] }
    let digits = factor == nil ? text[...] : text.dropLast()
    guard let number = Int(digits), String(number) == digits, number > 0 else { return nil }
    let product = number.multipliedReportingOverflow(by: factor ?? 1)
    guard !product.overflow else { return nil }
    bytes = product.partialValue
  }
}

extension PixelSize {
  /// Sides of a picture that can be asked for.
  static let typedSides = 1...65_535

  /// Reads `1536x1024`.
  init?(typed text: String) {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { side -> Int? in
      guard let number = Int(side), String(number) == side, Self.typedSides.contains(number) else {
        return nil
      }
      return number
    }
    guard sides.count == 2, let width = sides[0], let height = sides[1] else { return nil }
    self.init(width: width, height: height)
  }
}

extension CanvasFill {
  /// Reads `transparent`, `edge` or a colour.
  init?(typed text: String) {
    switch text {
    case "transparent": self = .transparent
    case "edge": self = .edge
    default:
      guard let colour = Colour(hex: text) else { return nil }
      self = .colour(colour)
    }
  }
}
