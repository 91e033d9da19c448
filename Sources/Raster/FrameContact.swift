/// How many pixels lie on each side of the frame; a corner lies on two.
public struct FrameContact: Hashable, Sendable {
  /// Least weight that counts: more than half edited. The tail of a feather that reaches the frame does not.
  public static let leastWeight: UInt8 = 128

  public var left = 0
  public var top = 0
  public var right = 0
  public var bottom = 0

  package init(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }

  /// Sides with at least one pixel, `0...4`.
  public var sideCount: Int { [left, top, right, bottom].count { $0 > 0 } }

  mutating func add(_ other: FrameContact) {
    left += other.left
    top += other.top
    right += other.right
    bottom += other.bottom
  }

  /// The contact of one run of pixels.
  init(of columns: Range<Int>, y: Int, row: UnsafeBufferPointer<UInt8>, height: Int) {
    self.init()
    let isFirst = y == 0
    let isLast = y == height - 1
    if isFirst || isLast {
      let count = columns.count { row[$0] >= Self.leastWeight }
      if isFirst { top = count }
      if isLast { bottom = count }
    }
    if columns.lowerBound == 0, row[0] >= Self.leastWeight { left = 1 }
    if columns.upperBound == row.count, row[row.count - 1] >= Self.leastWeight { right = 1 }
  }
}
