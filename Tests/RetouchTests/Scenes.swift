import Raster

/// Pictures and masks that the tests of adjustments share; the same on every run.
enum Scenes {
  /// Noise in every channel; alpha 255 but for every seventh pixel.
  static func noise(width: Int, height: Int, seed: UInt64 = 1, opaque: Bool = true) -> Bitmap {
    var random = SplitMix64(seed: seed)
    var bitmap = Bitmap(width: width, height: height, filledWith: .black)
    for y in 0..<height {
      for x in 0..<width {
        let isClear = !opaque && (x + y * width) % 7 == 0
        bitmap[x, y] = Colour(
          red: UInt8(random.next(below: 256)), green: UInt8(random.next(below: 256)),
          blue: UInt8(random.next(below: 256)), alpha: isClear ? UInt8(random.next(below: 256)) : 255)
      }
    }
    return bitmap
  }

  /// Weights 0, 255 and everything between, in an irregular pattern.
  static func mask(width: Int, height: Int, seed: UInt64 = 2) -> Mask {
    var random = SplitMix64(seed: seed)
    let weights = (0..<width * height).map { _ in
      [0, 0, 255, 255, UInt8(random.next(below: 256))][random.next(below: 5)]
    }
    return Mask(width: width, height: height, weights: weights)
  }

  static func pixels(of bitmap: Bitmap) -> [Colour] {
    (0..<bitmap.height).flatMap { y in (0..<bitmap.width).map { bitmap[$0, y] } }
  }
}

/// A colour as three numbers of `0...255`, for formulas that are written down a second time.
struct Exact {
  var red: Double
  var green: Double
  var blue: Double

  init(_ red: Double, _ green: Double, _ blue: Double) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  init(_ colour: Colour) {
    self.init(Double(colour.red), Double(colour.green), Double(colour.blue))
  }

  var luma: Double { 0.299 * red + 0.587 * green + 0.114 * blue }

  func map(_ transform: (Double) -> Double) -> Exact {
    Exact(transform(red), transform(green), transform(blue))
  }

  /// SetLum and ClipColor of W3C "Compositing and Blending Level 1".
  func set(luma wanted: Double) -> Exact {
    let shift = wanted - luma
    var colour = map { $0 + shift }
    let lowest = min(colour.red, colour.green, colour.blue)
    if lowest < 0 { colour = colour.map { wanted + ($0 - wanted) * wanted / (wanted - lowest) } }
    let highest = max(colour.red, colour.green, colour.blue)
    if highest > 255 {
      colour = colour.map { wanted + ($0 - wanted) * (255 - wanted) / (highest - wanted) }
    }
    return colour
  }

  /// The greatest difference to an 8-bit colour.
  func distance(to colour: Colour) -> Double {
    let other = Exact(colour)
    return max(abs(red - other.red), abs(green - other.green), abs(blue - other.blue))
  }
}
