import Raster

/// Fills the hole of one window.
///
/// Three layers make the blended fill. A smooth surface gives the colours where nothing better is known. Several
/// fills by patches, from seeds of their own, show where the surroundings determine what belongs into the
/// hole: there, and at the rim, the patches are taken, mended by the fills' mean. Where they disagree, texture
/// from similar places covers the smooth surface.
struct HoleFill {
  /// Fills that are compared.
  static let fillCount = 4

  /// Over how many pixels the smooth surface carries on the slopes at the border.
  static let stiffness: Float = 6

  /// The texture's share of the contrast that the surroundings lead to expect.
  static let textureShare: Float = 0.54

  let seed: UInt64
  let finish: InpaintingFinish
  let bands: Bands

  /// The window with its hole filled.
  ///
  /// - Parameter rim: How much patches are trusted for their nearness to known pixels, `0...1` a pixel.
  func filled(_ window: PatchLevel, rim: [Float]) -> PatchLevel {
    finish == .blended ? blended(window, rim: rim) : patched(window)
  }

  /// One fill by patches, all the way down to full scale.
  private func patched(_ window: PatchLevel) -> PatchLevel {
    PatchSynthesis(window: window, bands: bands).run(to: 0, seed: seed).level
  }

  private func blended(_ window: PatchLevel, rim: [Float]) -> PatchLevel {
    let smooth = window.spanned(stiffness: Self.stiffness)
    let (patches, beliefs) = believedPatches(window)
    let texture = DetailLayer(window: window, smooth: smooth)
      .texture(seed: seed, share: Self.textureShare)
    var result = window
    for index in 0..<window.count where window.unknown[index] {
      let belief = SIMD4<Float>(repeating: max(beliefs[index], rim[index]))
      let doubted = smooth.pixels[index] + texture[index]
      result.pixels[index] = doubted + (patches[index] - doubted) * belief
    }
    return result
  }

  /// The fill by patches, its low frequencies those of the fills' mean, and how far to believe it.
  private func believedPatches(_ window: PatchLevel) -> ([SIMD4<Float>], [Float]) {
    let synthesis = PatchSynthesis(window: window, bands: bands)
    let scale = min(1, synthesis.levels.count - 1)
    var seeds = SplitMix64(seed: seed)
    let states = (0..<Self.fillCount).map { _ in synthesis.run(to: scale, seed: seeds.next()) }
    let misfits = states.map(\.field.meanDistance)
    let consensus = PatchConsensus(states.map(\.level), misfits: misfits)
    let best = misfits.indices.min { misfits[$0] < misfits[$1] } ?? 0
    guard scale > 0 else {
      return (consensus.estimates.map(Self.colour), consensus.estimates.map { $0[3] })
    }
    let patches = synthesis.run(states[best], at: scale, to: 0).level.pixels
    let coarse = PatchLevel.blockMeans(patches, width: window.width, height: window.height) { _ in true }
    let half = synthesis.levels[scale]
    var corrections = consensus.estimates
    for index in 0..<half.count {
      corrections[index] = half.unknown[index] ? corrections[index] - coarse[index] : .zero
      corrections[index][3] = consensus.estimates[index][3]
    }
    let fine = ScaleStep.doubled(corrections, width: window.width, height: window.height)
    return (zip(patches, fine).map { $0 + Self.colour($1) }, fine.map { $0[3] })
  }

  private static func colour(_ pixel: SIMD4<Float>) -> SIMD4<Float> {
    var colour = pixel
    colour[3] = 0
    return colour
  }
}
