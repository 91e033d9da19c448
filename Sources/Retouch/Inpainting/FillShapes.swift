import Raster

/// The large shapes for a hole in which little is certain.
///
/// A smooth surface alone leaves a blurred island. What several coarse fills by patches have in common,
/// flattened within its edges, carries the shapes around the hole into it; the surface keeps part of the say,
/// since on average it is nearer to what was there.
struct FillShapes {
  /// Over how many pixels the smooth surface carries on the slopes at the border.
  static let stiffness: Float = 6

  /// The say of the fills' shapes against the smooth surface where the fills differ; where they agree it is
  /// all. Tuned on the holes of `fixtures/holes.tsv`.
  static let share: Float = 0.5

  /// Variation that is flattened out, in sample values times pixels of full scale. Tuned on the same holes.
  static let flattening: Float = 64

  /// The window at full, half, ... scale, down to that of the fills.
  let levels: ArraySlice<PatchLevel>

  /// Colours in lanes 0, 1 and 2 at full scale; how far to believe patches, `0...1`, in the fourth.
  func colours(fills: [PatchLevel]) -> [SIMD4<Float>] {
    let smooth = levels[0].spanned(stiffness: Self.stiffness).pixels
    let coarse = levels.dropLast().reduce(smooth) { pixels, level in
      PatchLevel.blockMeans(pixels, width: level.width, height: level.height) { _ in true }
    }
    let changes = changes(fills: fills, from: coarse)
    var colours = ScaleStep.doubled(changes, through: levels)
    for index in colours.indices {
      let belief = colours[index][3]
      colours[index] += smooth[index]
      colours[index][3] = belief
    }
    return colours
  }

  /// From the smooth surface towards the shapes, at the fills' scale.
  private func changes(fills: [PatchLevel], from smooth: [SIMD4<Float>]) -> [SIMD4<Float>] {
    let common = PatchConsensus(fills)
    let consensus = common.estimates
    let level = fills[0]
    let weight = Self.flattening / Float(1 << (levels.count - 1))
    let frame = level.holeFrame(margin: 4)
    var part = level
    part.pixels = consensus
    part = part.cropped(to: frame)
    let flat = FlatColours(width: part.width, height: part.height, weight: weight).of(part.pixels)
    var changes = [SIMD4<Float>](repeating: .zero, count: level.count)
    for index in 0..<part.count where part.unknown[index] {
      let whole = (index / part.width + frame.y) * level.width + index % part.width + frame.x
      let share = Self.share + (1 - Self.share) * common.agreements[whole]
      changes[whole] = (flat[index] - smooth[whole]) * SIMD4(repeating: share)
    }
    for index in 0..<level.count { changes[index][3] = consensus[index][3] }
    return changes
  }
}
