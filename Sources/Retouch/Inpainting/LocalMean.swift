/// Means over the square around each pixel, of the pixels that count.
struct LocalMean: Sendable {
  let width: Int
  let height: Int
  let radius: Int

  /// The means of lanes 0, 1 and 2; zero where no pixel that counts is near. The fourth lane is 1 or 0.
  func of(_ values: [SIMD4<Float>], where counts: [Bool]) -> [SIMD4<Float>] {
    var weighted = values
    for index in values.indices {
      weighted[index][3] = 1
      if !counts[index] { weighted[index] = .zero }
    }
    return summedDown(summedAcross(weighted)).map { sum in
      sum[3] > 0 ? sum / SIMD4(repeating: sum[3]) : .zero
    }
  }

  /// The variances of lanes 0, 1 and 2, averaged; 0 where no pixel that counts is near.
  func variances(_ values: [SIMD4<Float>], where counts: [Bool]) -> [Float] {
    zip(of(values, where: counts), of(values.map { $0 * $0 }, where: counts)).map { mean, square in
      let variances = square - mean * mean
      return max(((variances[0] + variances[1]) + variances[2]) / 3, 0)
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
