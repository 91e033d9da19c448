/// How much two pictures differ over some pixels, by absolute differences of samples.
public struct ChangeMeasure: Hashable, Sendable {
  /// Pixels that were compared.
  public private(set) var pixelCount = 0
  /// Pixels of which at least one sample differs, colour under transparency included.
  public private(set) var changedPixelCount = 0
  /// The largest difference of one sample, `0...255`.
  public private(set) var maximum = 0
  /// The sum of all differences of each channel: red, green, blue, alpha.
  public private(set) var sums = [0, 0, 0, 0]

  /// A measure over no pixel.
  public init() {}

  /// A measure with these numbers, for instance read back from a record.
  ///
  /// - Precondition: `sums` has four elements.
  public init(pixelCount: Int, changedPixelCount: Int, maximum: Int, sums: [Int]) {
    precondition(sums.count == 4, "one sum for each channel")
    self.pixelCount = pixelCount
    self.changedPixelCount = changedPixelCount
    self.maximum = maximum
    self.sums = sums
  }

  /// The mean difference of each channel, red, green, blue, alpha, in levels; zeros without pixels.
  public var channelMeans: [Double] {
    sums.map { pixelCount == 0 ? 0 : Double($0) / Double(pixelCount) }
  }

  /// The mean difference over the four channels, in levels; 0 without pixels.
  public var mean: Double { channelMeans.reduce(0, +) / 4 }

  /// True when no sample differs.
  public var isUnchanged: Bool { changedPixelCount == 0 }

  fileprivate mutating func add(_ changes: PixelChanges, pixelCount: Int) {
    self.pixelCount += pixelCount
    changedPixelCount += changes.changedPixelCount
    maximum = max(maximum, Int(changes.largest.max()))
    for channel in 0..<4 { sums[channel] += Int(changes.sums[channel]) }
  }

  fileprivate mutating func add(_ other: ChangeMeasure) {
    pixelCount += other.pixelCount
    changedPixelCount += other.changedPixelCount
    maximum = max(maximum, other.maximum)
    for channel in 0..<4 { sums[channel] += other.sums[channel] }
  }
}

/// How much two pictures differ where a mask lets them, and where it does not.
public struct RegionChanges: Hashable, Sendable {
  /// Over the pixels with a weight above 0.
  public internal(set) var inside: ChangeMeasure
  /// Over the pixels with weight 0.
  public internal(set) var outside: ChangeMeasure

  public init(inside: ChangeMeasure = ChangeMeasure(), outside: ChangeMeasure = ChangeMeasure()) {
    self.inside = inside
    self.outside = outside
  }
}

extension Bitmap {
  /// Compares with another picture, apart inside (weight above 0) and outside (weight 0) a mask.
  ///
  /// - Throws: `sizeDiffers` when the other picture or the mask has another size.
  public func changes(
    to other: Bitmap, inside mask: Mask, bands: Bands = .standard
  ) throws(RasterError) -> RegionChanges {
    try other.size.requireEqual(to: size)
    try mask.size.requireEqual(to: size)
    let parts = bands.map(height: height) { rows in
      changes(to: other, rows: rows, mask: mask)
    }
    return parts.reduce(into: RegionChanges()) { total, part in
      total.inside.add(part.inside)
      total.outside.add(part.outside)
    }
  }

  /// Compares with another picture over the whole frame.
  ///
  /// - Throws: `sizeDiffers`.
  public func changes(
    to other: Bitmap, bands: Bands = .standard
  ) throws(RasterError) -> ChangeMeasure {
    try other.size.requireEqual(to: size)
    let parts = bands.map(height: height) { rows in
      changes(to: other, rows: rows, mask: nil).inside
    }
    return parts.reduce(into: ChangeMeasure()) { $0.add($1) }
  }

  private func changes(to other: Bitmap, rows: Range<Int>, mask: Mask?) -> RegionChanges {
    var result = RegionChanges()
    let (start, end) = (rows.lowerBound * width, rows.upperBound * width)
    for first in stride(from: start, to: end, by: PixelChanges.capacity) {
      let pixels = first..<min(first + PixelChanges.capacity, end)
      let sides = changes(to: other, pixels: pixels, mask: mask)
      let insideCount =
        mask.map { mask in
          mask.weights.withUnsafeBytes {
            Mask.counts(UnsafeRawBufferPointer(rebasing: $0[pixels])).editable
          }
        } ?? pixels.count
      result.inside.add(sides.inside, pixelCount: insideCount)
      result.outside.add(sides.outside, pixelCount: pixels.count - insideCount)
    }
    return result
  }

  /// The pixels of a range that differ; without a mask all count as inside.
  private func changes(
    to other: Bitmap, pixels: Range<Int>, mask: Mask?
  ) -> (inside: PixelChanges, outside: PixelChanges) {
    var inside = PixelChanges()
    var outside = PixelChanges()
    samples.withUnsafeBytes { samples in
      other.samples.withUnsafeBytes { others in
        for pixel in pixels {
          let first = samples.loadUnaligned(fromByteOffset: 4 &* pixel, as: UInt32.self)
          let second = others.loadUnaligned(fromByteOffset: 4 &* pixel, as: UInt32.self)
          if first == second { continue }
          if let mask, mask.weights[pixel] == 0 {
            outside.add(first, second)
          } else {
            inside.add(first, second)
          }
        }
      }
    }
    return (inside, outside)
  }

  /// True when all pixels are equal, alpha included.
  public var isFlat: Bool {
    samples.withUnsafeBytes { samples in
      let first = samples.loadUnaligned(as: UInt32.self)
      return (1..<width * height).allSatisfy {
        samples.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self) == first
      }
    }
  }
}

/// The differences of some pixels, so few that their sums fit in 32 bits.
private struct PixelChanges {
  /// Most pixels that may be added.
  static let capacity = 65_536

  var changedPixelCount = 0
  var largest = SIMD4<UInt8>()
  var sums = SIMD4<UInt32>()

  /// Adds a pixel that differs; both hold red, green, blue, alpha in memory's order.
  @inline(__always)
  mutating func add(_ first: UInt32, _ second: UInt32) {
    let one = unsafeBitCast(first, to: SIMD4<UInt8>.self)
    let two = unsafeBitCast(second, to: SIMD4<UInt8>.self)
    let larger = one.replacing(with: two, where: two .> one)
    let difference = larger &- two.replacing(with: one, where: two .> one)
    changedPixelCount &+= 1
    largest = largest.replacing(with: difference, where: difference .> largest)
    sums &+= SIMD4<UInt32>(truncatingIfNeeded: difference)
  }
}
