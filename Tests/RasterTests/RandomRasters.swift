import Raster

/// Seeded pictures and masks, and the worker counts that every result must not depend on.
enum RandomRasters {
  static let workerCounts = [1, 2, 5]

  static func allBands() -> [Bands] { workerCounts.map { Bands(workers: $0) } }

  /// Samples of every value; alpha 255 when `opaque`, else often 0 or 255.
  static func bitmap(width: Int, height: Int, seed: UInt64, opaque: Bool) -> Bitmap {
    var generator = SplitMix64(seed: seed)
    var samples = (0..<4 * width * height).map { _ in UInt8(generator.next(below: 256)) }
    for index in stride(from: 3, to: samples.count, by: 4) {
      let choice = generator.next(below: 4)
      if opaque || choice == 0 { samples[index] = 255 }
      if !opaque, choice == 1 { samples[index] = 0 }
    }
    return Bitmap(width: width, height: height, samples: samples)
  }

  /// Half of the weights are 0 or 255, the others anything.
  static func mask(width: Int, height: Int, seed: UInt64) -> Mask {
    var generator = SplitMix64(seed: seed)
    let weights = (0..<width * height).map { _ -> UInt8 in
      let value = UInt8(generator.next(below: 256))
      return generator.next(below: 2) == 0 ? (value < 128 ? 0 : 255) : value
    }
    return Mask(width: width, height: height, weights: weights)
  }

  /// Mostly zeros, with a few weights above.
  static func sparseMask(width: Int, height: Int, seed: UInt64) -> Mask {
    var generator = SplitMix64(seed: seed)
    var mask = Mask(width: width, height: height, filledWith: 0)
    for _ in 0..<6 {
      mask[generator.next(below: width), generator.next(below: height)] = UInt8(
        1 + generator.next(below: 255))
    }
    return mask
  }

  /// A number of `lower..<upper` with 20 random bits.
  static func number(_ lower: Double, _ upper: Double, _ generator: inout SplitMix64) -> Double {
    lower + (upper - lower) * Double(generator.next(below: 1 << 20)) / Double(1 << 20)
  }
}
