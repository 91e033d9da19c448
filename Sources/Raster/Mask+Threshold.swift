extension Mask {
  /// Levels that a mask can be cut at.
  public static let thresholds = 1...255

  /// A mask of 255 where the weight is at least `level`, and 0 elsewhere.
  ///
  /// - Parameter level: `1...255`.
  /// - Throws: `numberOutOfRange`.
  public func thresholded(at level: Int, bands: Bands = .standard) throws(RasterError) -> Mask {
    guard Self.thresholds.contains(level) else {
      throw .numberOutOfRange(name: "level", found: level, allowed: Self.thresholds)
    }
    let least = UInt8(level)
    let cut = bands.makeRows(of: UInt8.self, rowLength: width, height: height) { rows, part in
      weights.withUnsafeBufferPointer { weights in
        let offset = rows.lowerBound * width
        for index in part.indices { part[index] = weights[offset + index] >= least ? 255 : 0 }
      }
    }
    return Mask(width: width, height: height, weights: cut)
  }
}
