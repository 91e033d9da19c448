extension Mask {
  /// A mask without its holes: regions of weight 0 that do not reach the frame's edge become 255.
  ///
  /// Pixels of a hole share sides: what touches the outside by a corner only is a hole. A soft rim around a
  /// hole keeps its weights.
  ///
  /// - Parameter area: Only holes of at most so many pixels are filled; `nil` fills all.
  /// - Complexity: O(pixels), on one thread.
  public func fillingHoles(upTo area: Int? = nil) -> Mask {
    let limit = area ?? Int.max
    return replacingRegions(of: 0...0, .four, with: 255) { !$0.touchesFrame && $0.area <= limit }
  }
}
