package import EditModel

/// Why a provider did not return a picture.
package struct ProviderError: Error, Hashable, Sendable {
  package enum Code: String, Sendable, Codable, CaseIterable {
    // Found before anything is sent.
    /// The words mean nothing to this provider.
    case notUnderstood
    /// The instruction makes sense only inside a mask.
    case maskNeeded
    /// It was understood and cannot be done on this picture.
    case impossible
    /// A value that this model does not take.
    case unsupportedSetting
    /// A model or an endpoint that has been shut down; `allowed` names the successor.
    case retired
    /// A way of asking that this build does not have; `message` says why.
    case notBuilt
    /// An address that cannot be used, or to which the key does not belong.
    case badAddress
    // Nothing was carried out.
    /// No connection: name, route, certificate, or a body that was not sent to its end.
    case notConnected
    /// An input could not be read while it was being sent.
    case inputNotReadable
    // The service answered no.
    case keyRefused
    case notPermitted
    case quotaExhausted
    case rateLimited
    /// A request that is above the account's limit by itself; no waiting helps.
    case overLimit
    case overloaded
    case badRequest
    case contentRefused
    case modelNotFound
    /// An answer that leads to another address; it is never followed.
    case redirected
    // It may have been carried out.
    /// No answer within the deadline, or none for too long while bytes should have moved.
    case timedOut
    /// The connection ended without an answer.
    case noReply
    /// The service says that it failed.
    case serverFailed
    // It was carried out.
    /// An answer that is cut, damaged, or holds no picture.
    case brokenReply
    /// More bytes than any right answer has.
    case replyTooLarge
    /// The answer could not be written down here.
    case replyNotWritten
    /// Given up by the user.
    case cancelled
  }

  /// What is known of the request's fate, which decides over money.
  ///
  /// - Note: The table of the evidence is `Evidence`.
  package enum Effect: String, Sendable, Codable {
    /// Nothing reached the service, or too little to act on.
    case notExecuted
    /// The service says that it did not carry it out; it costs nothing.
    case rejected
    /// It may have been carried out and billed, and nobody here can know.
    case unknown
    /// It was carried out, and the result cannot be used.
    case billedWithoutResult
  }

  package let code: Code
  package private(set) var effect: Effect
  /// What it is about: a setting, a model; `nil` when it is about the words or the picture.
  package var subject: String?
  /// The part of the instruction, or of the picture, that it is about.
  package var found: String?
  /// What would be accepted.
  package var allowed: [String] = []
  /// The status of the answer, when one came.
  package var status: Int?
  /// The service's own code, as `rate_limit_exceeded`.
  package var providerCode: String?
  /// What the service said, or why something is not built: without control characters, of at most 500 characters, without the key.
  package var message: String?
  package var refusal: ContentRefusal?
  /// How long the service asks to wait.
  package var retryAfter: Duration?
  package var facts: ReplyFacts?
  /// What a broken answer still reported.
  package var usage: ReportedUsage?

  /// An error found here, before anything was sent.
  package init(_ code: Code, subject: String? = nil, found: String? = nil, allowed: [String] = []) {
    self.init(code, .notExecuted)
    self.subject = subject
    self.found = found
    self.allowed = allowed
  }

  package init(_ code: Code, _ effect: Effect) {
    self.code = code
    self.effect = effect
  }

  /// The same error of a request that costs nothing, whatever became of it.
  package var ofFreeRequest: ProviderError {
    guard effect != .notExecuted else { return self }
    var error = self
    error.effect = .rejected
    return error
  }

  /// True when the same request may be sent again without anybody's decision: it surely cost nothing, and
  /// time may mend it.
  package var mayRetry: Bool {
    switch (code, effect) {
    case (.notConnected, .notExecuted), (.rateLimited, .rejected), (.overloaded, .rejected): true
    // Only of what costs nothing whatever becomes of it, as an upload.
    case (.noReply, .rejected), (.serverFailed, .rejected): true
    default: false
    }
  }
}
