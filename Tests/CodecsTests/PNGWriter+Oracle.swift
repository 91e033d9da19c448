import Raster

extension PNGWriter {
  /// A file with random samples; the colour type and depth must be a pair of the format.
  init(
    random generator: inout SplitMix64, width: Int, height: Int, bitDepth: Int, colourType: UInt8,
    isInterlaced: Bool = false
  ) {
    let channels = [1, 0, 3, 1, 2, 0, 4][Int(colourType)]
    self.init(
      width: width, height: height, bitDepth: bitDepth, colourType: colourType,
      isInterlaced: isInterlaced,
      pixels: (0..<(width * height)).map { _ in
        (0..<channels).map { _ in generator.next(below: 1 << bitDepth) }
      })
    guard colourType == 3 else { return }
    palette = (0..<(1 << bitDepth)).map { _ in
      (0..<3).map { _ in UInt8(generator.next(below: 256)) }
    }
  }

  /// Makes some of the pixels transparent by a tRNS chunk: a key colour, or alphas of palette entries.
  mutating func addTransparency(random generator: inout SplitMix64) {
    switch colourType {
    case 0, 2:
      let key = pixels[generator.next(below: pixels.count)]
      transparency = key.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    case 3:
      // Shorter than the palette: the entries without alpha are opaque.
      transparency = (0..<max(1, palette.count / 2)).map { _ in UInt8(generator.next(below: 256)) }
    default: break
    }
  }

  /// The RGBA samples that the file means (PNG, 11.3.1 and 13.12).
  var expectedSamples: [UInt8] {
    pixels.flatMap { pixel -> [UInt8] in
      switch colourType {
      case 0: [grey(pixel[0]), grey(pixel[0]), grey(pixel[0]), keyAlpha(pixel)]
      case 2: pixel.map(grey) + [keyAlpha(pixel)]
      case 3: paletteColour(pixel[0])
      case 4: [grey(pixel[0]), grey(pixel[0]), grey(pixel[0]), grey(pixel[1])]
      default: pixel.map(grey)
      }
    }
  }

  private func grey(_ sample: Int) -> UInt8 {
    let largest = (1 << bitDepth) - 1
    return UInt8((2 * sample * 255 + largest) / (2 * largest))
  }

  private func keyAlpha(_ pixel: [Int]) -> UInt8 {
    guard let transparency else { return 255 }
    return pixel.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] } == transparency ? 0 : 255
  }

  private func paletteColour(_ index: Int) -> [UInt8] {
    let alphas = transparency ?? []
    return palette[index] + [index < alphas.count ? alphas[index] : 255]
  }
}
