import Raster

/// Fine texture for a smooth fill: taken by patches from where the picture, smoothed, looks alike.
///
/// - Note: Source: Hertzmann, Jacobs, Oliver, Curless, Salesin, "Image Analogies", 2001 (match on the
///   smoothed picture, copy what smoothing took away).
struct DetailLayer {
  let window: PatchLevel
  let smooth: PatchLevel
  let bands: Bands
  let settings: PatchSettings

  func run(seed: UInt64) -> [SIMD4<Float>] {
    let v = settings.values
    let usable = (0..<window.count).map { !window.unknown[$0] && !window.barred[$0] }
    let small = LocalMean(width: window.width, height: window.height, radius: Int(v[3]))
    let wide = LocalMean(width: window.width, height: window.height, radius: 5)
    let soft = small.of(weighted(window.pixels, usable))
    var detail = window.pixels
    for i in 0..<window.count { detail[i] = usable[i] ? detail[i] - soft[i] : .zero; detail[i][3] = 0 }
    let energy = wide.of(weighted(detail.map { $0 * $0 }, usable))
    var guide = window
    for i in 0..<window.count {
      guide.pixels[i] = usable[i] ? soft[i] : .zero
      guide.pixels[i][3] = usable[i] ? lightness(energy[i]).squareRoot() * v[4] : 0
    }
    guide = guide.spanned(stiffness: 0)
    for i in 0..<window.count where window.unknown[i] {
      let c = guide.pixels[i][3]
      guide.pixels[i] = smooth.pixels[i]
      guide.pixels[i][3] = c
    }
    let centres = PatchCentres(level: guide, radius: Int(v[5]))
    var random = SplitMix64(seed: seed)
    var field = PatchField(level: guide, centres: centres, random: &random)
    let search = PatchSearch(level: guide, centres: centres, trust: [Float](repeating: 1, count: guide.count), bands: bands)
    search.measure(&field)
    for _ in 0..<2 {
      search.sweep(&field, backwards: false, reach: max(guide.width, guide.height), seed: random.next())
      search.sweep(&field, backwards: true, reach: 0, seed: random.next())
    }
    var level = window
    level.pixels = detail
    let weights = field.matches.map { Float(1) / (1 + $0.distance) }
    let voted = PatchVoting(field: field, weights: weights, shape: centres.shape, bands: bands).filled(level)
    let own = wide.of(weighted(voted.pixels.map { $0 * $0 }, [Bool](repeating: true, count: window.count)))
    var out = voted.pixels
    for i in 0..<window.count where window.unknown[i] {
      let c = guide.pixels[i][3] / v[4]
      let target = min(c, max(0, v[6] * c + v[7] * c * c + v[8]))
      out[i] *= SIMD4(repeating: target / (lightness(own[i]) + 0.3).squareRoot())
      out[i][3] = 0
    }
    return out
  }
  func lightness(_ e: SIMD4<Float>) -> Float { (e[0] + e[1] + e[2]) / 3 }
  func weighted(_ a: [SIMD4<Float>], _ use: [Bool]) -> [SIMD4<Float>] {
    var o = a
    for i in 0..<a.count { o[i] = use[i] ? a[i] : .zero; o[i][3] = use[i] ? 1 : 0 }
    return o
  }
}
