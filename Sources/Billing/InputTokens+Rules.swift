/// How closely a model reads the pictures that are sent, where that can be chosen.
public enum InputFidelity: String, Hashable, Sendable, CaseIterable {
  case low
  case high
}

extension TokenRange {
  /// The input tokens of one picture sent to gpt-image-1, 1.5 or mini.
  ///
  /// The picture is scaled until its short side is 512; then 65 tokens and 129 for each tile of 512×512 that
  /// is begun. High fidelity adds 4,160 for a square and 6,240 for others by the current guide, 4,096 and
  /// 6,144 by the announcement: the range holds both.
  ///
  /// - Note: Published by the service (1024² is 194, 1024x1536 is 323).
  public static func tiles(_ size: BilledSize, fidelity: InputFidelity = .low) -> TokenRange {
    let long = max(size.width, size.height)
    let short = min(size.width, size.height)
    let plain = TokenRange(exactly: 65 + 129 * ((long + short - 1) / short))
    guard fidelity == .high else { return plain }
    return plain + (long == short ? TokenRange(low: 4_096, high: 4_160) : TokenRange(low: 6_144, high: 6_240))
  }

  /// The input tokens of one picture by the account "base64 characters by four": a third of a PNG's bytes.
  ///
  /// A PNG's size depends on what it shows. The account gives 375,000 to 625,000 tokens for 1024x1024, so
  /// PNGs of 1.1 to 1.9 MB; other sizes are in proportion to their pixels, the ends rounded outwards. More than
  /// a billion pixels count as a billion, so that products fit into 64 bits.
  ///
  /// - Note: A published account that no bill agrees with; `image` says what bills show.
  public static func base64(_ size: BilledSize) -> TokenRange {
    let pixels = min(size.width * size.height, 1_000_000_000)
    let unit = 1_024 * 1_024
    return TokenRange(low: 375_000 * pixels / unit, high: (625_000 * pixels + unit - 1) / unit)
  }
}

/// The count of the pictures sent, for a model's family and by a rule.
struct InputCount {
  let family: PricedModel.TokenFamily
  let fidelity: InputFidelity
  let rule: TokenRule

  /// For one variant; a mask counts like one more of the first picture at most.
  func tokens(of load: CallLoad) -> TokenRange {
    var sum = TokenRange.zero
    var first: TokenRange?
    for picture in load.inputs {
      let tokens = tokens(of: picture)
      if first == nil { first = tokens }
      sum += tokens
    }
    if load.isMasked, let first { sum += TokenRange(low: 0, high: first.high) }
    return sum
  }

  func tokens(of picture: BilledSize) -> TokenRange {
    if rule == .base64 { return .base64(picture) }
    switch family {
    case .patches: return .image(picture)
    case .tiles: return .tiles(picture, fidelity: fidelity)
    }
  }
}
