/// What a mask covers, in numbers.
public struct MaskFacts: Hashable, Sendable {
  /// Pixels of the frame.
  public let pixelCount: Int
  /// Pixels with a weight above 0.
  public let editablePixelCount: Int
  /// Pixels with weight 255.
  public let fullPixelCount: Int
  /// The smallest rectangle that holds every pixel with a weight above 0; `nil` when there is none.
  public let bounds: PixelRect?

  public init(pixelCount: Int, editablePixelCount: Int, fullPixelCount: Int, bounds: PixelRect?) {
    self.pixelCount = pixelCount
    self.editablePixelCount = editablePixelCount
    self.fullPixelCount = fullPixelCount
    self.bounds = bounds
  }

  /// Pixels with a weight of `1...254`.
  public var partialPixelCount: Int { editablePixelCount - fullPixelCount }

  /// True when no pixel may change.
  public var isEmpty: Bool { editablePixelCount == 0 }
}

extension Mask {
  /// Counts and bounding box of the weights.
  public func facts(bands: Bands = .standard) -> MaskFacts {
    let parts = bands.map(height: height) { rows in self.facts(ofRows: rows) }
    return MaskFacts(
      pixelCount: width * height,
      editablePixelCount: parts.reduce(0) { $0 + $1.editablePixelCount },
      fullPixelCount: parts.reduce(0) { $0 + $1.fullPixelCount },
      bounds: parts.compactMap(\.bounds).reduce(nil) { $0?.union($1) ?? $1 })
  }

  /// True when no pixel has a weight above 0 in both masks.
  ///
  /// - Throws: `sizeDiffers`.
  public func isDisjoint(from other: Mask, bands: Bands = .standard) throws(RasterError) -> Bool {
    try other.size.requireEqual(to: size)
    let parts = bands.map(height: height) { rows in
      (rows.lowerBound * width..<rows.upperBound * width).allSatisfy {
        weights[$0] == 0 || other.weights[$0] == 0
      }
    }
    return parts.allSatisfy { $0 }
  }

  private func facts(ofRows rows: Range<Int>) -> MaskFacts {
    var editable = 0
    var full = 0
    var bounds: PixelRect?
    weights.withUnsafeBufferPointer { weights in
      for y in rows {
        let row = UnsafeBufferPointer(rebasing: weights[y * width..<(y + 1) * width])
        guard let first = row.firstIndex(where: { $0 > 0 }) else { continue }
        let last = row.lastIndex { $0 > 0 } ?? first
        for x in first...last {
          editable += row[x] > 0 ? 1 : 0
          full += row[x] == 255 ? 1 : 0
        }
        let line = PixelRect(x: first, y: y, width: last - first + 1, height: 1)
        bounds = bounds?.union(line) ?? line
      }
    }
    return MaskFacts(
      pixelCount: rows.count * width, editablePixelCount: editable, fullPixelCount: full,
      bounds: bounds)
  }
}
