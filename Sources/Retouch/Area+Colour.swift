import Raster

// Saturation, warmth, hue, new colours: what keeps luma or nearly so.
extension Area {
  /// Multiplies the distance from the grey of the same luma.
  func saturated(permille: Int) -> Bitmap {
    toned { $0.with(luma: $0.luma, chroma: 1000 + permille, over: 1000) }
  }

  func grayscale() -> Bitmap {
    toned { FixedColour(grey: $0.luma) }
  }

  /// Luma on a ramp through a warm brown.
  func sepia() -> Bitmap {
    let ramp = ShadeRamp(through: Colour(red: 172, green: 136, blue: 96))
    return toned { ramp.colour(luma: $0.luma) }
  }

  /// Warmer (above 0) or cooler light: red times `1 + p / 4`, blue times `1 - 2 p / 5`, then the old luma as
  /// far as the brightest sample allows.
  ///
  /// White becomes the colour of the light instead of staying white.
  func warmed(permille: Int) -> Bitmap {
    toned { colour in
      let lit = FixedColour(
        red: colour.red * (4000 + permille) / 4000, green: colour.green,
        blue: colour.blue * (2500 - permille) / 2500)
      let luma = lit.luma
      guard luma > 0 else { return lit }
      let highest = max(lit.red, lit.green, lit.blue)
      let wanted = colour.luma
      // The same luma unless that lifts the brightest sample above white.
      if highest * wanted > FixedColour.full * luma { return lit.map { $0 * FixedColour.full / highest } }
      return lit.map { $0 * wanted / luma }
    }
  }

  /// Turns the hue on the hexagon of the colour cube and gives the turned colour the old luma.
  ///
  /// - Note: Source of the hexagon: A. R. Smith, "Color Gamut Transform Pairs", 1978.
  func hueTurned(degreeTenths: Int) -> Bitmap {
    let turn = HueTurn(degreeTenths: degreeTenths)
    return toned { colour in
      turn.applied(to: colour).with(luma: colour.luma, chroma: 1, over: 1)
    }
  }

  /// Takes the area's mean luma most of the way to the colour's and lays the colour's ramp over all luma, so
  /// that shading and highlights stay.
  func recoloured(_ colour: Colour) -> Bitmap {
    let ramp = ShadeRamp(through: colour)
    let mean = meanLuma()
    let odds = Curve.odds(from: mean, to: mean + (ramp.lumaOfColour - mean) * 3 / 4)
    return toned { ramp.colour(luma: Curve.tilt($0.luma, odds: odds)) }
  }
}

/// A rotation of hues.
private struct HueTurn: Sendable {
  /// One sixth of the circle.
  private static let sector = 1 << 16
  private let turn: Int

  init(degreeTenths: Int) {
    let circle = 6 * Self.sector
    let steps = degreeTenths * circle / 3600
    turn = ((steps % circle) + circle) % circle
  }

  /// The same greatest and smallest sample with the hue turned.
  func applied(to colour: FixedColour) -> FixedColour {
    let highest = max(colour.red, colour.green, colour.blue)
    let lowest = min(colour.red, colour.green, colour.blue)
    let range = highest - lowest
    guard range > 0 else { return colour }
    let hue = (Self.hue(of: colour, highest: highest, range: range) + turn) % (6 * Self.sector)
    func sample(_ offset: Int) -> Int {
      // Distance from the hue at which this sample is greatest: flat for one sector, then falling for one.
      let around = (hue + offset * Self.sector) % (6 * Self.sector)
      let distance = min(around, 6 * Self.sector - around)
      let share = min(max(2 * Self.sector - distance, 0), Self.sector)
      return lowest + (range * share + Self.sector / 2) / Self.sector
    }
    return FixedColour(red: sample(0), green: sample(4), blue: sample(2))
  }

  private static func hue(of colour: FixedColour, highest: Int, range: Int) -> Int {
    func part(_ difference: Int) -> Int { difference * sector / range }
    if highest == colour.red {
      return (part(colour.green - colour.blue) + 6 * sector) % (6 * sector)
    }
    if highest == colour.green { return 2 * sector + part(colour.blue - colour.red) }
    return 4 * sector + part(colour.red - colour.green)
  }
}
