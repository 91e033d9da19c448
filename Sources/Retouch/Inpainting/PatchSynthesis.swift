import Raster

/// Fills a window by patches, from coarse to fine.
///
/// The coarsest scale starts from a membrane and random matches; each finer one from the coarser matches.
/// At each scale search and vote take turns.
///
/// - Note: Sources: Wexler, Shechtman, Irani 2007; Barnes et al. 2009; Newson, Almansa, Fradet, Gousseau,
///   Pérez, "Video Inpainting of Complex Scenes", 2014.
struct PatchSynthesis: Sendable {
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

  /// Longest side step of the random tries at the fine scales, in pixels.
  static let fineReach = 4

  let levels: [PatchLevel]
  var bands: Bands

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

  /// The window filled from the coarsest scale down to scale `end`; 0 is full scale.
  func run(to end: Int, seed: UInt64) -> State {
    let last = levels.count - 1
    var random = SplitMix64(seed: seed)
    let centres = PatchCentres(level: levels[last], radius: Self.radius)
    let level = levels[last].spanned(stiffness: 0)
    let field = PatchField(level: level, centres: centres, random: &random)
    let start = State(level: level, field: field, random: random)
    let trust = PatchTrust(level: levels[last], centres: centres)
    return run(refined(start, centres: centres, trust: trust, scale: last), at: last, to: end)
  }

  /// The window filled on from a state at scale `start` to the finer scale `end`.
  func run(_ state: State, at start: Int, to end: Int) -> State {
    var state = state
    for scale in (end..<start).reversed() {
      let centres = PatchCentres(level: levels[scale], radius: Self.radius)
      let trust = PatchTrust(level: levels[scale], centres: centres)
      state.field = state.field.doubled(for: levels[scale], centres: centres, random: &state.random)
      state.level = PatchVoting(
        field: state.field, weights: trust.patches, shape: centres.shape, bands: bands
      ).filled(levels[scale])
      state = refined(state, centres: centres, trust: trust, scale: scale)
    }
    return state
  }

  /// Search and vote in turn at one scale.
  private func refined(
    _ state: State, centres: PatchCentres, trust: PatchTrust, scale: Int
  ) -> State {
    var state = state
    for _ in 0..<rounds(scale) {
      search(&state, centres: centres, trust: trust, scale: scale)
      state.level = PatchVoting(
        field: state.field, weights: trust.voteWeights(state.field), shape: centres.shape, bands: bands
      ).filled(state.level)
    }
    return state
  }

  /// True at the scales that only sharpen what coarser ones have decided.
  private func isFine(_ scale: Int) -> Bool { levels.count > 1 && scale < 2 }

  /// How often search and vote take turns: often where the content is decided, at the coarse scales.
  private func rounds(_ scale: Int) -> Int {
    if levels.count == 1 { return 5 }
    return isFine(scale) ? 2 + scale : 12
  }

  private func search(
    _ state: inout State, centres: PatchCentres, trust: PatchTrust, scale: Int
  ) {
    let search = PatchSearch(level: state.level, centres: centres, trust: trust.pixels, bands: bands)
    let reach = isFine(scale) ? Self.fineReach : max(state.level.width, state.level.height)
    search.measure(&state.field)
    search.sweep(&state.field, backwards: false, reach: reach, seed: state.random.next())
    search.sweep(&state.field, backwards: true, reach: 0, seed: state.random.next())
  }
}
