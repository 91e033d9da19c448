import Raster

package struct PatchSettings: Sendable {
  package var mode = 0
  package var values: [Float] = [6, 3, 4, 1, 4, 3, 0.7, 0, 0, 0]
  package init() {}
}
/// Composition.
struct Fill {
  let settings: PatchSettings
  let seed: UInt64
  let bands: Bands

  func run(_ window: PatchLevel) -> PatchLevel {
    let v = settings.values
    let smooth = window.spanned(stiffness: v[0])
    if settings.mode == 1 { return smooth }
    let synthesis = PatchSynthesis(window: window, bands: bands)
    let scale = min(1, synthesis.levels.count - 1)
    let members = (0..<Int(v[1])).map { synthesis.run(to: scale, seed: seed &+ UInt64($0) &* 0x9E37_79B9_7F4A_7C15) }
    var patch = members[0].level
    if scale > 0 { patch = synthesis.run(to: 0, from: members[0], at: scale, seed: seed).level }
    if settings.mode == 2 { return patch }
    let half = synthesis.levels[scale]
    // mean & deviation
    var mean = [SIMD4<Float>](repeating: .zero, count: half.count)
    for m in members { for i in 0..<half.count where half.unknown[i] { mean[i] += m.level.pixels[i] } }
    let k = SIMD4<Float>(repeating: Float(members.count))
    var dev = [SIMD4<Float>](repeating: .zero, count: half.count)
    for i in 0..<half.count where half.unknown[i] {
      mean[i] /= k
      var sum: Float = 0
      for m in members { let d = m.level.pixels[i] - mean[i]; let q = d * d; sum += q[0] + q[1] + q[2] }
      dev[i] = SIMD4(repeating: (sum / Float(3 * members.count)).squareRoot())
    }
    dev = blur(blur(dev, half.width, half.height, 1), half.width, half.height, 1)
    let lowPatch = scale > 0 ? PatchLevel.blockMeans(patch.pixels, width: patch.width, height: patch.height) { _ in true } : patch.pixels
    var low = [SIMD4<Float>](repeating: .zero, count: half.count)
    for i in 0..<half.count where half.unknown[i] {
      low[i] = mean[i] - lowPatch[i]
      let r = dev[i][0] / v[2]
      low[i][3] = 1 / (1 + r * r)
    }
    for i in 0..<half.count where !half.unknown[i] { low[i][3] = 1 }
    let up = scale > 0 ? upsample(low, half.width, half.height, patch.width, patch.height) : low
    var out = smooth
    let detail = DetailLayer(window: window, smooth: smooth).texture(seed: seed) { c in min(c, v[6] * c + v[7] * c * c) }
    for i in 0..<out.count where out.unknown[i] {
      var correction = up[i]; let conf = correction[3]; correction[3] = 0
      let t = patch.pixels[i] + correction
      out.pixels[i] = smooth.pixels[i] + (t - smooth.pixels[i]) * SIMD4(repeating: conf) + detail[i] * SIMD4(repeating: 1 - conf)
    }
    return out
  }

  func blur(_ a: [SIMD4<Float>], _ w: Int, _ h: Int, _ r: Int) -> [SIMD4<Float>] {
    var o = a
    for y in 0..<h { for x in 0..<w {
      var s = SIMD4<Float>.zero; var n: Float = 0
      for v in max(y-r,0)...min(y+r,h-1) { for u in max(x-r,0)...min(x+r,w-1) { s += a[v*w+u]; n += 1 } }
      o[y*w+x] = s / SIMD4(repeating: n)
    } }
    return o
  }

  func upsample(_ a: [SIMD4<Float>], _ w: Int, _ h: Int, _ W: Int, _ H: Int) -> [SIMD4<Float>] {
    var out = [SIMD4<Float>](repeating: .zero, count: W * H)
    for y in 0..<H {
      let y0 = y / 2, y1 = min(max(y % 2 == 0 ? y0 - 1 : y0 + 1, 0), h - 1)
      for x in 0..<W {
        let x0 = x / 2, x1 = min(max(x % 2 == 0 ? x0 - 1 : x0 + 1, 0), w - 1)
        let n = SIMD4<Float>(repeating: 0.75), f = SIMD4<Float>(repeating: 0.25)
        let top = a[y0 * w + x0] * n + a[y0 * w + x1] * f
        let bottom = a[y1 * w + x0] * n + a[y1 * w + x1] * f
        out[y * W + x] = top * n + bottom * f
      }
    }
    return out
  }
}
