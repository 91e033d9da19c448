/// A layer and the one of twice its scale.
enum ScaleStep {
  /// A layer at the size of the last level brought to that of the first, by way of those between.
  static func doubled(_ layer: [SIMD4<Float>], through levels: ArraySlice<PatchLevel>) -> [SIMD4<Float>] {
    levels.dropLast().reversed().reduce(layer) { layer, finer in
      doubled(layer, width: finer.width, height: finer.height)
    }
  }

  /// The layer at `width` x `height`, twice the scale of `layer`, linear between the pixels' centres.
  static func doubled(_ layer: [SIMD4<Float>], width: Int, height: Int) -> [SIMD4<Float>] {
    let (halfWidth, halfHeight) = ((width + 1) / 2, (height + 1) / 2)
    let near = SIMD4<Float>(repeating: 0.75)
    let far = SIMD4<Float>(repeating: 0.25)
    var result = [SIMD4<Float>](repeating: .zero, count: width * height)
    for y in 0..<height {
      let row = (y / 2) * halfWidth
      let otherRow = neighbour(of: y, count: halfHeight) * halfWidth
      for x in 0..<width {
        let column = x / 2
        let other = neighbour(of: x, count: halfWidth)
        let here = layer[row + column] * near + layer[row + other] * far
        let there = layer[otherRow + column] * near + layer[otherRow + other] * far
        result[y * width + x] = here * near + there * far
      }
    }
    return result
  }

  /// The second nearest coarse pixel of a fine one, along one axis.
  private static func neighbour(of fine: Int, count: Int) -> Int {
    min(max(fine % 2 == 0 ? fine / 2 - 1 : fine / 2 + 1, 0), count - 1)
  }
}
