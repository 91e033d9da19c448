import Raster

/// Fine texture for a smooth fill: the picture's own highest octave, laid in overlapping blocks.
///
/// Each block comes from where the smoothed picture and its local contrast are most like the smooth fill,
/// among random places. The contrast of the blocks' mix is then set to what the surroundings lead to expect.
///
/// - Note: Sources: Efros, Freeman, "Image Quilting", 2001 (blocks that agree with what is wanted there);
///   Hertzmann et al., "Image Analogies", 2001 (match on the smoothed picture, copy what smoothing took).
struct DetailLayer {
  /// Half the side of a block, without its centre; blocks stand this far apart.
  static let radius = 8

  /// Places tried for each block.
  static let tries = 64

  /// How much a difference in contrast counts against one in colour.
  static let contrastScale: Float = 4

  let window: PatchLevel

  /// The highest octave where the picture may be copied; zero elsewhere.
  private let octave: [SIMD4<Float>]

  /// Smoothed colours, and the octave's contrast times `contrastScale` in the fourth lane.
  private let guide: [SIMD4<Float>]

  init(window: PatchLevel, smooth: PatchLevel) {
    self.window = window
    let usable = window.pixels.indices.map { !window.unknown[$0] && !window.barred[$0] }
    let soft = LocalMean(width: window.width, height: window.height, radius: 1)
      .of(window.pixels, where: usable)
    octave = Self.octave(window, soft: soft, where: usable)
    guide = Self.guide(window, soft: soft, octave: octave, smooth: smooth, where: usable)
  }

  private static func octave(
    _ window: PatchLevel, soft: [SIMD4<Float>], where usable: [Bool]
  ) -> [SIMD4<Float>] {
    var octave = [SIMD4<Float>](repeating: .zero, count: window.count)
    for index in octave.indices where usable[index] {
      octave[index] = window.pixels[index] - soft[index]
      octave[index][3] = 0
    }
    return octave
  }

  /// The contrast around the hole is spanned over it; the colours there are the smooth fill's.
  private static func guide(
    _ window: PatchLevel, soft: [SIMD4<Float>], octave: [SIMD4<Float>], smooth: PatchLevel,
    where usable: [Bool]
  ) -> [SIMD4<Float>] {
    let contrasts = contrasts(octave, window: window, radius: 5, where: usable)
    var level = window
    for index in octave.indices where usable[index] {
      level.pixels[index] = soft[index]
      level.pixels[index][3] = contrasts[index] * contrastScale
    }
    level = level.spanned(stiffness: 0)
    for index in octave.indices where window.unknown[index] {
      let contrast = level.pixels[index][3]
      level.pixels[index] = smooth.pixels[index]
      level.pixels[index][3] = contrast
    }
    return level.pixels
  }

  /// The root mean square of a layer around each pixel.
  private static func contrasts(
    _ layer: [SIMD4<Float>], window: PatchLevel, radius: Int, where usable: [Bool]
  ) -> [Float] {
    let wide = LocalMean(width: window.width, height: window.height, radius: radius)
    return wide.of(layer.map { $0 * $0 }, where: usable).map {
      ((($0[0] + $0[1]) + $0[2]) / 3).squareRoot()
    }
  }

  /// The texture for each pixel of the hole; zero elsewhere.
  ///
  /// - Parameter share: Of the contrast that the surroundings lead to expect, `0...1`.
  func texture(seed: UInt64, share: Float) -> [SIMD4<Float>] {
    var layer = quilt(seed: seed)
    let own = Self.contrasts(layer, window: window, radius: 1, where: window.unknown)
    for index in layer.indices where window.unknown[index] {
      let contrast = guide[index][3] / Self.contrastScale
      layer[index] *= SIMD4(repeating: share * contrast / (own[index] + 0.25))
    }
    // Setting the contrast pixel by pixel brings low frequencies back, which belong to the smooth fill.
    let all = [Bool](repeating: true, count: layer.count)
    let soft = LocalMean(width: window.width, height: window.height, radius: 1).of(layer, where: all)
    for index in layer.indices { layer[index] -= soft[index] }
    return layer
  }

  private func quilt(seed: UInt64) -> [SIMD4<Float>] {
    let centres = PatchCentres(level: window, radius: Self.radius)
    let frame = window.holeFrame(margin: 0)
    var random = SplitMix64(seed: seed)
    var sums = [SIMD4<Float>](repeating: .zero, count: window.count)
    let steps = (max(centres.shape.radiusX, 1), max(centres.shape.radiusY, 1))
    for y in stride(from: frame.y, to: frame.maxY + steps.1, by: steps.1) {
      for x in stride(from: frame.x, to: frame.maxX + steps.0, by: steps.0) {
        var best: (source: Int, distance: Float) = (0, .infinity)
        for _ in 0..<Self.tries {
          let source = Int(centres.sourceList[random.next(below: centres.sourceList.count)])
          let distance = distance(x: x, y: y, source: source, shape: centres.shape, limit: best.distance)
          if distance < best.distance { best = (source, distance) }
        }
        lay(x: x, y: y, source: best.source, shape: centres.shape, into: &sums)
      }
    }
    return sums
  }

  /// How unlike the smoothed pictures are, on every second pixel of every second row.
  private func distance(x: Int, y: Int, source: Int, shape: PatchShape, limit: Float) -> Float {
    var total: Float = 0
    for stepY in stride(from: -shape.radiusY, through: shape.radiusY, by: 2) {
      guard y + stepY >= 0, y + stepY < window.height else { continue }
      let target = (y + stepY) * window.width
      for stepX in stride(from: -shape.radiusX, through: shape.radiusX, by: 2) {
        guard x + stepX >= 0, x + stepX < window.width else { continue }
        let difference = guide[target + x + stepX] - guide[source + stepY * window.width + stepX]
        let squares = difference * difference
        total += (squares[0] + squares[1]) + (squares[2] + squares[3])
      }
      if total >= limit { return total }
    }
    return total
  }

  /// Adds a block with weights that fall off towards its sides.
  private func lay(x: Int, y: Int, source: Int, shape: PatchShape, into sums: inout [SIMD4<Float>]) {
    for stepY in -shape.radiusY...shape.radiusY where y + stepY >= 0 && y + stepY < window.height {
      let across = shape.radiusY + 1 - abs(stepY)
      for stepX in -shape.radiusX...shape.radiusX where x + stepX >= 0 && x + stepX < window.width {
        let target = (y + stepY) * window.width + x + stepX
        guard window.unknown[target] else { continue }
        let weight = Float(across * (shape.radiusX + 1 - abs(stepX)))
        sums[target] += octave[source + stepY * window.width + stepX] * SIMD4(repeating: weight)
      }
    }
  }
}
