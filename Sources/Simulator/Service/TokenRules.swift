internal import Raster

/// The service's own count of the tokens of one picture that is made.
struct TokenRules: Sendable {
  let model: SimModel

  /// What a partial picture adds to the output.
  static let perPartial = 100

  /// Tokens of one picture that comes out.
  ///
  /// - Parameter quality: One of the model's qualities, not `auto`.
  /// - Note: gpt-image-2 and 2.5 by a rule that reproduces all published readings; 2.6 has no known rule, so low
  ///   and medium are taken as 3.5 times those of 2.5 (measured: 3 to 4 times), the others as equal, and the
  ///   measured points as they were. The older models by their published table.
  func output(quality: String, size: PixelSize) -> Int {
    switch model.family {
    case .fixedSizes: return Self.fixedTokens(quality: quality, size: size)
    case .two: return Self.tokens(factor: Self.factorsOfTwo[quality] ?? 96, size: size)
    case .twoPointFive: return Self.tokens(factor: Self.factorsOfTwoPointFive[quality] ?? 96, size: size)
    case .twoPointSix: return Self.tokensOfTwoPointSix(quality: quality, size: size)
    }
  }

  private static let factorsOfTwo = ["low": 16, "medium": 48, "high": 96]
  private static let factorsOfTwoPointFive = ["low": 16, "medium": 24, "high": 48, "xhigh": 64, "max": 96]

  /// Cells along the long side times cells along the short one, weighted by the area, rounded up.
  private static func tokens(factor: Int, size: PixelSize) -> Int {
    let long = max(size.width, size.height)
    let short = min(size.width, size.height)
    let cells = factor * ((2 * factor * short + long) / (2 * long))
    let product = cells * (2_000_000 + size.width * size.height)
    return product / 4_000_000 + (product % 4_000_000 == 0 ? 0 : 1)
  }

  private static func tokensOfTwoPointSix(quality: String, size: PixelSize) -> Int {
    let sides = [max(size.width, size.height), min(size.width, size.height)]
    switch (sides, quality) {
    case ([1536, 1024], "low"): return 664
    case ([1536, 1024], "high"): return 1353
    case ([3840, 2160], "high"): return 3337
    default: break
    }
    let tokens = tokens(factor: factorsOfTwoPointFive[quality] ?? 96, size: size)
    return quality == "low" || quality == "medium" ? (7 * tokens + 1) / 2 : tokens
  }

  private static func fixedTokens(quality: String, size: PixelSize) -> Int {
    let column = size.width == size.height ? 0 : size.width < size.height ? 1 : 2
    switch quality {
    case "low": return [272, 408, 400][column]
    case "medium": return [1056, 1584, 1568][column]
    default: return [4160, 6240, 6208][column]
    }
  }

  /// Tokens of one picture that is sent.
  ///
  /// - Parameter isHighFidelity: `input_fidelity` is `high`; only the older models know it.
  func input(_ size: PixelSize, isHighFidelity: Bool = false) -> Int {
    switch model.family {
    case .fixedSizes:
      let extra = size.width == size.height ? 4160 : 6240
      return Self.tiles(size) + (isHighFidelity ? extra : 0)
    case .two, .twoPointFive, .twoPointSix: return PatchCount(size).patches
    }
  }

  /// 65 and 129 for each tile of 512 pixels, after the short side is brought to 512.
  private static func tiles(_ size: PixelSize) -> Int {
    let long = max(size.width, size.height)
    let short = min(size.width, size.height)
    return 65 + 129 * ((long + short - 1) / short)
  }

  /// Tokens of the words, with what the service adds to them.
  func text(_ prompt: String, inputCount: Int) -> Int {
    let words = TextTokens.count(prompt)
    guard inputCount > 0 else { return words + 6 }
    if case .fixedSizes = model.family { return words + min(15 * inputCount, 81) }
    return words + 7
  }
}

/// How many patches of 32 by 32 pixels a picture is counted as.
///
/// - Note: By published measurements. A side below 1024 is enlarged at most twofold, the ratio is capped to 3:1
///   (here by widening the short side), more than 1536 patches are shrunk until one side is whole patches.
private struct PatchCount {
  let patches: Int

  private static let limit = 1_536
  private static let side = 32

  init(_ size: PixelSize) {
    let long = max(size.width, size.height)
    let short = min(size.width, size.height)
    // The sides are `long * factor` and `short * factor` with this factor as a fraction.
    var factor = (numerator: 1, denominator: 1)
    if long <= 512 { factor.numerator = 2 } else if long < 1024 { factor = (1024, long) }
    // Both sides times three, so that a third of the long one is a whole number.
    let sides = (long: 3 * long, short: max(3 * short, long))
    let unit = 3 * Self.side * factor.denominator
    let across = Self.up(sides.long * factor.numerator, unit)
    let down = Self.up(sides.short * factor.numerator, unit)
    patches = across * down <= Self.limit ? across * down : Self.shrunk(sides.long, sides.short)
  }

  /// Shrunk to an area of 1536 patches, and then as little more as makes one side whole patches.
  ///
  /// With sides `a = √(1536·l/s)` and `b = √(1536·s/l)` in patches, the scale is the smaller of `⌊a⌋/a` and
  /// `⌊b⌋/b`; the other side becomes a fraction of the first, which whole numbers hold exactly.
  private static func shrunk(_ long: Int, _ short: Int) -> Int {
    let across = root(limit * long / short)
    let down = root(limit * short / long)
    // ⌊a⌋/a <= ⌊b⌋/b, both sides times a·b/(s·l), with a/b = l/s.
    return across * short <= down * long ? across * up(across * short, long) : down * up(down * long, short)
  }

  private static func up(_ value: Int, _ divisor: Int) -> Int { (value + divisor - 1) / divisor }

  /// The whole part of the square root.
  private static func root(_ value: Int) -> Int {
    var root = 0
    while (root + 1) * (root + 1) <= value { root += 1 }
    return root
  }
}
