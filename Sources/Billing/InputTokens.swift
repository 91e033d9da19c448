extension TokenRange {
  /// The most tokens that one input picture is counted as.
  public static let imagePatchLimit = 1_536

  /// The input tokens of one picture sent to gpt-image-2 or gpt-image-2.5.
  ///
  /// A picture whose longest side is below 1024 is enlarged, at most twofold, towards 1024; then its
  /// patches of 32×32 pixels are counted; more than 1536 are brought down by shrinking. How it is shrunk
  /// has two candidates that agree on all published readings, and how a ratio beyond 3:1 is capped was not
  /// seen: where they differ, the range holds them all. It is independent of output size and quality.
  ///
  /// - Note: By published measurements (256² is 256 tokens, 1024² is 1024, 2048² is 1521).
  public static func image(_ size: BilledSize) -> TokenRange {
    let canvas = PatchCanvas(enlarging: size)
    let plain = canvas.patches
    guard let (padded, cut) = canvas.cappedRatios else { return plain }
    let (one, other) = (padded.patches, cut.patches)
    return TokenRange(
      low: min(plain.low, one.low, other.low), high: max(plain.high, one.high, other.high))
  }
}

/// The picture that patches are counted on, with exact sides of `width / divisor` and `height / divisor`.
private struct PatchCanvas {
  var width: Int
  var height: Int
  var divisor: Int

  private static let patch = 32

  init(enlarging size: BilledSize) {
    let long = max(size.width, size.height)
    switch long {
    case ...512: (width, height, divisor) = (2 * size.width, 2 * size.height, 1)
    case ..<1_024: (width, height, divisor) = (1_024 * size.width, 1_024 * size.height, long)
    default: (width, height, divisor) = (size.width, size.height, 1)
    }
  }

  private init(width: Int, height: Int, divisor: Int) {
    self.width = width
    self.height = height
    self.divisor = divisor
  }

  /// The canvas padded and cut to 3:1; `nil` where its ratio is not beyond that.
  var cappedRatios: (padded: PatchCanvas, cut: PatchCanvas)? {
    let long = max(width, height)
    let short = min(width, height)
    guard long > 3 * short else { return nil }
    return (turned(long: 3 * long, short: long), turned(long: 9 * short, short: 3 * short))
  }

  /// A canvas that lies like this one, with sides in thirds.
  private func turned(long: Int, short: Int) -> PatchCanvas {
    let isWide = width > height
    return PatchCanvas(
      width: isWide ? long : short, height: isWide ? short : long, divisor: 3 * divisor)
  }

  /// The patches that it may be counted as: one number unless it must be shrunk.
  var patches: TokenRange {
    let side = Self.patch * divisor
    let patches = quotientUp(width, side) * quotientUp(height, side)
    guard patches > TokenRange.imagePatchLimit else { return TokenRange(exactly: patches) }
    let (one, other) = (wholePatches, stepwisePatches(from: patches))
    return TokenRange(low: min(one, other), high: max(one, other))
  }

  /// Shrunk so that the area is 1536 patches, then until one side is whole patches.
  ///
  /// The sides in patches are `√(1536·w/h)` and `√(1536·h/w)`, so everything stays whole numbers.
  private var wholePatches: Int {
    let across = max(1, wholeRoot(TokenRange.imagePatchLimit * width / height))
    let down = max(1, wholeRoot(TokenRange.imagePatchLimit * height / width))
    let patches =
      across * height <= down * width
      ? across * quotientUp(across * height, width) : down * quotientUp(down * width, height)
    // Only a strip thinner than a patch comes out above: its one row of patches is cut off at the limit.
    return min(patches, TokenRange.imagePatchLimit)
  }

  /// Shrunk by `√(1536 / patches)`, then by 1 % until it fits.
  ///
  /// Only multiplication, division and square root, which IEEE 754 rounds alike on every machine.
  private func stepwisePatches(from patches: Int) -> Int {
    let side = Double(Self.patch * divisor)
    var factor = (Double(TokenRange.imagePatchLimit) / Double(patches)).squareRoot()
    while true {
      let across = (Double(width) / side * factor).rounded(.up)
      let down = (Double(height) / side * factor).rounded(.up)
      if across * down <= Double(TokenRange.imagePatchLimit) { return Int(across * down) }
      factor *= 0.99
    }
  }
}

private func quotientUp(_ value: Int, _ divisor: Int) -> Int { (value + divisor - 1) / divisor }

private func wholeRoot(_ value: Int) -> Int {
  var root = Int(Double(value).squareRoot())
  while root * root > value { root -= 1 }
  while (root + 1) * (root + 1) <= value { root += 1 }
  return root
}
