import Foundation
import Raster

/// The pictures that `fixtures/bench/peers.py` writes, so that everybody works on the same ones.
struct Inputs {
  /// The folder that `peers.py` was given.
  let folder: String

  var photo: [UInt8] { get throws { try bytes("photo4k.png") } }
  var edited: [UInt8] { get throws { try bytes("edited4k.png") } }
  var mask: [UInt8] { get throws { try bytes("mask4k.png") } }
  var portrait: [UInt8] { get throws { try bytes("astronaut.png") } }

  private func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
  }
}

/// The mask that `peers.py` draws: an ellipse and a polygon without a rectangle, 4096 pixels square.
enum BenchmarkMask {
  static let size = PixelSize(width: 4096, height: 4096)

  static func drawn(_ bands: Bands) throws -> Mask {
    var mask = try Mask.ellipse(
      in: size, centreX: 2000, centreY: 1500, radiusX: 1000, radiusY: 700, bands: bands)
    let corners = [(400, 3000), (1800, 2400), (3300, 3600), (900, 3900)]
    let points = corners.map { Point(x: Double($0.0), y: Double($0.1)) }
    try mask.formUnion(
      try .polygon(in: size, rings: [points], rule: .nonZero, bands: bands), bands: bands)
    try mask.subtract(
      try .rectangle(in: size, x: 1800, y: 1200, width: 400, height: 400, bands: bands), bands: bands)
    return mask
  }

  /// Noise everywhere, so that no part of it is of one weight.
  static func busy() -> Mask {
    var random = SplitMix64(seed: 7)
    var weights = [UInt8](repeating: 0, count: size.width * size.height)
    for index in weights.indices { weights[index] = random.next(below: 64) == 0 ? 255 : 0 }
    return Mask(width: size.width, height: size.height, weights: weights)
  }
}
