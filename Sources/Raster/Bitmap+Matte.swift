/// Pictures with transparency for services that see none: one plain colour is put behind them, and taken away
/// again from what comes back.
extension Bitmap {
  /// Colour levels by which a service's rendering of the matte may differ from it.
  static let matteTolerance = 16

  /// The picture, opaque, over one colour.
  ///
  /// Each sample is `colour * alpha / 255 + matte * (255 - alpha) / 255`, rounded.
  ///
  /// - Parameter matte: Its alpha does not count.
  package func flattened(over matte: Colour, bands: Bands = .standard) -> Bitmap {
    let behind = [Int(matte.red), Int(matte.green), Int(matte.blue)]
    let samples = bands.makeRows(of: UInt8.self, rowLength: 4 * width, height: height) { rows, part in
      let start = 4 * rows.lowerBound * width
      for index in stride(from: 0, to: part.count, by: 4) {
        let alpha = Int(self.samples[start + index + 3])
        for channel in 0..<3 {
          let sum = Int(self.samples[start + index + channel]) * alpha + behind[channel] * (255 - alpha)
          part[index + channel] = UInt8((sum + 127) / 255)
        }
        part[index + 3] = 255
      }
    }
    return Bitmap(width: width, height: height, samples: samples)
  }

  /// This opaque rendering of `original`, which was sent over `matte`, with the original's transparency.
  ///
  /// Where the original is clear, a pixel near the matte's colour becomes the original's, and any other stays:
  /// there something new was drawn. Where it is half clear it keeps its alpha, and the matte's share is taken
  /// out of the colour. Where it is opaque, the rendering stays.
  ///
  /// - Throws: `sizeDiffers`.
  package func takingOffMatte(
    _ matte: Colour, asIn original: Bitmap, bands: Bands = .standard
  ) throws(RasterError) -> Bitmap {
    try original.size.requireEqual(to: size)
    let behind = SIMD4<Int>(Int(matte.red), Int(matte.green), Int(matte.blue), 255)
    let samples = bands.makeRows(of: UInt8.self, rowLength: 4 * width, height: height) { rows, part in
      let start = 4 * rows.lowerBound * width
      for index in stride(from: 0, to: part.count, by: 4) {
        let pixel = Self.takingOff(
          behind, from: self.pixel(at: start + index), asIn: original.pixel(at: start + index))
        for channel in 0..<4 { part[index + channel] = UInt8(pixel[channel]) }
      }
    }
    return Bitmap(width: width, height: height, samples: samples)
  }

  private static func takingOff(
    _ matte: SIMD4<Int>, from rendering: SIMD4<Int>, asIn original: SIMD4<Int>
  ) -> SIMD4<Int> {
    let alpha = original.w
    if alpha == 255 { return rendering }
    if alpha == 0 {
      let distance = rendering &- matte
      let isMatte = max(distance.max(), -distance.min()) <= matteTolerance
      return isMatte ? original : rendering
    }
    var pixel = rendering &* 255 &- matte &* (255 - alpha) &+ alpha / 2
    for channel in 0..<3 { pixel[channel] = min(max(pixel[channel] / alpha, 0), 255) }
    pixel.w = alpha
    return pixel
  }

  private func pixel(at place: Int) -> SIMD4<Int> {
    SIMD4(
      Int(samples[place]), Int(samples[place + 1]), Int(samples[place + 2]), Int(samples[place + 3]))
  }
}
