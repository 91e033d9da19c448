/// The convolution of one rectangle of samples with a Gaussian, first along columns, then along rows.
///
/// Samples have 8 bits before and 7 behind the binary point, `0...32640`: two of them can be added before they
/// are multiplied. A product loses what is below the last bit, half a unit on average, which is added back in
/// advance; what is left is at most `(radius + 1) / 2` units in each direction, 1/9 of a level.
struct GaussianPatch {
  /// Bits behind the binary point.
  static let fraction = 7

  private let kernel: GaussianKernel
  private let size: PixelSize
  /// Samples of one row with the kernel's reach on both sides, rounded up to whole blocks.
  private let rowLength: Int

  /// Samples that are handled together: four vectors.
  private static let block = 32

  init(kernel: GaussianKernel, size: PixelSize) {
    self.kernel = kernel
    self.size = size
    rowLength = (size.width + 2 * kernel.radius + Self.block - 1) / Self.block * Self.block
  }

  /// Samples that `load` writes: one row with the kernel's reach on both sides.
  var loadedLength: Int { size.width + 2 * kernel.radius }

  /// Computes the rectangle's samples.
  ///
  /// - Parameters:
  ///   - load: Writes `loadedLength` samples of the row at this distance from the rectangle's first.
  ///   - store: Gets the convolved samples of one row after the other.
  func compute(
    load: (Int, UnsafeMutablePointer<UInt16>) -> Void, store: (Int, UnsafePointer<UInt16>) -> Void
  ) {
    let rows = size.height + 2 * kernel.radius
    // Three lines more: one of sums along columns, one of sums along rows, and one for reading past the end.
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: (rows + 3) * rowLength) { samples in
      samples.initialize(repeating: 0)
      guard let patch = samples.baseAddress else { return }
      for row in 0..<rows { load(row - kernel.radius, patch + row * rowLength) }
      let sums = patch + (rows + 1) * rowLength
      let line = patch + rows * rowLength
      for row in 0..<size.height {
        convolve(patch + row * rowLength, step: rowLength, count: rowLength, into: sums)
        convolve(sums, step: 1, count: size.width, into: line)
        store(row, UnsafePointer(line))
      }
    }
  }

  /// Sums over `2 * radius + 1` samples that stand `step` apart, for `count` places one after the other.
  private func convolve(
    _ first: UnsafePointer<UInt16>, step: Int, count: Int, into sums: UnsafeMutablePointer<UInt16>
  ) {
    let centre = UnsafeRawPointer(first + kernel.radius * step)
    let target = UnsafeMutableRawPointer(sums)
    kernel.half.withUnsafeBufferPointer { weights in
      for start in stride(from: 0, to: 2 * count, by: 2 * Self.block) {
        Self.convolveBlock(centre + start, step: 2 * step, weights: weights, into: target + start)
      }
    }
  }

  @inline(__always)
  private static func convolveBlock(
    _ centre: UnsafeRawPointer, step: Int, weights: UnsafeBufferPointer<UInt16>,
    into target: UnsafeMutableRawPointer
  ) {
    let lost = SIMD8(repeating: UInt16(truncatingIfNeeded: weights.count / 2))
    let middle = SIMD8(repeating: weights[0])
    var first = lost &+ centre.samples(at: 0).share(middle)
    var second = lost &+ centre.samples(at: 16).share(middle)
    var third = lost &+ centre.samples(at: 32).share(middle)
    var fourth = lost &+ centre.samples(at: 48).share(middle)
    var (before, after) = (centre, centre)
    for distance in 1..<weights.count {
      before -= step
      after += step
      let weight = SIMD8(repeating: weights[distance])
      first &+= (before.samples(at: 0) &+ after.samples(at: 0)).share(weight)
      second &+= (before.samples(at: 16) &+ after.samples(at: 16)).share(weight)
      third &+= (before.samples(at: 32) &+ after.samples(at: 32)).share(weight)
      fourth &+= (before.samples(at: 48) &+ after.samples(at: 48)).share(weight)
    }
    target.storeBytes(of: first, toByteOffset: 0, as: SIMD8<UInt16>.self)
    target.storeBytes(of: second, toByteOffset: 16, as: SIMD8<UInt16>.self)
    target.storeBytes(of: third, toByteOffset: 32, as: SIMD8<UInt16>.self)
    target.storeBytes(of: fourth, toByteOffset: 48, as: SIMD8<UInt16>.self)
  }
}

extension UnsafeRawPointer {
  /// Eight samples from the byte `offset` on.
  @inline(__always)
  fileprivate func samples(at offset: Int) -> SIMD8<UInt16> {
    loadUnaligned(fromByteOffset: offset, as: SIMD8<UInt16>.self)
  }
}

extension SIMD8<UInt16> {
  /// The product with a weight in units of 1/65,536, rounded down.
  @inline(__always)
  fileprivate func share(_ weight: Self) -> Self {
    let product =
      SIMD8<UInt32>(truncatingIfNeeded: self) &* SIMD8<UInt32>(truncatingIfNeeded: weight)
    return Self(truncatingIfNeeded: product &>> 16)
  }
}
