extension Mask {
  /// The side of the largest square, parallel to the frame, whose weights are all at least `least`.
  ///
  /// The largest square that ends at a pixel is one larger than the smallest of those that end at its left,
  /// upper and upper left neighbours.
  func widestSquare(of least: UInt8) -> Int {
    var widest: Int32 = 0
    var sides = [Int32](repeating: 0, count: width)
    var isClear = true
    weights.withUnsafeBufferPointer { weights in
      sides.withUnsafeMutableBufferPointer { sides in
        for y in 0..<height {
          let row = UnsafeBufferPointer(rebasing: weights[y * width..<(y + 1) * width])
          let first = MaskRow.end(of: row, from: 0, inside: false, least...255)
          if first < width {
            widest = max(widest, Self.extend(sides, with: row, from: first, least))
          } else if !isClear {
            sides.update(repeating: 0)
          }
          isClear = first == width
        }
      }
    }
    return Int(widest)
  }

  /// Turns the sides of the squares that end in one row into those of the next, and gives the largest.
  private static func extend(
    _ sides: UnsafeMutableBufferPointer<Int32>, with row: UnsafeBufferPointer<UInt8>, from first: Int,
    _ least: UInt8
  ) -> Int32 {
    sides[0..<first].update(repeating: 0)
    var widest: Int32 = 0
    var left: Int32 = 0
    var corner: Int32 = 0
    for x in first..<row.count {
      let above = sides[x]
      left = row[x] >= least ? min(left, above, corner) + 1 : 0
      sides[x] = left
      widest = max(widest, left)
      corner = above
    }
    return widest
  }
}
