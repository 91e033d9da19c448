package import Raster

extension Bitmap {
  package func inpainted(hole: Mask, seed: UInt64, bands: Bands, settings: PatchSettings) -> Bitmap {
    var pixels = [SIMD4<Float>](repeating: .zero, count: width * height)
    for index in pixels.indices {
      for channel in 0..<3 { pixels[index][channel] = Float(samples[4 * index + channel]) }
    }
    var level = PatchLevel(
      width: width, height: height, pixels: pixels, unknown: hole.weights.map { $0 > 0 },
      barred: [Bool](repeating: false, count: width * height))
    level = Fill(settings: settings, seed: seed, bands: bands).run(level)
    var result = samples
    for index in 0..<width * height where level.unknown[index] {
      for channel in 0..<3 {
        result[4 * index + channel] = UInt8(min(max(level.pixels[index][channel] + 0.5, 0), 255))
      }
      result[4 * index + 3] = 255
    }
    return Bitmap(width: width, height: height, samples: result)
  }
}
