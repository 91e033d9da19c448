/// Means over the square around each pixel, of the pixels that count.
///
/// The fourth lane is the weight, 0 or 1, and comes back as the sum of the weights.
struct LocalMean: Sendable {
  let width: Int
  let height: Int
  let radius: Int

  /// The weighted mean of lanes 0, 1 and 2; zero where no weight is near.
  func of(_ values: [SIMD4<Float>]) -> [SIMD4<Float>] {
    let sums = summedDown(summedAcross(values))
    return sums.map { sum in
      guard sum[3] > 0 else { return .zero }
      var mean = sum / SIMD4(repeating: sum[3])
      mean[3] = sum[3]
      return mean
    }
  }

  private func summedAcross(_ values: [SIMD4<Float>]) -> [SIMD4<Float>] {
    var sums = [SIMD4<Float>](repeating: .zero, count: values.count)
    for y in 0..<height {
      let row = y * width
      for x in 0..<width {
        var sum = SIMD4<Float>.zero
        for column in max(x - radius, 0)...min(x + radius, width - 1) { sum += values[row + column] }
        sums[row + x] = sum
      }
    }
    return sums
  }

  private func summedDown(_ values: [SIMD4<Float>]) -> [SIMD4<Float>] {
    var sums = [SIMD4<Float>](repeating: .zero, count: values.count)
    for y in 0..<height {
      for row in max(y - radius, 0)...min(y + radius, height - 1) {
        for x in 0..<width { sums[y * width + x] += values[row * width + x] }
      }
    }
    return sums
  }
}
