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

  @inline(__always)
  fileprivate mutating func add(_ first: UnsafePointer<UInt8>, _ second: UnsafePointer<UInt8>) {
    pixelCount += 1
    var largest = 0
    for channel in 0..<4 {
      let difference = abs(Int(first[channel]) - Int(second[channel]))
      sums[channel] += difference
      largest = max(largest, difference)
    }
    changedPixelCount += largest > 0 ? 1 : 0
    maximum = max(maximum, largest)
  }

  fileprivate mutating func countUnchanged() { pixelCount += 1 }

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
      changes(to: other, rows: rows) { mask.weights[$0] > 0 }
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
      changes(to: other, rows: rows) { _ in true }.inside
    }
    return parts.reduce(into: ChangeMeasure()) { $0.add($1) }
  }

  private func changes(
    to other: Bitmap, rows: Range<Int>, isInside: (Int) -> Bool
  ) -> RegionChanges {
    var result = RegionChanges()
    samples.withUnsafeBytes { samples in
      other.samples.withUnsafeBytes { others in
        for pixel in rows.lowerBound * width..<rows.upperBound * width {
          let inside = isInside(pixel)
          let same =
            samples.loadUnaligned(fromByteOffset: 4 * pixel, as: UInt32.self)
            == others.loadUnaligned(fromByteOffset: 4 * pixel, as: UInt32.self)
          switch (same, inside) {
          case (true, true): result.inside.countUnchanged()
          case (true, false): result.outside.countUnchanged()
          case (false, true): result.inside.add(samples, others, pixel: pixel)
          case (false, false): result.outside.add(samples, others, pixel: pixel)
          }
        }
      }
    }
    return result
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

extension ChangeMeasure {
  fileprivate mutating func add(
    _ samples: UnsafeRawBufferPointer, _ others: UnsafeRawBufferPointer, pixel: Int
  ) {
    samples.withMemoryRebound(to: UInt8.self) { samples in
      others.withMemoryRebound(to: UInt8.self) { others in
        guard let first = samples.baseAddress, let second = others.baseAddress else { return }
        add(first + 4 * pixel, second + 4 * pixel)
      }
    }
  }
}
