/// The five row filters: what is stored is the difference to a prediction from bytes already known.
///
/// Source: PNG, third edition, section 9.2.
package enum PNGFilter: UInt8, CaseIterable, Sendable {
  case none = 0
  case sub = 1
  case up = 2
  case average = 3
  case paeth = 4

  /// Filters one row; all arithmetic is modulo 256.
  ///
  /// - Parameters:
  ///   - row: `count` bytes, with `stride` zero bytes in front of them.
  ///   - above: The row above, or zeros, laid out in the same way.
  ///   - stride: Bytes of a pixel.
  ///   - target: Room for `count` bytes; the filter type is not written.
  package func apply(
    to row: UnsafePointer<UInt8>, above: UnsafePointer<UInt8>, count: Int, stride: Int,
    into target: UnsafeMutablePointer<UInt8>
  ) {
    let left = row - stride
    switch self {
    case .none: target.update(from: row, count: count)
    case .sub: for index in 0..<count { target[index] = row[index] &- left[index] }
    case .up: for index in 0..<count { target[index] = row[index] &- above[index] }
    case .average:
      for index in 0..<count {
        // The mean rounded down, without a ninth bit.
        let mean = (left[index] & above[index]) &+ ((left[index] ^ above[index]) >> 1)
        target[index] = row[index] &- mean
      }
    case .paeth:
      let corner = above - stride
      for index in 0..<count {
        target[index] =
          row[index] &- Self.paeth(left: left[index], above: above[index], corner: corner[index])
      }
    }
  }

  /// The neighbour nearest to left + above - corner, ties in this order.
  @inline(__always)
  private static func paeth(left: UInt8, above: UInt8, corner: UInt8) -> UInt8 {
    let (a, b, c) = (Int16(left), Int16(above), Int16(corner))
    let toLeft = abs(b &- c)
    let toAbove = abs(a &- c)
    let toCorner = abs((b &- c) &+ (a &- c))
    let other = toAbove <= toCorner ? above : corner
    return toLeft <= toAbove && toLeft <= toCorner ? left : other
  }
}

/// Which filter each row gets.
enum PNGFilterChoice: Hashable, Sendable {
  /// One filter for all rows.
  case fixed(PNGFilter)
  /// For each row the filter whose bytes, read as signed, have the smallest sum of absolute values; ties go
  /// to the lower type.
  ///
  /// Source: PNG, third edition, section 12.7.
  case smallestSum

  var filters: [PNGFilter] {
    switch self {
    case .fixed(let filter): [filter]
    case .smallestSum: PNGFilter.allCases
    }
  }
}
