import Raster

/// The window at one scale: colours, which pixels are to be filled, and which may be copied.
///
/// The lanes of a pixel are red, green and blue, `0...255`; the fourth is free for what else patches
/// shall be compared by, and 0 otherwise.
struct PatchLevel: Sendable {
  let width: Int
  let height: Int
  var pixels: [SIMD4<Float>]

  /// True where the colour is to be found.
  let unknown: [Bool]

  /// True where a pixel is known but must not serve as a source.
  let barred: [Bool]

  var count: Int { width * height }

  /// The smallest rectangle that holds the hole, grown by `margin` inside the frame.
  func holeFrame(margin: Int) -> PixelRect {
    var (left, top, right, bottom) = (width, height, -1, -1)
    for y in 0..<height {
      for x in 0..<width where unknown[y * width + x] {
        left = min(left, x)
        right = max(right, x)
        top = min(top, y)
        bottom = max(bottom, y)
      }
    }
    guard right >= left else { return PixelRect(x: 0, y: 0, width: 0, height: 0) }
    let hole = PixelRect(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
    return hole.expanded(by: margin).intersection(
      PixelRect(x: 0, y: 0, width: width, height: height))
  }

  /// The part of the level in a rectangle inside its frame.
  func cropped(to part: PixelRect) -> PatchLevel {
    func cut<Value>(_ plane: [Value]) -> [Value] {
      (part.y..<part.maxY).flatMap { plane[$0 * width + part.x..<$0 * width + part.maxX] }
    }
    return PatchLevel(
      width: part.width, height: part.height, pixels: cut(pixels), unknown: cut(unknown),
      barred: cut(barred))
  }

  /// Half the scale: the mean of each 2 x 2 block's known pixels.
  ///
  /// A block with an unknown pixel is unknown, one with a barred pixel is barred. At odd sides the last
  /// blocks are 1 pixel wide or high.
  func halved() -> PatchLevel {
    let halfWidth = (width + 1) / 2
    let halfHeight = (height + 1) / 2
    var holes = [Bool](repeating: false, count: halfWidth * halfHeight)
    var bars = holes
    for y in 0..<height {
      for x in 0..<width {
        let block = (y / 2) * halfWidth + x / 2
        if unknown[y * width + x] { holes[block] = true }
        if barred[y * width + x] { bars[block] = true }
      }
    }
    let means = Self.blockMeans(pixels, width: width, height: height) { !unknown[$0] }
    return PatchLevel(
      width: halfWidth, height: halfHeight, pixels: means, unknown: holes, barred: bars)
  }

  /// The mean of the chosen pixels of each 2 x 2 block; zero where none is chosen.
  static func blockMeans(
    _ pixels: [SIMD4<Float>], width: Int, height: Int, where chosen: (Int) -> Bool
  ) -> [SIMD4<Float>] {
    let halfWidth = (width + 1) / 2
    let halfHeight = (height + 1) / 2
    var sums = [SIMD4<Float>](repeating: .zero, count: halfWidth * halfHeight)
    var counts = [Float](repeating: 0, count: sums.count)
    for y in 0..<height {
      for x in 0..<width where chosen(y * width + x) {
        let block = (y / 2) * halfWidth + x / 2
        sums[block] += pixels[y * width + x]
        counts[block] += 1
      }
    }
    for block in sums.indices where counts[block] > 1 { sums[block] /= SIMD4(repeating: counts[block]) }
    return sums
  }

  /// How many steps to the left, right, up or down each unknown pixel is away from a known one; 0 where known.
  func depths() -> [Int32] {
    let far: Int32 = 1 << 20
    var depth = unknown.map { $0 ? far : 0 }
    for index in 0..<count where unknown[index] {
      let up = index >= width ? depth[index - width] : far
      let left = index % width > 0 ? depth[index - 1] : far
      depth[index] = min(up, left, far - 1) + 1
    }
    for index in (0..<count).reversed() where unknown[index] {
      let down = index + width < count ? depth[index + width] : far
      let right = index % width < width - 1 ? depth[index + 1] : far
      depth[index] = min(depth[index], min(down, right, far - 1) + 1)
    }
    return depth
  }
}
