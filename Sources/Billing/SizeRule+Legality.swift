package import EditModel

extension SizeRule {
  /// True when the model renders pictures of this size.
  package func allows(_ size: BilledSize) -> Bool {
    let long = max(size.width, size.height)
    let short = min(size.width, size.height)
    return size.width % grid == 0 && size.height % grid == 0 && long <= longestSide
      && long <= maximumRatio * short && pixels.contains(size.width * size.height)
  }
}
