internal import Raster

/// How many colours a terminal shows.
package enum ColourDepth: Hashable, Sendable {
  /// Any colour of 8 bits a channel.
  case trueColour
  /// The 6 x 6 x 6 cube and 24 greys of 256 colours.
  case palette
  /// No colours: characters of different weight.
  case monochrome

  /// What the environment says of the terminal behind standard output.
  ///
  /// - Parameters:
  ///   - style: Whether escapes are wanted at all.
  ///   - colourTerm: The value of `COLORTERM`; `truecolor` and `24bit` mean every colour.
  package init(style: Style, colourTerm: String?) {
    guard style.isEnabled else {
      self = .monochrome
      return
    }
    self = ["truecolor", "24bit"].contains(colourTerm) ? .trueColour : .palette
  }

  /// The parameters of SGR for a colour in the fore- or background.
  ///
  /// - Note: Source: ISO 8613-6 (38 and 48); the cube's levels are those of xterm.
  func parameters(for colour: Colour, isBackground: Bool) -> String {
    let plane = isBackground ? "48" : "38"
    guard self == .trueColour else { return "\(plane);5;\(Self.paletteIndex(of: colour))" }
    return "\(plane);2;\(colour.red);\(colour.green);\(colour.blue)"
  }

  private static let cubeLevels = [0, 95, 135, 175, 215, 255]

  /// The nearest of the cube's colours and the greys, by squared distance; ties go to the cube.
  static func paletteIndex(of colour: Colour) -> Int {
    let samples = [Int(colour.red), Int(colour.green), Int(colour.blue)]
    let steps = samples.map(nearestLevel)
    let cubeDistance = zip(samples, steps).reduce(0) { $0 + square($1.0 - cubeLevels[$1.1]) }
    let mean = (samples.reduce(0, +) + 1) / 3
    let grey = min(max((mean - 3) / 10, 0), 23)
    let greyDistance = samples.reduce(0) { $0 + square($1 - (8 + 10 * grey)) }
    return greyDistance < cubeDistance ? 232 + grey : 16 + 36 * steps[0] + 6 * steps[1] + steps[2]
  }

  private static func nearestLevel(_ sample: Int) -> Int {
    cubeLevels.indices.min { abs(cubeLevels[$0] - sample) < abs(cubeLevels[$1] - sample) } ?? 0
  }

  private static func square(_ value: Int) -> Int { value * value }
}
