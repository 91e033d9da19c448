internal import HTTP

extension ReplyFacts {
  /// What the head says; headers that cannot be read count as absent.
  init(_ head: HTTPHead) {
    self.init(
      status: head.status,
      requestID: ServiceText.name(head["x-request-id"] ?? head["apim-request-id"]),
      processingMilliseconds: head["openai-processing-ms"].flatMap(wholeNumber),
      rateLimits: RateLimits(head))
  }
}

extension RateLimits {
  /// `nil` when the head speaks of no limit.
  fileprivate init?(_ head: HTTPHead) {
    self.init(
      requests: Counter(head, "requests"), tokens: Counter(head, "tokens"),
      images: Counter(head, "input-images") ?? Counter(head, "images"))
    if requests == nil, tokens == nil, images == nil { return nil }
  }
}

extension RateLimits.Counter {
  fileprivate init?(_ head: HTTPHead, _ name: String) {
    self.init(
      limit: head["x-ratelimit-limit-\(name)"].flatMap(wholeNumber),
      remaining: head["x-ratelimit-remaining-\(name)"].flatMap(wholeNumber),
      resetMilliseconds: head["x-ratelimit-reset-\(name)"].flatMap(Self.milliseconds))
    if limit == nil, remaining == nil, resetMilliseconds == nil { return nil }
  }

  /// A time as `1ms`, `58.891s` or `6m0s`, rounded up; `nil` for anything else and above a year.
  private static func milliseconds(_ text: String) -> Int? {
    let units: [(name: String, milliseconds: Double)] = [
      ("ms", 1), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000),
    ]
    var rest = text[...]
    var total = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(digits.count)
      guard let number = Double(digits), let unit = units.first(where: { rest.hasPrefix($0.name) }) else {
        return nil
      }
      rest = rest.dropFirst(unit.name.count)
      total += number * unit.milliseconds
    }
    guard !text.isEmpty, total <= 31_536_000_000 else { return nil }
    // A thousandth of a millisecond is what the products above may be off.
    return Int(max(0, (total - 0.001).rounded(.up)))
  }
}

/// Digits alone, at most 15 of them.
private func wholeNumber(_ text: String) -> Int? {
  guard (1...15).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
    return nil
  }
  return Int(text)
}
