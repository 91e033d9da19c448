/// What became of a call, as far as the account's limits care.
package enum CallEvidence: Hashable, Sendable {
  /// Nothing reached the service: no name, no route, no connection, or never begun. Takes no room.
  case nothingSent
  /// The service answered, with whatever status.
  case answered(LimitReport)
  /// No answer; the service may have counted the call at any time until now.
  case unanswered
}

/// What a reply tells about the account's limits.
package struct LimitReport: Hashable, Sendable {
  /// One `x-ratelimit-…` family of headers: limit, what remains, and the time until all of it is back.
  package struct Reading: Hashable, Sendable {
    package var limit: Int?
    package var remaining: Int?
    package var reset: Duration?

    package init(limit: Int? = nil, remaining: Int? = nil, reset: Duration? = nil) {
      self.limit = limit
      self.remaining = remaining
      self.reset = reset
    }
  }

  package var readings: [LimitKind: Reading]
  /// How long the service says it worked on the call, from taking it to answering.
  package var processing: Duration?
  /// Tokens that the service counted, from `usage`.
  package var tokens: Int?
  /// True for a 429 that is about the rate.
  package var isOverLimit: Bool
  /// What that 429 asked for.
  package var retryAfter: Duration?

  package init(
    readings: [LimitKind: Reading] = [:], processing: Duration? = nil, tokens: Int? = nil,
    isOverLimit: Bool = false, retryAfter: Duration? = nil
  ) {
    self.readings = readings
    self.processing = processing
    self.tokens = tokens
    self.isOverLimit = isOverLimit
    self.retryAfter = retryAfter
  }
}
