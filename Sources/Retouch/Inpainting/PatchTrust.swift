/// How much the pixels of a level are to be believed: 1 where known, less the deeper in the hole, 0 where
/// barred.
///
/// - Note: Source: the confidence term of Criminisi, Pérez, Toyama, "Region filling and object removal by
///   exemplar-based image inpainting", 2004, in the distance form of Wexler et al. 2007.
struct PatchTrust: Sendable {
  /// What is left of the trust one pixel deeper.
  static let decay: Float = 0.8

  /// Trust in the depth of the hole.
  static let least: Float = 0.05

  /// For each pixel, `least...1`, or 0.
  let pixels: [Float]

  /// For each target centre the mean over its patch; 0 at other centres.
  let patches: [Float]

  init(level: PatchLevel, centres: PatchCentres) {
    let shape = centres.shape
    var byDepth: [Float] = [1]
    while let last = byDepth.last, last > Self.least { byDepth.append(max(last * Self.decay, Self.least)) }
    let deepest = byDepth.count - 1
    let values = zip(level.depths(), level.barred).map { depth, barred in
      barred ? 0 : byDepth[min(Int(depth), deepest)]
    }
    var means = [Float](repeating: 0, count: level.count)
    for y in shape.radiusY..<level.height - shape.radiusY {
      for x in shape.radiusX..<level.width - shape.radiusX where centres.targets[y * level.width + x] {
        var sum: Float = 0
        for row in y - shape.radiusY...y + shape.radiusY {
          for column in x - shape.radiusX...x + shape.radiusX { sum += values[row * level.width + column] }
        }
        means[y * level.width + x] = sum / Float(shape.pixelCount)
      }
    }
    pixels = values
    patches = means
  }

  /// The weights of the votes: trusted patches that fit well, relative to how well patches fit on the whole.
  func voteWeights(_ field: PatchField) -> [Float] {
    let mean = max(field.meanDistance, 1)
    var weights = patches
    for (index, match) in field.matches.enumerated() where match.source >= 0 {
      let misfit = match.distance / (mean * patches[index])
      weights[index] = patches[index] / (0.05 + misfit)
    }
    return weights
  }
}
