import Raster

/// The made pictures of `fixtures/bench/inpainting.py`, from the same integer arithmetic.
enum InpaintingScene: String, CaseIterable {
  case stripes, checks, bricks, waves, edge, two

  static let side = 256
  static let hole = PixelRect(x: 90, y: 84, width: 72, height: 80)

  var picture: Bitmap {
    var picture = Bitmap(
      width: Self.side, height: Self.side, filledWith: Colour(red: 0, green: 0, blue: 0, alpha: 255))
    for y in 0..<Self.side {
      for x in 0..<Self.side { picture[x, y] = colour(x, y) }
    }
    return picture
  }

  private func colour(_ x: Int, _ y: Int) -> Colour {
    let checks = (x / 14 + y / 14) % 2 == 0
    switch self {
    case .stripes: return Self.paint((2 * x + y) % 24 < 12, [210, 60, 50], [240, 230, 210], x, y)
    case .checks: return Self.paint(checks, [30, 40, 90], [230, 220, 120], x, y)
    case .bricks:
      let joint = y % 16 < 3 || (x + (y / 16 % 2) * 18) % 36 < 3
      return Self.paint(joint, [200, 195, 185], [150, 70, 50], x, y)
    case .waves:
      let wave = abs((x * 2 + abs(y % 48 - 24)) % 32 - 16) * 10
      return Self.opaque([60 + wave, 90 + wave / 2, 190 - wave / 2])
    case .edge: return Self.paint(3 * x - y > 300, [70, 120, 190], [200, 170, 90], x, y)
    case .two where y < 124: return Self.plain(checks ? [220, 210, 180] : [90, 60, 40])
    case .two: return Self.plain((x + 2 * y) % 20 < 10 ? [40, 90, 60] : [150, 190, 120])
    }
  }

  private static func plain(_ samples: [Int]) -> Colour { opaque(samples) }

  private static func paint(_ choice: Bool, _ first: [Int], _ second: [Int], _ x: Int, _ y: Int) -> Colour {
    let grain = 2 * noise(x, y) >> 2
    return opaque((choice ? first : second).map { $0 + grain })
  }

  private static func opaque(_ samples: [Int]) -> Colour {
    let clamped = samples.map { UInt8(min(max($0, 0), 255)) }
    return Colour(red: clamped[0], green: clamped[1], blue: clamped[2], alpha: 255)
  }

  private static func noise(_ x: Int, _ y: Int) -> Int {
    var mixed = (x * 73_856_093 ^ y * 19_349_663) & 0xFFFF_FFFF
    mixed = ((mixed ^ (mixed >> 13)) * 1_274_126_177) & 0xFFFF_FFFF
    return (mixed >> 16) % 17 - 8
  }
}

/// Measures inside a hole, defined as in `fixtures/bench/inpainting.py` and computed pixel by pixel.
struct HoleMeasures {
  var psnr = 0.0
  var ssim = 0.0
  var gradient = 0.0
  var step = 0.0

  init() {}

  init(truth: Bitmap, result: Bitmap, hole: PixelRect) {
    psnr = Self.psnr(truth, result, hole)
    ssim = Self.mean(hole) { x, y, channel in Self.similarity(truth, result, x, y, channel) }
    gradient = Self.slope(result, hole) / Self.slope(truth, hole)
    step = Self.step(result, hole) / Self.step(truth, hole)
  }

  static func psnr(_ truth: Bitmap, _ result: Bitmap, _ hole: PixelRect) -> Double {
    let error = mean(hole) { x, y, channel in
      let difference = sample(truth, x, y, channel) - sample(result, x, y, channel)
      return difference * difference
    }
    return 10 * decadicLogarithm(255 * 255 / max(error, 1e-3))
  }

  private static func sample(_ picture: Bitmap, _ x: Int, _ y: Int, _ channel: Int) -> Double {
    Double(picture.samples[4 * (y * picture.width + x) + channel])
  }

  private static func mean(_ hole: PixelRect, _ value: (Int, Int, Int) -> Double) -> Double {
    var sum = 0.0
    for y in hole.y..<hole.maxY {
      for x in hole.x..<hole.maxX {
        for channel in 0..<3 { sum += value(x, y, channel) }
      }
    }
    return sum / Double(3 * hole.width * hole.height)
  }

  /// SSIM of the 7 x 7 windows around a pixel (Wang et al. 2004, sample covariance as in scikit-image).
  private static func similarity(
    _ first: Bitmap, _ second: Bitmap, _ x: Int, _ y: Int, _ channel: Int
  ) -> Double {
    var (a, b, aa, bb, ab) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for row in y - 3...y + 3 {
      for column in x - 3...x + 3 {
        let one = sample(first, column, row, channel)
        let other = sample(second, column, row, channel)
        a += one
        b += other
        aa += one * one
        bb += other * other
        ab += one * other
      }
    }
    a /= 49
    b /= 49
    let scale = 49.0 / 48
    let varianceA = scale * (aa / 49 - a * a)
    let varianceB = scale * (bb / 49 - b * b)
    let covariance = scale * (ab / 49 - a * b)
    let c1 = 0.01 * 255 * 0.01 * 255
    let c2 = 0.03 * 255 * 0.03 * 255
    return (2 * a * b + c1) * (2 * covariance + c2)
      / ((a * a + b * b + c1) * (varianceA + varianceB + c2))
  }

  private static func slope(_ picture: Bitmap, _ hole: PixelRect) -> Double {
    let inner = PixelRect(x: hole.x, y: hole.y, width: hole.width - 1, height: hole.height - 1)
    return mean(inner) { x, y, channel in
      let here = sample(picture, x, y, channel)
      let across = sample(picture, x + 1, y, channel) - here
      let down = sample(picture, x, y + 1, channel) - here
      return (across * across + down * down).squareRoot()
    }
  }

  private static func step(_ picture: Bitmap, _ hole: PixelRect) -> Double {
    var (sum, count) = (0.0, 0.0)
    func add(_ x: Int, _ y: Int, _ outsideX: Int, _ outsideY: Int) {
      for channel in 0..<3 {
        sum += abs(sample(picture, x, y, channel) - sample(picture, outsideX, outsideY, channel))
        count += 1
      }
    }
    for y in hole.y..<hole.maxY {
      add(hole.x, y, hole.x - 1, y)
      add(hole.maxX - 1, y, hole.maxX, y)
    }
    for x in hole.x..<hole.maxX {
      add(x, hole.y, x, hole.y - 1)
      add(x, hole.maxY - 1, x, hole.maxY)
    }
    return sum / count
  }

  /// log10 by halving and the series of the inverse hyperbolic tangent, since the tests import no libm.
  private static func decadicLogarithm(_ value: Double) -> Double {
    let ratio = (value.significand - 1) / (value.significand + 1)
    var (power, sum) = (ratio, 0.0)
    for odd in stride(from: 1.0, to: 60, by: 2) {
      sum += power / odd
      power *= ratio * ratio
    }
    return (2 * sum + Double(value.exponent) * 0.693147180559945309) * 0.434294481903251828
  }
}

extension Mask {
  /// A mask of weight 255 in a rectangle.
  static func hole(_ rectangle: PixelRect, in size: PixelSize) -> Mask {
    var mask = Mask(width: size.width, height: size.height, filledWith: 0)
    for y in rectangle.y..<rectangle.maxY {
      for x in rectangle.x..<rectangle.maxX { mask[x, y] = 255 }
    }
    return mask
  }
}
