package import Raster

extension Bitmap {
  /// Fills a hole with content made from the rest of the picture.
  ///
  /// Every pixel whose weight is above 0 belongs to the hole; all others come back bit for bit. A hole may
  /// have any shape, lie in several pieces and touch the frame. Large holes are filled part by part, each
  /// from a window around it, so that time and memory follow the hole and not the picture.
  ///
  /// Transparent pixels (alpha 0) are not taken as sources of colour unless a window has no others. The
  /// alpha in the hole is the smooth surface that the alpha around it spans; in an opaque picture that is
  /// 255.
  ///
  /// - Parameter hole: A mask of the picture's size. Without a weight above 0 the picture comes back equal.
  /// - Parameter seed: Chooses among equally good fills; the same seed gives the same bytes everywhere.
  /// - Parameter bands: Threads; they do not change the bytes.
  /// - Returns: A picture of the same size.
  /// - Throws: `InpaintingError`, before any work, when the sizes differ or the hole covers everything.
  /// - Complexity: O(pixels of the windows), which grow with the hole by at most 192 pixels on each side.
  /// - Note: Sources: Barnes et al., "PatchMatch", 2009; Wexler, Shechtman, Irani, "Space-Time Completion of
  ///   Video", 2007; Newson et al., "Video Inpainting of Complex Scenes", 2014; the parts name their own.
  package func inpainted(
    hole: Mask, seed: UInt64, bands: Bands = .standard
  ) throws(InpaintingError) -> Bitmap {
    guard hole.size == size else { throw .sizeMismatch(found: hole.size, allowed: size) }
    var unknown = hole.weights.map { $0 > 0 }
    let holePixels = unknown.reduce(0) { $0 + ($1 ? 1 : 0) }
    guard holePixels < unknown.count else { throw .nothingToCopy(holePixels: holePixels) }
    var result = self
    var seeds = SplitMix64(seed: seed)
    var waiting = HoleRegions(hole: hole).rectangles.map { InpaintingWindow(region: $0, picture: size) }
    while let window = Self.takeBestKnown(&waiting, unknown: unknown, width: width) {
      let level = window.level(of: result, unknown: unknown)
      let filled = HoleFill(seed: seeds.next(), bands: bands).filled(level)
      let alpha = isOpaque ? nil : window.alphaSurface(of: result, level: level)
      window.paste(filled, alpha: alpha, into: &result, unknown: &unknown)
    }
    return result
  }

  /// Takes out the window of which the largest share is known; the first of equals.
  ///
  /// A region in the depth of a large hole thus waits until its neighbours are filled.
  private static func takeBestKnown(
    _ waiting: inout [InpaintingWindow], unknown: [Bool], width: Int
  ) -> InpaintingWindow? {
    guard waiting.count > 1 else { return waiting.popLast() }
    var best = 0
    var bestShare: Float = -1
    for (index, window) in waiting.enumerated() {
      let known = window.knownCount(unknown: unknown, width: width)
      let share = Float(known) / Float(window.frame.width * window.frame.height)
      if share > bestShare { (best, bestShare) = (index, share) }
    }
    return waiting.remove(at: best)
  }
}
