internal import HTTP

/// What an attempt left behind when it brought no picture, and what that proves.
///
/// | evidence | effect |
/// |---|---|
/// | no connection, or a body that was not sent to its end | not executed |
/// | 429; 503 with a wait or a code that says overloaded; other 4xx; 3xx; a refusal as the first event | rejected |
/// | everything sent and no status; 408, 409, other 5xx; events that end before `completed` begins | unknown |
/// | a refusal among events after an unfinished picture, which the service has made and may bill | unknown |
/// | a status of 2xx, then anything but a whole answer with a picture | billed without result |
struct Evidence: Hashable {
  /// What an answer's body was when it ended.
  enum Body: Hashable {
    /// One document, for which a status of 2xx stands at its beginning only when the work is done.
    case document
    /// Events, whose status comes before the work, and how far that had shown itself.
    case events(begun: Work)
  }

  /// The furthest event that had begun, whole or not.
  enum Work: Int, Hashable, Comparable {
    case nothing
    case partial
    case completed

    static func < (one: Work, other: Work) -> Bool { one.rawValue < other.rawValue }
  }

  /// Why the exchange ended early; `nil` when the answer came to its end.
  var failure: HTTPError?
  /// `nil` when no status line came.
  var status: Int?
  var body = Body.document
  /// The error that the answer, or an event in it, names.
  var said = ServiceError()
  var retryAfter: Duration?

  init(failure: HTTPError) {
    self.failure = failure
    status = failure.progress.status
  }

  init(status: Int) {
    self.status = status
  }

  /// The verdict, with what the service said.
  func classify() -> ProviderError {
    let verdict = verdict
    var error = ProviderError(verdict.code, verdict.effect)
    error.status = status
    error.providerCode = ServiceText.name(said.code)
    error.message = said.message.flatMap {
      ServiceText.cleaned($0, speaksOfKey: verdict.code == .keyRefused)
    }
    error.retryAfter = retryAfter
    if verdict.code == .contentRefused { error.refusal = said.refusal }
    return error
  }

  private var verdict: Verdict {
    guard let status else { return failure.map(Verdict.init(withoutStatus:)) ?? Verdict(.noReply, .unknown) }
    switch status {
    case 200...299: return success
    case 300...399: return Verdict(.redirected, .rejected)
    case 408: return Verdict(.timedOut, .unknown)
    case 409: return Verdict(.serverFailed, .unknown)
    case 400...499: return Verdict(refusal: said, status: status)
    case 503 where retryAfter != nil || Verdict.saysOverloaded(said): return Verdict(.overloaded, .rejected)
    case 500...599: return Verdict(.serverFailed, .unknown)
    default: return Verdict(.brokenReply, .unknown)
    }
  }

  /// After a status of 2xx without a picture that can be used.
  private var success: Verdict {
    let code = failure.map(Verdict.code(afterSuccess:)) ?? .brokenReply
    switch body {
    case .document, .events(begun: .completed): return Verdict(code, .billedWithoutResult)
    case .events(let begun):
      if said != ServiceError() { return Verdict(event: said, after: begun) }
      return Verdict(failure == nil ? .noReply : code, .unknown)
    }
  }
}
