internal import HTTP

extension Evidence {
  /// A code and what is known of the request's fate.
  struct Verdict: Hashable {
    let code: ProviderError.Code
    let effect: ProviderError.Effect

    init(_ code: ProviderError.Code, _ effect: ProviderError.Effect) {
      self.code = code
      self.effect = effect
    }
  }
}

// What the service's own codes mean, whatever the status between 400 and 499.
//
// Source: published API reference, and third parties' measurements for billing_hard_limit_reached.
private let meanings: [(names: Set<String>, code: ProviderError.Code)] = [
  (
    [
      "insufficient_quota", "credit_balance_exhausted", "organization_spend_limit_exceeded",
      "project_spend_limit_exceeded", "organization_usage_limit_exceeded", "billing_hard_limit_reached",
    ], .quotaExhausted
  ),
  (
    ["moderation_blocked", "content_policy_violation", "content_filter", "ResponsibleAIPolicyViolation"],
    .contentRefused
  ),
  (["invalid_api_key"], .keyRefused),
  (["model_not_found", "DeploymentNotFound"], .modelNotFound),
  (["slow_down", "server_is_overloaded"], .overloaded),
  (["rate_limit_exceeded"], .rateLimited),
]

/// What a status says where the service's code says nothing more.
private let statuses: [Int: ProviderError.Code] = [
  401: .keyRefused, 402: .quotaExhausted, 403: .notPermitted, 429: .rateLimited,
]

extension Evidence.Verdict {
  /// An answer of 400 to 499 other than 408 and 409: the service did not carry it out.
  init(refusal said: ServiceError, status: Int) {
    var code = Self.meaning(of: said) ?? statuses[status] ?? .badRequest
    // Only a 429 is a reason to ask again; the same word under another status is not.
    if status != 429, code == .rateLimited || code == .overloaded { code = .badRequest }
    self.init(code == .rateLimited && Self.isAboveLimit(said) ? .overLimit : code, .rejected)
  }

  /// An error among events, before a finished picture began.
  ///
  /// After an unfinished picture no word of the service proves that the request costs nothing.
  init(event said: ServiceError, after begun: Evidence.Work) {
    guard begun == .nothing else {
      self.init(Self.meaning(of: said) == .contentRefused ? .contentRefused : .serverFailed, .unknown)
      return
    }
    let isUsersFault = said.codes.contains {
      ["invalid_request_error", "image_generation_user_error"].contains($0)
    }
    if let code = Self.meaning(of: said) {
      self.init(code, .rejected)
    } else {
      self.init(isUsersFault ? .badRequest : .serverFailed, isUsersFault ? .rejected : .unknown)
    }
  }

  /// An exchange that ended before a status line.
  init(withoutStatus failure: HTTPError) {
    let isSent = failure.progress.isConnected && failure.progress.bytesUp >= failure.progress.bytesUpTotal
    switch failure.code {
    case .badAddress, .badHeader, .keyForOtherHost, .blockedAddress:
      self.init(.badAddress, .notExecuted)
    case .nameNotResolved, .refused, .tlsFailed, .connectTimedOut:
      self.init(.notConnected, .notExecuted)
    case .sourceFailed:
      self.init(.inputNotReadable, isSent ? .unknown : .notExecuted)
    case .sinkFailed:
      self.init(.replyNotWritten, isSent ? .unknown : .notExecuted)
    case .cancelled:
      self.init(.cancelled, isSent ? .unknown : .notExecuted)
    case .stalled, .timedOut:
      self.init(isSent ? .timedOut : .notConnected, isSent ? .unknown : .notExecuted)
    case .uploadFailed, .emptyReply, .reset, .truncated, .tooLarge, .badReply, .internal:
      self.init(isSent ? .noReply : .notConnected, isSent ? .unknown : .notExecuted)
    }
  }

  /// Why an answer that had begun with a status of 2xx is not whole.
  static func code(afterSuccess failure: HTTPError) -> ProviderError.Code {
    switch failure.code {
    case .tooLarge: .replyTooLarge
    case .stalled, .timedOut: .timedOut
    case .sinkFailed: .replyNotWritten
    case .cancelled: .cancelled
    default: .brokenReply
    }
  }

  static func saysOverloaded(_ said: ServiceError) -> Bool { meaning(of: said) == .overloaded }

  private static func meaning(of said: ServiceError) -> ProviderError.Code? {
    let codes = said.codes
    return meanings.first { !$0.names.isDisjoint(with: codes) }?.code
  }

  /// The published words for a request that no waiting makes legal.
  private static func isAboveLimit(_ said: ServiceError) -> Bool {
    said.message?.hasPrefix("Request too large") ?? false
  }
}
