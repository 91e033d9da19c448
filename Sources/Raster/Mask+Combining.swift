/// Combinations of masks as fuzzy sets: union is the larger, intersection the smaller weight, the complement
/// is 255 minus the weight, and the difference is the intersection with the complement.
///
/// - Note: Source: Zadeh, "Fuzzy Sets", 1965. Within this family De Morgan's laws hold exactly, and combining
///   a mask with itself never wears its soft edges down, which products of weights would do.
extension Mask {
  /// Makes each weight the larger of the two masks'.
  ///
  /// - Throws: `sizeDiffers`, with nothing changed.
  public mutating func formUnion(_ other: Mask, bands: Bands = .standard) throws(RasterError) {
    try combine(with: other, bands: bands) { weights, others in
      for index in weights.indices { weights[index] = max(weights[index], others[index]) }
    }
  }

  /// A mask whose weights are the larger of the two masks'.
  ///
  /// - Throws: `sizeDiffers`.
  public func union(_ other: Mask, bands: Bands = .standard) throws(RasterError) -> Mask {
    var result = self
    try result.formUnion(other, bands: bands)
    return result
  }

  /// Makes each weight the smaller of the two masks'.
  ///
  /// - Throws: `sizeDiffers`, with nothing changed.
  public mutating func formIntersection(_ other: Mask, bands: Bands = .standard) throws(RasterError) {
    try combine(with: other, bands: bands) { weights, others in
      for index in weights.indices { weights[index] = min(weights[index], others[index]) }
    }
  }

  /// A mask whose weights are the smaller of the two masks'.
  ///
  /// - Throws: `sizeDiffers`.
  public func intersection(_ other: Mask, bands: Bands = .standard) throws(RasterError) -> Mask {
    var result = self
    try result.formIntersection(other, bands: bands)
    return result
  }

  /// Takes the other mask out: each weight becomes `min(weight, 255 - other)`.
  ///
  /// - Throws: `sizeDiffers`, with nothing changed.
  public mutating func subtract(_ other: Mask, bands: Bands = .standard) throws(RasterError) {
    try combine(with: other, bands: bands) { weights, others in
      for index in weights.indices { weights[index] = min(weights[index], ~others[index]) }
    }
  }

  /// A mask without the other: each weight is `min(weight, 255 - other)`.
  ///
  /// - Throws: `sizeDiffers`.
  public func subtracting(_ other: Mask, bands: Bands = .standard) throws(RasterError) -> Mask {
    var result = self
    try result.subtract(other, bands: bands)
    return result
  }

  /// Makes each weight 255 minus itself.
  public mutating func invert(bands: Bands = .standard) {
    let (width, height) = (width, height)
    withMutableWeights { weights in
      bands.update(weights, rowLength: width, height: height) { _, part in
        for index in part.indices { part[index] = ~part[index] }
      }
    }
  }

  /// A mask whose weights are 255 minus this one's.
  public func inverted(bands: Bands = .standard) -> Mask {
    var result = self
    result.invert(bands: bands)
    return result
  }

  /// Lets `rule` change the weights of each band, beside the other mask's; a rule has its own loop, which can
  /// be compiled to work on many weights at a time.
  private mutating func combine(
    with other: Mask, bands: Bands,
    rule: @Sendable (UnsafeMutableBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Void
  ) throws(RasterError) {
    try other.size.requireEqual(to: size)
    let (width, height) = (width, height)
    withMutableWeights { weights in
      bands.update(weights, rowLength: width, height: height) { rows, part in
        other.weights.withUnsafeBufferPointer { others in
          let range = rows.lowerBound * width..<rows.upperBound * width
          rule(part, UnsafeBufferPointer(rebasing: others[range]))
        }
      }
    }
  }
}
