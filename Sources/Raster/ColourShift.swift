/// How far colours have moved, in CIEDE2000 units; about 1 is just seen side by side.
public struct ColourShift: Hashable, Sendable {
  /// Pixels that were compared.
  public let pixelCount: Int
  /// Sum of the differences.
  public let sum: Double
  /// The largest difference.
  public let maximum: Double

  public init(pixelCount: Int, sum: Double, maximum: Double) {
    self.pixelCount = pixelCount
    self.sum = sum
    self.maximum = maximum
  }

  /// The mean difference; 0 without pixels.
  public var mean: Double { pixelCount == 0 ? 0 : sum / Double(pixelCount) }
}

extension Bitmap {
  /// The CIEDE2000 differences to another picture over the pixels with a weight above 0.
  ///
  /// Samples are taken as sRGB under D65; alpha does not count.
  ///
  /// - Parameter mask: The region; `nil` is the whole frame.
  /// - Throws: `sizeDiffers` when the other picture or the mask has another size.
  public func colourShift(
    to other: Bitmap, in mask: Mask? = nil, bands: Bands = .standard
  ) throws(RasterError) -> ColourShift {
    try other.size.requireEqual(to: size)
    try mask?.size.requireEqual(to: size)
    let parts = bands.map(height: height) { rows in colourShift(to: other, mask: mask, rows: rows) }
    return ColourShift(
      pixelCount: parts.reduce(0) { $0 + $1.pixelCount }, sum: parts.reduce(0) { $0 + $1.sum },
      maximum: parts.reduce(0) { max($0, $1.maximum) })
  }

  private func colourShift(to other: Bitmap, mask: Mask?, rows: Range<Int>) -> ColourShift {
    var count = 0
    var pairs = ColourPairs()
    samples.withUnsafeBytes { samples in
      other.samples.withUnsafeBytes { others in
        for pixel in rows.lowerBound * width..<rows.upperBound * width {
          if let mask, mask.weights[pixel] == 0 { continue }
          count += 1
          let first = samples.loadUnaligned(fromByteOffset: 4 * pixel, as: SIMD4<UInt8>.self)
          let second = others.loadUnaligned(fromByteOffset: 4 * pixel, as: SIMD4<UInt8>.self)
          if first.x == second.x, first.y == second.y, first.z == second.z { continue }
          pairs.add(first, second)
        }
      }
    }
    pairs.compare()
    return ColourShift(pixelCount: count, sum: pairs.sum, maximum: pairs.maximum)
  }
}

/// Pairs of colours that wait until there are enough to compare them step by step.
///
/// Each step of the formula waits for roots and quotients of the one before; done for many pairs in turn, the
/// waiting overlaps.
private struct ColourPairs {
  private(set) var sum = 0.0
  private(set) var maximum = 0.0

  private static let capacity = 256
  private let curve = LightnessCurve.standard
  private let hues = HueTable.standard
  private var samples: [(SIMD4<UInt8>, SIMD4<UInt8>)] = []

  init() { samples.reserveCapacity(Self.capacity) }

  @inline(__always)
  mutating func add(_ first: SIMD4<UInt8>, _ second: SIMD4<UInt8>) {
    samples.append((first, second))
    if samples.count == Self.capacity { compare() }
  }

  /// Adds the differences of the pairs that wait.
  mutating func compare() {
    let colours = samples.map { (lab($0.0), lab($0.1)) }
    let stretches = colours.map { CIELab.stretch($0.0, $0.1) }
    let pairs = colours.indices.map {
      HuePair(colours[$0].0, colours[$0].1, stretch: stretches[$0])
    }
    let parts = colours.indices.map {
      DifferenceParts(colours[$0].0, colours[$0].1, pair: pairs[$0])
    }
    for part in parts {
      let difference = part.difference(hues: hues)
      sum += difference
      maximum = max(maximum, difference)
    }
    samples.removeAll(keepingCapacity: true)
  }

  @inline(__always)
  private func lab(_ samples: SIMD4<UInt8>) -> CIELab {
    CIELab(red: samples.x, green: samples.y, blue: samples.z, curve: curve)
  }
}
