internal import Billing
internal import Raster

/// How much a model shrinks a canvas before it looks at it.
///
/// It sees at most `TokenRange.imagePatchLimit` patches of 32 × 32 pixels. How it shrinks what has more is known
/// only as two candidates, and none is stronger only if it is so by both. What is small is enlarged first, which
/// adds no detail and never brings it above the limit.
///
/// - Note: Source: the published patch method of the service's other models, and published measurements; the
///   tokens that come of it are `TokenRange.image`.
struct CanvasShrink {
  /// By the first candidate, a side of the canvas becomes `patches / side` times 32 pixels for each of its own:
  /// its area becomes the limit's, and then one of its sides whole patches.
  private let patches: Int
  private let side: Int
  /// By the second candidate: the factor of both sides, reduced by 1 % until the patches are within the limit.
  private let factor: Double

  private static let patch = 32

  /// True when all the canvas's pixels are seen.
  var isNone: Bool { factor == 1 }

  init(of canvas: PixelSize) {
    guard Self.isNeeded(for: canvas) else {
      (patches, side, factor) = (1, Self.patch, 1)
      return
    }
    let limit = TokenRange.imagePatchLimit
    let across = max(1, wholeRoot(limit * canvas.width / canvas.height))
    let down = max(1, wholeRoot(limit * canvas.height / canvas.width))
    let isTighterAcross = across * canvas.height <= down * canvas.width
    patches = isTighterAcross ? across : down
    side = isTighterAcross ? canvas.width : canvas.height
    factor = Self.stepwiseFactor(for: canvas)
  }

  static func isNeeded(for canvas: PixelSize) -> Bool {
    patchCount(canvas.width) * patchCount(canvas.height) > TokenRange.imagePatchLimit
  }

  /// The tallest canvas of this width that is not shrunk.
  static func tallest(at width: Int) -> Int { TokenRange.imagePatchLimit / patchCount(width) * patch }

  /// True when no candidate leaves less of a canvas than of this one.
  ///
  /// By the first, `⌊√(limit·w/h)⌋ / w ≥ patches / side` and the same of the height, without the root.
  func isNoWeaker(than canvas: PixelSize) -> Bool {
    guard Self.isNeeded(for: canvas) else { return true }
    func least(_ length: Int) -> Int { (length * patches + side - 1) / side }
    let limit = TokenRange.imagePatchLimit
    let (across, down) = (least(canvas.width), least(canvas.height))
    return across * across * canvas.height <= limit * canvas.width
      && down * down * canvas.width <= limit * canvas.height
      && Self.stepwiseFactor(for: canvas) >= factor
  }

  /// No canvas of more pixels is shrunk as little as this one.
  ///
  /// By the first candidate what is seen of a canvas has at most the limit's area.
  var mostPixels: Int {
    TokenRange.imagePatchLimit * side * side / (patches * patches)
  }

  private static func patchCount(_ length: Int) -> Int { (length + patch - 1) / patch }

  /// Only multiplication, division and square root, which IEEE 754 rounds alike on every machine.
  private static func stepwiseFactor(for canvas: PixelSize) -> Double {
    let (across, down) = (patchCount(canvas.width), patchCount(canvas.height))
    let limit = Double(TokenRange.imagePatchLimit)
    let (width, height) = (Double(canvas.width) / Double(patch), Double(canvas.height) / Double(patch))
    var factor = (limit / Double(across * down)).squareRoot()
    while (width * factor).rounded(.up) * (height * factor).rounded(.up) > limit { factor *= 0.99 }
    return factor
  }
}

private func wholeRoot(_ value: Int) -> Int {
  var root = Int(Double(value).squareRoot())
  while root * root > value { root -= 1 }
  while (root + 1) * (root + 1) <= value { root += 1 }
  return root
}
