import Glibc
import Raster
import Testing

@Suite struct ResizingTests {
  /// The weights of one target sample, in double precision, for all source samples.
  private func weights(_ source: Int, _ target: Int, _ index: Int, lanczos: Bool) -> [Double] {
    let scale = Double(source) / Double(target)
    let stretch = max(scale, 1)
    let values = (0..<source).map { position -> Double in
      let x = abs(Double(position) + 0.5 - (Double(index) + 0.5) * scale) / stretch
      if !lanczos { return max(0, 1 - x) }
      if x >= 3 { return 0 }
      return x == 0 ? 1 : 3 * sin(.pi * x) * sin(.pi * x / 3) / (.pi * .pi * x * x)
    }
    return values.map { $0 / values.reduce(0, +) }
  }

  private func resampled(
    _ from: PixelSize, _ to: PixelSize, lanczos: Bool, _ value: (Int, Int) -> Double
  ) -> [Double] {
    let columns = (0..<to.width).map { weights(from.width, to.width, $0, lanczos: lanczos) }
    let rows = (0..<to.height).map { weights(from.height, to.height, $0, lanczos: lanczos) }
    var result: [Double] = []
    for y in 0..<to.height {
      for x in 0..<to.width {
        var sum = 0.0
        for v in 0..<from.height where rows[y][v] != 0 {
          for u in 0..<from.width { sum += rows[y][v] * columns[x][u] * value(u, v) }
        }
        result.append(sum)
      }
    }
    return result
  }

  static let sizes = [(14, 9), (15, 10), (37, 5), (6, 31), (1, 1), (2, 90)]
    .map { PixelSize(width: $0.0, height: $0.1) }

  @Test(arguments: sizes)
  func opaquePicturesEqualALanczosFilter(target: PixelSize) throws {
    let bitmap = RandomRasters.bitmap(width: 15, height: 11, seed: 3, opaque: true)
    let result = try bitmap.resized(to: target)
    #expect(result.size == target && result.isOpaque)
    for channel in 0..<3 {
      let expected = resampled(bitmap.size, target, lanczos: true) {
        Double(bitmap.samples[4 * ($1 * 15 + $0) + channel])
      }
      for (pixel, value) in expected.enumerated() {
        let clamped = min(max(value, 0), 255)
        #expect(abs(Double(result.samples[4 * pixel + channel]) - clamped) <= 0.51)
      }
    }
  }

  @Test(arguments: sizes)
  func coloursAreWeightedByAlpha(target: PixelSize) throws {
    let bitmap = RandomRasters.bitmap(width: 15, height: 11, seed: 4, opaque: false)
    let result = try bitmap.resized(to: target)
    let alphas = resampled(bitmap.size, target, lanczos: true) { Double(bitmap[$0, $1].alpha) }
    let reds = resampled(bitmap.size, target, lanczos: true) {
      Double(bitmap[$0, $1].red) * Double(bitmap[$0, $1].alpha)
    }
    for pixel in alphas.indices {
      let alpha = min(max(alphas[pixel], 0), 255)
      #expect(abs(Double(result.samples[4 * pixel + 3]) - alpha) <= 0.51)
      guard alpha >= 1 else { continue }
      let red = min(max(reds[pixel] / alphas[pixel], 0), 255)
      #expect(abs(Double(result.samples[4 * pixel]) - red) <= 0.52)
    }
  }

  @Test func transparentColoursDoNotBleedAndStayUnderTransparency() throws {
    var bitmap = Bitmap(
      width: 40, height: 4, filledWith: Colour(red: 0, green: 255, blue: 0, alpha: 0))
    for y in 0..<4 {
      for x in 20..<40 { bitmap[x, y] = Colour(red: 200, green: 10, blue: 30) }
    }
    let result = try bitmap.resized(to: PixelSize(width: 23, height: 3))
    for x in 0..<23 {
      let pixel = result[x, 1]
      let expected =
        pixel.alpha == 0
        ? Colour(red: 0, green: 255, blue: 0, alpha: 0)
        : Colour(red: 200, green: 10, blue: 30, alpha: pixel.alpha)
      if x < 8 || x > 15 { #expect(pixel == expected) }
      if pixel.alpha > 0 { #expect(pixel.green == 10) }
    }
  }

  @Test(arguments: sizes)
  func masksEqualALinearFilter(target: PixelSize) throws {
    let mask = RandomRasters.mask(width: 15, height: 11, seed: 5)
    let expected = resampled(mask.size, target, lanczos: false) { Double(mask[$0, $1]) }
    let result = try mask.resized(to: target)
    for (pixel, value) in expected.enumerated() {
      #expect(abs(Double(result.weights[pixel]) - value) <= 0.51)
    }
  }

  @Test func oneColourStaysThatColourAndTheOwnSizeChangesNothing() throws {
    let colour = Colour(red: 3, green: 250, blue: 129, alpha: 77)
    let flat = Bitmap(width: 9, height: 7, filledWith: colour)
    for target in Self.sizes {
      #expect(
        try flat.resized(to: target)
          == Bitmap(width: target.width, height: target.height, filledWith: colour))
      #expect(
        try Mask(width: 9, height: 7, filledWith: 255).resized(to: target)
          == Mask(width: target.width, height: target.height, filledWith: 255))
    }
    let noisy = RandomRasters.bitmap(width: 9, height: 7, seed: 6, opaque: false)
    #expect(try noisy.resized(to: noisy.size) == noisy)
  }

  @Test func anyWorkersGiveTheSameBytes() throws {
    let bitmap = RandomRasters.bitmap(width: 40, height: 333, seed: 7, opaque: false)
    let mask = RandomRasters.mask(width: 40, height: 333, seed: 7)
    for target in [PixelSize(width: 25, height: 140), PixelSize(width: 51, height: 400)] {
      let pictures = try RandomRasters.allBands().map { try bitmap.resized(to: target, bands: $0) }
      #expect(pictures[0] == pictures[1] && pictures[0] == pictures[2])
      let masks = try RandomRasters.allBands().map { try mask.resized(to: target, bands: $0) }
      #expect(masks[0] == masks[1] && masks[0] == masks[2])
    }
  }

  @Test func refusesSizesThatCannotBeMade() {
    let target = PixelSize(width: 0, height: 5)
    let expected = RasterError.sizeOutOfRange(found: target, maximumPixelCount: 1 << 30)
    #expect(throws: expected) {
      try Bitmap(width: 2, height: 2, filledWith: .white).resized(to: target)
    }
    #expect(throws: expected) { try Mask(width: 2, height: 2, filledWith: 1).resized(to: target) }
  }
}
