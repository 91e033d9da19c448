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
    let width = width
    return weights.withUnsafeBytes { first in
      other.weights.withUnsafeBytes { second in
        // Only read, and by nobody after the last band.
        nonisolated(unsafe) let (first, second) = (first, second)
        let parts = bands.map(height: height) { rows in
          let bytes = rows.lowerBound * width..<rows.upperBound * width
          return Self.areDisjoint(
            UnsafeRawBufferPointer(rebasing: first[bytes]),
            UnsafeRawBufferPointer(rebasing: second[bytes]))
        }
        return parts.allSatisfy { $0 }
      }
    }
  }

  private static func areDisjoint(
    _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer
  ) -> Bool {
    var shared = SIMD16<UInt8>()
    var index = 0
    while index + 16 <= first.count {
      shared |= first.weights(at: index).smaller(second.weights(at: index))
      index &+= 16
    }
    return shared.max() == 0 && (index..<first.count).allSatisfy { min(first[$0], second[$0]) == 0 }
  }

  private func facts(ofRows rows: Range<Int>) -> MaskFacts {
    var counts = (editable: 0, full: 0)
    var bounds: PixelRect?
    weights.withUnsafeBytes { weights in
      for y in rows {
        let row = UnsafeRawBufferPointer(rebasing: weights[y * width..<(y + 1) * width])
        let (editable, full) = Self.counts(row)
        guard editable > 0, let columns = Self.editableColumns(row) else { continue }
        counts = (counts.editable + editable, counts.full + full)
        let line = PixelRect(x: columns.lowerBound, y: y, width: columns.count, height: 1)
        bounds = bounds?.union(line) ?? line
      }
    }
    return MaskFacts(
      pixelCount: rows.count * width, editablePixelCount: counts.editable,
      fullPixelCount: counts.full, bounds: bounds)
  }

  /// Weights above 0 and weights of 255.
  static func counts(_ row: UnsafeRawBufferPointer) -> (editable: Int, full: Int) {
    var result = (editable: 0, full: 0)
    var index = 0
    while index + 16 <= row.count {
      var editable = SIMD16<UInt8>()
      var full = SIMD16<UInt8>()
      // A lane counts to 255 at most.
      let end = min(index + 16 * 255, row.count - 15)
      while index < end {
        let some = row.weights(at: index)
        editable &+= some.smaller(SIMD16(repeating: 1))
        full &+= some.larger(SIMD16(repeating: 254)) &- 254
        index &+= 16
      }
      result.editable += Int(SIMD16<UInt16>(truncatingIfNeeded: editable).wrappedSum())
      result.full += Int(SIMD16<UInt16>(truncatingIfNeeded: full).wrappedSum())
    }
    for weight in row[index...] {
      result.editable += weight > 0 ? 1 : 0
      result.full += weight == 255 ? 1 : 0
    }
    return result
  }

  /// From the first to the last column with a weight above 0, found eight at a time.
  private static func editableColumns(_ row: UnsafeRawBufferPointer) -> Range<Int>? {
    func isEmpty(_ index: Int) -> Bool {
      row.loadUnaligned(fromByteOffset: index, as: UInt64.self) == 0
    }
    var first = 0
    while first + 8 <= row.count, isEmpty(first) { first += 8 }
    var end = row.count
    while end >= first + 8, isEmpty(end - 8) { end -= 8 }
    guard let lower = row[first..<end].firstIndex(where: { $0 > 0 }),
      let last = row[first..<end].lastIndex(where: { $0 > 0 })
    else { return nil }
    return lower..<last + 1
  }
}
