import Raster

/// Fills the hole of one window.
///
/// Three layers make the blended fill. The large shapes come from a smooth surface and from what several
/// coarse fills by patches have in common. Fine detail lies over them. At the rim, and where the coarse
/// fills agree, the patches of one fill are taken as they are.
struct HoleFill {
  /// Fills that are compared.
  static let fillCount = 6

  /// How often the scale is halved for the fills that are compared, at most.
  static let halvings = 2

  /// Known pixels around the hole that detail is measured on.
  static let detailMargin = 24

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
    let synthesis = PatchSynthesis(window: window, bands: bands)
    let scale = min(Self.halvings, synthesis.levels.count - 1)
    let states = coarseFills(synthesis, scale: scale)
    let misfits = states.map(\.field.meanDistance)
    let best = misfits.indices.min { misfits[$0] < misfits[$1] } ?? 0
    let patches = synthesis.run(states[best], at: scale, to: 0).level
    let shapes = FillShapes(levels: synthesis.levels[...scale]).colours(fills: states.map(\.level))
    return mixed(window, patches: patches, shapes: shapes, rim: rim, halvings: scale)
  }

  /// One fill from each seed, as many at a time as there are threads.
  private func coarseFills(_ synthesis: PatchSynthesis, scale: Int) -> [PatchSynthesis.State] {
    var random = SplitMix64(seed: seed)
    let seeds = (0..<Self.fillCount).map { _ in random.next() }
    var alone = synthesis
    alone.bands = Bands(workers: 1)
    let each = alone
    return bands.map(height: seeds.count * Bands.rowsPerBand) { rows in
      each.run(to: scale, seed: seeds[rows.lowerBound / Bands.rowsPerBand])
    }
  }

  /// Detail over the shapes, and patches over both as far as they are believed.
  private func mixed(
    _ window: PatchLevel, patches: PatchLevel, shapes: [SIMD4<Float>], rim: [Float], halvings: Int
  ) -> PatchLevel {
    let frame = window.holeFrame(margin: Self.detailMargin)
    let part = DetailLayer(
      window: window.cropped(to: frame), patches: patches.cropped(to: frame).pixels, halvings: halvings)
    var result = window
    for (index, detail) in part.detail().enumerated() where part.window.unknown[index] {
      let whole = (index / frame.width + frame.y) * window.width + index % frame.width + frame.x
      let belief = SIMD4<Float>(repeating: max(shapes[whole][3], rim[whole]))
      let doubted = shapes[whole] + detail
      result.pixels[whole] = doubted + (patches.pixels[whole] - doubted) * belief
    }
    return result
  }
}
