/// The limits of a tier for one model: requests, pictures and tokens a minute.
package struct TierMeter: Sendable {
  /// What became of a request.
  package enum Answer: Hashable, Sendable {
    case admitted
    case refused(Refusal)
  }

  /// Why a request was not let in.
  package struct Refusal: Hashable, Sendable {
    package let limit: Kind
    package let allowed: Int
    package let used: Int
    package let requested: Int
    /// `nil` when the request alone is beyond the limit and never comes through.
    package let wait: Duration?

    package init(limit: Kind, allowed: Int, used: Int, requested: Int, wait: Duration?) {
      self.limit = limit
      self.allowed = allowed
      self.used = used
      self.requested = requested
      self.wait = wait
    }
  }

  package enum Kind: String, Sendable, CaseIterable {
    case requests
    case images = "input-images"
    case tokens
  }

  private var meters: [(kind: Kind, meter: LimitMeter)]

  package init(_ tier: Tier, counting: LimitMeter.Counting) {
    meters = [
      (.requests, LimitMeter(limit: tier.requests, counting: counting)),
      (.images, LimitMeter(limit: tier.images, counting: counting)),
      (.tokens, LimitMeter(limit: tier.tokens, counting: counting)),
    ]
  }

  /// Lets a request in, or says which limit is in its way.
  ///
  /// What was let in counts in full, also when the request then fails; what was not counts as one request.
  package mutating func admit(images: Int, tokens: Int, at now: Duration) -> Answer {
    let amounts: [Kind: Int] = [.requests: 1, .images: images, .tokens: tokens]
    for (kind, meter) in meters {
      let amount = amounts[kind] ?? 0
      let wait = meter.wait(for: amount, at: now)
      if wait == .zero { continue }
      let refusal = Refusal(
        limit: kind, allowed: meter.limit, used: meter.limit - meter.remaining(at: now), requested: amount,
        wait: wait)
      meters[0].meter.take(1, at: now)
      return .refused(refusal)
    }
    for index in meters.indices { meters[index].meter.take(amounts[meters[index].kind] ?? 0, at: now) }
    return .admitted
  }

  /// The headers in which the service tells its limits.
  package func headers(at now: Duration) -> [(name: String, value: String)] {
    let pieces: [(String, (LimitMeter) -> String)] = [
      ("limit", { String($0.limit) }), ("remaining", { String($0.remaining(at: now)) }),
      ("reset", { Self.text($0.reset(at: now)) }),
    ]
    return pieces.flatMap { name, value in
      meters.map { ("x-ratelimit-\(name)-\($0.kind.rawValue)", value($0.meter)) }
    }
  }

  /// A time as the service writes it: `0s`, `12ms`, `58.891s`, `1m12s`; rounded up to milliseconds.
  package static func text(_ time: Duration) -> String {
    let (seconds, fraction) = time.components
    let milliseconds = Int(seconds) * 1000 + Int((fraction + 999_999_999_999_999) / 1_000_000_000_000_000)
    if milliseconds == 0 { return "0s" }
    if milliseconds < 1000 { return "\(milliseconds)ms" }
    let minutes = milliseconds / 60_000
    let rest = milliseconds % 60_000
    let whole = minutes > 0 ? "\(minutes)m\(rest / 1000)" : "\(rest / 1000)"
    if rest % 1000 == 0 { return whole + "s" }
    var digits = String(String(rest % 1000 + 1000).dropFirst())
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(whole).\(digits)s"
  }
}
