/// The highest octave of a fill by patches, as strong as the surroundings lead to expect and as is worth it.
///
/// Detail in the depth of a hole is seldom in its true place. There it costs structural similarity, more in
/// calm surroundings than in rough ones; what it gives is sharpness. Each pixel has the share of the expected
/// detail at which similarity and the worth of sharpness sum up to most.
///
/// - Note: Source: Wang, Bovik, Sheikh, Simoncelli, "Image quality assessment", 2004 (the similarity of two
///   windows without correlation is `stability / (sum of their variances + stability)`).
struct DetailLayer {
  /// Stabilises the similarity of windows with little variance, (0.03 x 255)^2.
  static let stability: Float = 58.5

  /// Similarity that is given for all the expected detail, at the hole's mean contrast. Tuned on the holes of
  /// `fixtures/holes.tsv`.
  static let worth: Float = 0.083

  /// The largest share, and the steps in which it is sought.
  static let largestShare: Float = 1.2
  static let shareSteps = 24

  /// The window, and one fill of its hole by patches.
  let window: PatchLevel
  let patches: [SIMD4<Float>]

  /// How often the scale is halved to span over the hole what is known of the surroundings.
  let halvings: Int

  /// What the surroundings lead to expect at a pixel.
  struct Expectation {
    /// Root mean square of the octave.
    var contrast: Float
    /// Similarity of the surroundings to an even area, `0...1`.
    var calmness: Float
  }

  /// The detail of each pixel of the hole; zero elsewhere.
  func detail() -> [SIMD4<Float>] {
    let all = [Bool](repeating: true, count: window.count)
    let expected = expectations()
    var layer = octave(of: patches, where: all)
    let own = contrasts(layer, radius: 2, where: window.unknown)
    let inside = window.unknown.indices.filter { window.unknown[$0] }
    let mean = inside.reduce(Float(0)) { $0 + expected[$1].contrast } / Float(max(inside.count, 1))
    for index in layer.indices where !window.unknown[index] { layer[index] = .zero }
    for index in inside {
      let share = Self.share(expected[index], meanContrast: mean)
      layer[index] *= SIMD4(repeating: share * expected[index].contrast / (own[index] + 0.25))
    }
    // Setting the contrast pixel by pixel brings low frequencies back, which belong to the shapes.
    return octave(of: layer, where: all)
  }

  /// The share of the expected detail that gains most.
  static func share(_ expected: Expectation, meanContrast: Float) -> Float {
    let power = expected.contrast * expected.contrast
    let around = stability / max(expected.calmness, 0.001)
    let worth = worth * expected.contrast / (meanContrast + 0.01)
    var best: (share: Float, gain: Float) = (0, -.infinity)
    for step in 0...shareSteps {
      let share = largestShare * Float(step) / Float(shareSteps)
      let gain = stability / (around + share * share * power) + worth * share
      if gain > best.gain { best = (share, gain) }
    }
    return best.share
  }

  /// What is measured around the hole, spanned over it at a coarse scale.
  private func expectations() -> [Expectation] {
    let usable = window.unknown.indices.map { !window.unknown[$0] && !window.barred[$0] }
    let contrast = contrasts(octave(of: window.pixels, where: usable), radius: 5, where: usable)
    let calm = calmness(where: usable)
    var measured = window
    for index in measured.pixels.indices {
      measured.pixels[index] = SIMD4(contrast[index], calm[index], 0, 0)
    }
    var levels = [measured]
    for _ in 0..<halvings { levels.append(levels[levels.count - 1].halved()) }
    let spanned = levels[halvings].spanned(stiffness: 0).pixels
    return ScaleStep.doubled(spanned, through: levels[...]).map {
      Expectation(contrast: $0[0], calmness: $0[1])
    }
  }

  /// The similarity of the 7 x 7 pixels around each pixel to an even area, averaged over 17 x 17.
  private func calmness(where usable: [Bool]) -> [Float] {
    let variances = LocalMean(width: window.width, height: window.height, radius: 3)
      .variances(window.pixels, where: usable)
    let similarities = variances.map { SIMD4(Self.stability / ($0 + Self.stability), 0, 0, 0) }
    return LocalMean(width: window.width, height: window.height, radius: 8)
      .of(similarities, where: usable).map { $0[0] }
  }

  /// A layer less its mean over 3 x 3 pixels; zero where it does not count.
  private func octave(of layer: [SIMD4<Float>], where counts: [Bool]) -> [SIMD4<Float>] {
    let soft = LocalMean(width: window.width, height: window.height, radius: 1).of(layer, where: counts)
    var octave = [SIMD4<Float>](repeating: .zero, count: layer.count)
    for index in layer.indices where counts[index] {
      octave[index] = layer[index] - soft[index]
      octave[index][3] = 0
    }
    return octave
  }

  /// The root mean square of a layer around each pixel.
  private func contrasts(_ layer: [SIMD4<Float>], radius: Int, where counts: [Bool]) -> [Float] {
    let wide = LocalMean(width: window.width, height: window.height, radius: radius)
    return wide.of(layer.map { $0 * $0 }, where: counts).map {
      ((($0[0] + $0[1]) + $0[2]) / 3).squareRoot()
    }
  }
}
