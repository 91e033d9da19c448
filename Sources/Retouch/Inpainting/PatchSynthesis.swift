import Raster

/// Fills a window by patches, from coarse to fine.
///
/// The coarsest scale starts from a membrane and random matches; each finer one from the coarser matches.
/// At each scale search and vote take turns.
///
/// - Note: Sources: Wexler, Shechtman, Irani 2007; Barnes et al. 2009; Newson, Almansa, Fradet, Gousseau,
///   Pérez, "Video Inpainting of Complex Scenes", 2014.
struct PatchSynthesis {
  /// A state between two scales.
  struct State: Sendable {
    var level: PatchLevel
    var field: PatchField
    var random: SplitMix64
  }

  /// Half the side of a patch, without its centre.
  static let radius = 3

  /// The pyramid ends when the hole is no deeper than this.
  static let shallow = 5

  /// Fewest source centres of a scale.
  static let fewestSources = 40

  let levels: [PatchLevel]
  let bands: Bands

  init(window: PatchLevel, bands: Bands) {
    self.levels = Self.pyramid(window)
    self.bands = bands
  }

  /// The window at full, half, ... scale while hole and sources are large enough.
  private static func pyramid(_ window: PatchLevel) -> [PatchLevel] {
    var levels = [window]
    while let last = levels.last, Int(last.depths().max() ?? 0) > shallow,
      min(last.width, last.height) > 4 * radius
    {
      let next = last.halved()
      let shape = PatchShape(radius: radius, width: next.width, height: next.height)
      guard PatchCentres(level: next, shape: shape).sourceList.count >= fewestSources else { break }
      levels.append(next)
    }
    return levels
  }

  /// The window filled at scale `end` (0 is full scale), from the coarsest or from a state of a coarser one.
  func run(to end: Int, from start: State? = nil, at scale: Int? = nil, seed: UInt64) -> State {
    var scale = scale ?? levels.count
    var state = start
    var random = state?.random ?? SplitMix64(seed: seed)
    repeat {
      scale -= 1
      let centres = PatchCentres(level: levels[scale], radius: Self.radius)
      let trust = PatchTrust(level: levels[scale], shape: centres.shape)
      var level: PatchLevel
      var field: PatchField
      if let coarser = state {
        field = coarser.field.doubled(for: levels[scale], centres: centres, random: &random)
        level = PatchVoting(field: field, weights: trust.patches, shape: centres.shape, bands: bands)
          .filled(levels[scale])
      } else {
        level = levels[scale].spanned(stiffness: 0)
        field = PatchField(level: level, centres: centres, random: &random)
      }
      for _ in 0..<rounds(scale) {
        refine(&field, level: level, scale: scale, centres: centres, trust: trust, random: &random)
        level = PatchVoting(
          field: field, weights: trust.voteWeights(field), shape: centres.shape, bands: bands
        ).filled(level)
      }
      state = State(level: level, field: field, random: random)
    } while scale > end
    return state ?? State(level: levels[end], field: PatchField(width: 0, height: 0), random: random)
  }

  private func isFine(_ scale: Int) -> Bool { levels.count > 1 && scale < 2 }

  private func rounds(_ scale: Int) -> Int { isFine(scale) ? 3 : 12 }

  private func refine(
    _ field: inout PatchField, level: PatchLevel, scale: Int, centres: PatchCentres,
    trust: PatchTrust, random: inout SplitMix64
  ) {
    let search = PatchSearch(level: level, centres: centres, trust: trust.pixels, bands: bands)
    let reach = isFine(scale) ? 16 : max(level.width, level.height)
    search.measure(&field)
    for sweep in 0..<(isFine(scale) ? 1 : 2) {
      search.sweep(&field, backwards: false, reach: sweep == 0 ? reach : 0, seed: random.next())
      search.sweep(&field, backwards: true, reach: 0, seed: random.next())
    }
  }
}
