extension Bitmap {
  /// A mask of the pixels that differ from another picture's.
  ///
  /// The weight is 255 where any channel, alpha included, differs by more than `tolerance`, else 0. Colour under
  /// transparent pixels counts like any other.
  ///
  /// - Parameters:
  ///   - other: A picture of the same size.
  ///   - tolerance: Largest difference of a channel that does not count, `0...255`.
  /// - Throws: `sizeDiffers`, or `numberOutOfRange` for a tolerance that is not in range.
  public func differenceMask(
    from other: Bitmap, tolerance: Int, bands: Bands = .standard
  ) throws(RasterError) -> Mask {
    try other.size.requireEqual(to: size)
    try Mask.requireLevel("tolerance", tolerance)
    let limit = UInt8(tolerance)
    let weights = bands.makeRows(of: UInt8.self, rowLength: width, height: height) { rows, part in
      let bytes = 4 * rows.lowerBound * width..<4 * rows.upperBound * width
      samples.withUnsafeBytes { first in
        other.samples.withUnsafeBytes { second in
          Self.compare(
            UnsafeRawBufferPointer(rebasing: first[bytes]),
            UnsafeRawBufferPointer(rebasing: second[bytes]), limit: limit, into: part)
        }
      }
    }
    return Mask(width: width, height: height, weights: weights)
  }

  private static func compare(
    _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, limit: UInt8,
    into weights: UnsafeMutableBufferPointer<UInt8>
  ) {
    let whole = weights.count / 4 * 4
    for index in stride(from: 0, to: whole, by: 4) {
      let distances = ColourDistance.largestDifferences(
        first.loadUnaligned(fromByteOffset: 4 * index, as: SIMD16<UInt8>.self),
        second.loadUnaligned(fromByteOffset: 4 * index, as: SIMD16<UInt8>.self))
      let near = SIMD4<UInt8>(truncatingIfNeeded: distances) .<= limit
      UnsafeMutableRawBufferPointer(weights).storeBytes(
        of: SIMD4<UInt8>(repeating: 255).replacing(with: 0, where: near), toByteOffset: index,
        as: SIMD4<UInt8>.self)
    }
    for index in whole..<weights.count {
      let differs = (4 * index..<4 * index + 4).contains { byte in
        max(first[byte], second[byte]) - min(first[byte], second[byte]) > limit
      }
      weights[index] = differs ? 255 : 0
    }
  }
}
