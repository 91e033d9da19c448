import Glibc
import Raster
import Testing

/// Feathering of masks that cross tiles, and of those that a change of scale serves worst.
@Suite struct FeatheringPrecisionTests {
  /// A Gaussian in double precision, cut at four standard deviations; `result[k]` is the weight at `k - radius`.
  private func gaussian(_ sigma: Double) -> [Double] {
    let radius = Int(4 * sigma)
    let raw = (-radius...radius).map { Glibc.exp(-Double($0 * $0) / (2 * sigma * sigma)) }
    let sum = raw.reduce(0, +)
    return raw.map { $0 / sum }
  }

  /// Rows convolved and the frame turned over, so that twice is a convolution along both axes.
  private func convolvedAndTurned(
    _ values: [Double], width: Int, height: Int, kernel: [Double]
  ) -> [Double] {
    let radius = kernel.count / 2
    var turned = [Double](repeating: 0, count: values.count)
    for y in 0..<height {
      let row = values[y * width..<(y + 1) * width]
      let first = [Double](repeating: row[row.startIndex], count: radius)
      let last = [Double](repeating: row[row.endIndex - 1], count: radius)
      let padded = first + row + last
      for x in 0..<width {
        var sum = 0.0
        for tap in 0..<kernel.count { sum += kernel[tap] * padded[x + tap] }
        turned[x * height + y] = sum
      }
    }
    return turned
  }

  private func largestError(_ mask: Mask, _ sigma: Double) throws -> Double {
    let kernel = gaussian(sigma)
    let columns = convolvedAndTurned(
      mask.weights.map { Double($0) }, width: mask.width, height: mask.height, kernel: kernel)
    let exact = convolvedAndTurned(
      columns, width: mask.height, height: mask.width, kernel: kernel)
    return try zip(mask.feathered(sigma: sigma).weights, exact).map { abs(Double($0) - $1) }.max() ?? 0
  }

  @Test(arguments: TiledMasks.sizes, [0.9, 5, 6.99, 7, 16])
  func staysWithinOneLevelAcrossTiles(size: PixelSize, sigma: Double) throws {
    for mask in TiledMasks.all(size) {
      #expect(try largestError(mask, sigma) <= 1)
    }
  }

  @Test(arguments: [7, 10, 13.99, 14, 16, 28, 33.3])
  func stripesAndNoiseStayWithinOneLevel(sigma: Double) throws {
    for period in [2, 3, 4, 5, 8] {
      let weights = (0..<150 * 97).map { index -> UInt8 in
        (index % 150 + index / 150) % period < period / 2 ? 255 : 0
      }
      #expect(try largestError(Mask(width: 150, height: 97, weights: weights), sigma) <= 1)
    }
    #expect(try largestError(RandomRasters.mask(width: 131, height: 140, seed: 4), sigma) <= 1)
  }

  /// How much a weight at each distance counts when it passes through cells and back: splines down, a
  /// Gaussian between, splines up, for the pixel at `phase` of its cell.
  private func kernelThroughCells(_ sigma: Double, factor: Int, phase: Int, reach: Int) -> [Double] {
    let box = [Double](repeating: 1, count: factor)
    func smoothed(_ values: [Double]) -> [Double] {
      var result = [Double](repeating: 0, count: values.count + factor - 1)
      for (index, value) in values.enumerated() {
        for offset in 0..<factor { result[index + offset] += value }
      }
      return result
    }
    let spline = smoothed(smoothed(box))
    let square = Double(factor * factor)
    let cells = gaussian(((sigma * sigma - (square - 1) / 2) / square).squareRoot())
    var kernel = [Double](repeating: 0, count: 2 * reach + 1)
    for upper in -1...1 where spline.indices.contains(phase - factor * upper + factor - 1) {
      let share = spline[phase - factor * upper + factor - 1] / square
      for (tap, weight) in cells.enumerated() {
        let cell = upper + tap - cells.count / 2
        for (index, value) in spline.enumerated() {
          let distance = cell * factor - (factor - 1) + index - phase
          if abs(distance) <= reach {
            kernel[distance + reach] += share * weight * value / (square * Double(factor))
          }
        }
      }
    }
    return kernel
  }

  /// Full weight exactly where the detour through cells counts too much, for one pixel in the middle.
  private func worstMask(_ sigma: Double, factor: Int, phases: (x: Int, y: Int)) -> Mask {
    let reach = Int(4 * sigma) + 4 * factor
    let exact =
      [Double](repeating: 0, count: 4 * factor) + gaussian(sigma)
      + [Double](repeating: 0, count: 4 * factor)
    let columns = kernelThroughCells(sigma, factor: factor, phase: phases.x, reach: reach)
    let rows = kernelThroughCells(sigma, factor: factor, phase: phases.y, reach: reach)
    let centre = (reach + factor - 1) / factor * factor
    let side = 2 * centre + factor
    var mask = Mask(width: side, height: side, filledWith: 0)
    for y in -reach...reach where (0..<side).contains(centre + phases.y + y) {
      for x in -reach...reach where (0..<side).contains(centre + phases.x + x) {
        let excess = columns[x + reach] * rows[y + reach] - exact[x + reach] * exact[y + reach]
        if excess > 0 { mask[centre + phases.x + x, centre + phases.y + y] = 255 }
      }
    }
    return mask
  }

  @Test(arguments: [(7.0, 2), (7, 4), (9, 2), (13.9, 2), (14, 4), (16, 4)])
  func theWorstMasksForChangesOfScaleStayWithinOneLevel(sigma: Double, factor: Int) throws {
    for phases in [(0, 0), (0, factor - 1), (factor / 2, 0)] {
      let worst = worstMask(sigma, factor: factor, phases: phases)
      #expect(try largestError(worst, sigma) <= 1)
      #expect(try largestError(worst.inverted(), sigma) <= 1)
    }
  }

  /// The sum of absolute differences of the kernels bounds the error for every mask: an excess along an axis
  /// is matched by a lack, and there are two axes.
  @Test(arguments: [(7.0, 2), (10.1, 2), (13.9, 2), (14, 4), (20, 4), (27.9, 4)])
  func changesOfScaleCostLessThanASixthOfALevel(sigma: Double, factor: Int) {
    let reach = Int(4 * sigma) + 4 * factor
    let exact = gaussian(sigma)
    for phase in 0..<factor {
      let kernel = kernelThroughCells(sigma, factor: factor, phase: phase, reach: reach)
      let difference = kernel.indices.reduce(0.0) { sum, index in
        let place = index - 4 * factor
        return sum + abs(kernel[index] - (exact.indices.contains(place) ? exact[place] : 0))
      }
      #expect(255 * difference < 0.1667)
    }
  }
}
