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
  /// - Parameter finish: How to fill where the surroundings may not determine the content.
  /// - Parameter bands: Threads; they do not change the bytes.
  /// - Returns: A picture of the same size.
  /// - Throws: `InpaintingError`, before any work, when the sizes differ or the hole covers everything.
  /// - Complexity: O(pixels of the windows), which grow with the hole by at most 192 pixels on each side.
  /// - Note: Sources: Barnes et al., "PatchMatch", 2009; Wexler, Shechtman, Irani, "Space-Time Completion of
  ///   Video", 2007; Newson et al., "Video Inpainting of Complex Scenes", 2014; the parts name their own.
  package func inpainted(
    hole: Mask, seed: UInt64, finish: InpaintingFinish = .byDepth, bands: Bands = .standard
  ) throws(InpaintingError) -> Bitmap {
    guard hole.size == size else { throw .sizeMismatch(found: hole.size, allowed: size) }
    var unknown = hole.weights.map { $0 > 0 }
    let holePixels = unknown.reduce(0) { $0 + ($1 ? 1 : 0) }
    guard holePixels < unknown.count else { throw .nothingToCopy(holePixels: holePixels) }
    guard let bounds = hole.facts(bands: bands).bounds else { return self }
    let opaque = isOpaque(outside: unknown)
    let depth = HoleDepth(core: hole, bounds: bounds)
    var result = self
    var seeds = SplitMix64(seed: seed)
    for group in HoleRegions(hole: hole).groups {
      var waiting = group.map { InpaintingWindow($0, picture: size) }
      let deepest = group.map { depth.maximum(in: $0.rectangle) }.max() ?? 0
      let finish = finish.resolved(depth: deepest)
      while let window = Self.takeBestKnown(&waiting, unknown: unknown, width: width) {
        let level = window.level(of: result, unknown: unknown)
        let fill = HoleFill(seed: seeds.next(), finish: finish, bands: bands)
          .filled(level, rim: window.rim(depth))
        let alpha = opaque ? nil : window.alphaSurface(of: result, level: level)
        window.paste(fill, alpha: alpha, into: &result, unknown: &unknown)
      }
    }
    return result
  }

  /// True when every known pixel has alpha 255.
  private func isOpaque(outside unknown: [Bool]) -> Bool {
    unknown.indices.allSatisfy { unknown[$0] || samples[4 * $0 + 3] == 255 }
  }

  /// Takes out the window of which the largest share is known; the first of equals.
  ///
  /// A region in the depth of a large hole thus waits until its neighbours are filled.
  private static func takeBestKnown(
    _ waiting: inout [InpaintingWindow], unknown: [Bool], width: Int
  ) -> InpaintingWindow? {
    guard waiting.count > 1 else { return waiting.popLast() }
    for spacing in [8, 1] {
      let shares = waiting.map { $0.knownShare(unknown: unknown, width: width, spacing: spacing) }
      if let most = shares.max(), most > 0, let best = shares.firstIndex(of: most) {
        return waiting.remove(at: best)
      }
    }
    return waiting.removeFirst()
  }
}
