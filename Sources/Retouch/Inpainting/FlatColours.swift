/// Flattens the colours of a picture within its edges.
///
/// Finds the picture of least total variation near the given one: areas become even, while strong edges
/// stay where they are and stay sharp.
///
/// - Note: Source: Rudin, Osher, Fatemi, "Nonlinear total variation based noise removal algorithms", 1992;
///   the iteration is Chambolle's, "An algorithm for total variation minimization", 2004.
struct FlatColours: Sendable {
  /// Steps of the iteration.
  static let steps = 100

  let width: Int
  let height: Int

  /// How much variation is taken off, in sample values; differences well below it disappear.
  let weight: Float

  /// The flattened picture; each of the four lanes for itself.
  func of(_ picture: [SIMD4<Float>]) -> [SIMD4<Float>] {
    var (across, down) = (picture.map { _ in SIMD4<Float>.zero }, picture.map { _ in SIMD4<Float>.zero })
    var flat = picture
    for _ in 0..<Self.steps {
      step(flat, across: &across, down: &down)
      spread(picture, across: across, down: down, into: &flat)
    }
    return flat
  }

  /// Moves the dual field along the picture's slopes, then shortens it.
  private func step(
    _ flat: [SIMD4<Float>], across: inout [SIMD4<Float>], down: inout [SIMD4<Float>]
  ) {
    let pace = SIMD4<Float>(repeating: 0.25)
    let shrinking = SIMD4<Float>(repeating: 0.25 / weight)
    let one = SIMD4<Float>(repeating: 1)
    for y in 0..<height {
      for x in 0..<width {
        let index = y * width + x
        let right = x + 1 < width ? flat[index + 1] - flat[index] : .zero
        let below = y + 1 < height ? flat[index + width] - flat[index] : .zero
        let length = (right * right + below * below).squareRoot()
        let divisor = one + length * shrinking
        across[index] = (across[index] - pace * right) / divisor
        down[index] = (down[index] - pace * below) / divisor
      }
    }
  }

  /// The picture less the divergence of the dual field.
  private func spread(
    _ picture: [SIMD4<Float>], across: [SIMD4<Float>], down: [SIMD4<Float>],
    into flat: inout [SIMD4<Float>]
  ) {
    for y in 0..<height {
      for x in 0..<width {
        let index = y * width + x
        var sum = picture[index] - across[index] - down[index]
        if x > 0 { sum += across[index - 1] }
        if y > 0 { sum += down[index - width] }
        flat[index] = sum
      }
    }
  }
}
