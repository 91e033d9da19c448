import Raster

/// How much of each pixel is subject, and the subject's own colour where both are mixed.
///
/// Near the flood's edge a pixel is taken for a mixture `C = αF + (1 - α)B`, with `F` and `B` the mean colours
/// of the sure subject and the sure background around it, nearer pixels counting more. Then `α` is the
/// position of `C` on the line from `B` to `F`.
struct BackgroundMatte {
  private enum Kind: UInt8 {
    case background
    case subject
    case mixed
  }

  /// Pixels on either side of the edge that may be mixed, and pixels around one in which colours are sought.
  private static let band = 2
  private static let search = 6

  private let area: Area
  private let flood: BackgroundFlood
  private let kinds: [UInt8]

  init(_ area: Area) throws(RetouchError) {
    self.area = area
    let flood = try BackgroundFlood(area)
    self.flood = flood
    let isBackground = flood.isBackground
    let (width, height) = (area.width, area.height)
    kinds = area.bands.makeRows(of: UInt8.self, rowLength: width, height: height) { rows, part in
      for y in rows {
        for x in 0..<width {
          let own = isBackground[y * width + x]
          let isMixed = Self.window(x, y, Self.band, width, height) { isBackground[$0] != own }
          let kind: Kind = isMixed ? .mixed : own ? .background : .subject
          part[(y - rows.lowerBound) * width + x] = kind.rawValue
        }
      }
    }
  }

  /// True when `isMet` holds for a pixel of the square window around `(x, y)`.
  private static func window(
    _ x: Int, _ y: Int, _ reach: Int, _ width: Int, _ height: Int, _ isMet: (Int) -> Bool
  ) -> Bool {
    for row in max(y - reach, 0)...min(y + reach, height - 1) {
      for column in max(x - reach, 0)...min(x + reach, width - 1) where isMet(row * width + column) {
        return true
      }
    }
    return false
  }

  /// The subject at a pixel: its colour, with alpha the share of the subject, `0...255`.
  func subject(at pixel: Int) -> Colour {
    var colour = area.colour(pixel)
    switch Kind(rawValue: kinds[pixel]) {
    case .background?: colour.alpha = 0
    case .subject?, nil: colour.alpha = 255
    case .mixed?: return unmixed(pixel, colour)
    }
    return colour
  }

  private func unmixed(_ pixel: Int, _ colour: Colour) -> Colour {
    let sample = BackgroundFlood.rgb(colour)
    let back = mean(.background, around: pixel) ?? flood.colour
    let share: Int
    if let front = mean(.subject, around: pixel) {
      share = Self.share(of: sample, from: back, to: front) ?? (flood.isBackground[pixel] ? 0 : 255)
    } else {
      // Too thin for a sure subject: what is clearly not background is subject.
      let distance = BackgroundFlood.distance(sample, back)
      share = min(max((distance - 11 * 11) * 255 / (44 * 44), 0), 255)
    }
    guard share > 0 else {
      return Colour(red: colour.red, green: colour.green, blue: colour.blue, alpha: 0)
    }
    func own(_ sample: Int, _ back: Int) -> UInt8 {
      UInt8(clamping: (255 * sample - (255 - share) * back) / share)
    }
    return Colour(
      red: own(sample.x, back.x), green: own(sample.y, back.y), blue: own(sample.z, back.z),
      alpha: UInt8(share))
  }

  /// Where `colour` lies from `back` (0) to `front` (255); `nil` when these are too alike to tell.
  private static func share(of colour: SIMD3<Int>, from back: SIMD3<Int>, to front: SIMD3<Int>) -> Int? {
    let line = front &- back
    let length = (line &* line).wrappedSum()
    guard length >= 24 * 24 else { return nil }
    return min(max(255 * ((colour &- back) &* line).wrappedSum() / length, 0), 255)
  }

  /// The mean colour of one kind around a pixel; a neighbour counts as the inverse square of its distance.
  private func mean(_ kind: Kind, around pixel: Int) -> SIMD3<Int>? {
    let (y, x) = pixel.quotientAndRemainder(dividingBy: area.width)
    var sum = SIMD3<Int>.zero
    var total = 0
    for row in max(y - Self.search, 0)...min(y + Self.search, area.height - 1) {
      for column in max(x - Self.search, 0)...min(x + Self.search, area.width - 1) {
        let neighbour = row * area.width + column
        guard kinds[neighbour] == kind.rawValue else { continue }
        let count = 4096 / ((row - y) * (row - y) + (column - x) * (column - x))
        sum &+= BackgroundFlood.rgb(area.colour(neighbour)) &* SIMD3(repeating: count)
        total += count
      }
    }
    return total > 0 ? sum / SIMD3(repeating: total) : nil
  }
}
