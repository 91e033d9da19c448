package import Billing

/// What the head of an answer says about the attempt.
package struct ReplyFacts: Hashable, Sendable, Codable {
  package let status: Int
  /// The service's id of the request, for its support.
  package let requestID: String?
  package let processingMilliseconds: Int?
  package let rateLimits: RateLimits?

  package init(
    status: Int, requestID: String? = nil, processingMilliseconds: Int? = nil,
    rateLimits: RateLimits? = nil
  ) {
    self.status = status
    self.requestID = requestID
    self.processingMilliseconds = processingMilliseconds
    self.rateLimits = rateLimits
  }
}

/// How much of the account's limits is left, as the service counts.
package struct RateLimits: Hashable, Sendable, Codable {
  /// One counter; what was not said is `nil`.
  package struct Counter: Hashable, Sendable, Codable {
    package let limit: Int?
    package let remaining: Int?
    /// Until the counter is full again, rounded up.
    package let resetMilliseconds: Int?

    package init(limit: Int?, remaining: Int?, resetMilliseconds: Int?) {
      self.limit = limit
      self.remaining = remaining
      self.resetMilliseconds = resetMilliseconds
    }
  }

  package let requests: Counter?
  package let tokens: Counter?
  /// Pictures, sent and made.
  package let images: Counter?

  package init(requests: Counter?, tokens: Counter?, images: Counter?) {
    self.requests = requests
    self.tokens = tokens
    self.images = images
  }
}

/// The tokens of an answer: counted, and as the service wrote them.
package struct ReportedUsage: Hashable, Sendable {
  /// `nil` when the text has no such counts.
  package let usage: Usage?
  /// The JSON as it came; several, in the answer's order, one a line, where it came in events.
  package let text: String

  package init(usage: Usage?, text: String) {
    self.usage = usage
    self.text = text
  }
}
