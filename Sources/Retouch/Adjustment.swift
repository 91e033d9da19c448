public import Raster

/// One thing that the embedded provider can do to pixels.
///
/// Percentages are kept in permille and lengths and angles in tenths, so that every amount is a whole
/// number. Ranges are checked when text is read; see `LocalInstruction.understood` for all of them.
public enum Adjustment: Hashable, Sendable {
  /// What an area is filled with.
  public enum Paint: Hashable, Sendable {
    case colour(Colour)
    /// From the first colour at the left or top edge of the area's box to the second at the opposite edge.
    case gradient(from: Colour, to: Colour, axis: Axis)
  }

  /// The direction in which a gradient runs.
  public enum Axis: Hashable, Sendable {
    case leftToRight
    case topToBottom
  }

  /// What takes the place of the background.
  public enum Backdrop: Hashable, Sendable {
    case colour(Colour)
    case transparent
  }

  /// Replaces the masked area by patches of its surroundings.
  case remove
  /// Replaces colour and alpha; the area becomes opaque.
  case fill(Paint)
  /// Gaussian blur; the radius is the standard deviation in tenths of a pixel, `5...500`.
  case blur(radiusTenths: Int)
  /// Mosaic of square blocks whose sides are `2...256` pixels, counted from the frame's top left corner.
  case pixelate(blockPixels: Int)
  /// Unsharp mask on luma, `0...3000` permille.
  case sharpen(permille: Int)
  /// Brighter (above 0) or darker, `-1000...1000`.
  case brightness(permille: Int)
  /// More (above 0) or less contrast, `-1000...1000`.
  case contrast(permille: Int)
  /// More (above 0) or less saturated, `-1000...1000`.
  case saturation(permille: Int)
  /// Warmer (above 0) or cooler, `-1000...1000`.
  case warmth(permille: Int)
  /// Turns hues from red towards green, in tenths of a degree, `-3600...3600`.
  case hue(degreeTenths: Int)
  /// Gives the area this colour and keeps its shading.
  case recolour(Colour)
  case grayscale
  case sepia
  case invert
  /// Replaces the background: the masked area or, without a mask, what is connected with the frame's border
  /// and has its colour.
  case background(Backdrop)

  /// True when the adjustment has no meaning for a whole picture.
  public var needsMask: Bool { self == .remove }

  /// True when the result depends on the seed.
  public var usesRandomness: Bool { self == .remove }
}

extension Adjustment: CustomStringConvertible {
  /// The canonical form, itself an instruction that reads as this adjustment: `brightness +20%`.
  public var description: String {
    switch self {
    case .remove: "remove"
    case .fill(.colour(let colour)): "fill \(colour.hex)"
    case .fill(.gradient(let from, let to, let axis)): "fill \(from.hex) to \(to.hex) \(axis)"
    case .blur(let radius): "blur \(decimal(radius)) px"
    case .pixelate(let block): "pixelate \(block) px"
    case .sharpen(let permille): "sharpen \(decimal(permille))%"
    case .brightness(let permille): "brightness \(signed(permille))%"
    case .contrast(let permille): "contrast \(signed(permille))%"
    case .saturation(let permille): "saturation \(signed(permille))%"
    case .warmth(let permille): "warmth \(signed(permille))%"
    case .hue(let tenths): "hue \(signed(tenths))°"
    case .recolour(let colour): "recolour \(colour.hex)"
    case .grayscale: "grayscale"
    case .sepia: "sepia"
    case .invert: "invert"
    case .background(.colour(let colour)): "background \(colour.hex)"
    case .background(.transparent): "background transparent"
    }
  }
}

extension Adjustment.Axis: CustomStringConvertible {
  public var description: String {
    switch self {
    case .leftToRight: "left to right"
    case .topToBottom: "top to bottom"
    }
  }
}

/// Tenths as a decimal number without a trailing `.0`.
func decimal(_ tenths: Int) -> String {
  let magnitude = tenths.magnitude
  let sign = tenths < 0 ? "-" : ""
  let fraction = magnitude % 10 == 0 ? "" : ".\(magnitude % 10)"
  return "\(sign)\(magnitude / 10)\(fraction)"
}

/// As `decimal`, with `+` before what is not below zero.
func signed(_ tenths: Int) -> String { tenths < 0 ? decimal(tenths) : "+" + decimal(tenths) }
