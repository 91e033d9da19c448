extension Fault.Kind {
  /// What the service itself is to do wrong.
  var mishap: Mishap? {
    if case .mishap(let mishap) = self { return mishap }
    return nil
  }

  /// True when no status ever reaches the client.
  var isMute: Bool {
    switch self {
    case .silence, .close, .reset, .cutHead: true
    default: false
    }
  }

  /// The reply that comes in place of the service's, where the fault has one.
  func replacement(at unixTime: Int, for request: SimRequest) -> SimReply? {
    switch self {
    case .status(let fault): return fault.reply(at: unixTime)
    case .redirect(let status, let location):
      let target = location ?? "https://redirect.invalid\(request.path)"
      return SimReply(status: status, headers: [("location", target)], body: .whole([]))
    default: return nil
    }
  }

  /// The reply when the service was never asked.
  func standIn(for request: SimRequest, at unixTime: Int) -> SimReply {
    replacement(at: unixTime, for: request)
      ?? SimReply(status: 200, headers: [("content-type", "application/json")], body: .whole([]))
  }
}

extension StatusFault {
  fileprivate func reply(at unixTime: Int) -> SimReply {
    var headers: [(name: String, value: String)] = []
    if let retryAfter { headers.append(("retry-after", retryAfter.value(at: unixTime))) }
    if let retryAfterMilliseconds { headers.append(("retry-after-ms", retryAfterMilliseconds)) }
    let usual = Self.usual(status)
    switch body {
    case .empty: return SimReply(status: status, headers: headers, body: .whole([]))
    case .html:
      let page =
        "<html>\r\n<head><title>\(status)</title></head>\r\n<body>\r\n"
        + "<center><h1>\(status)</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
      return SimReply(
        status: status, headers: [("content-type", "text/html")] + headers, body: .whole(Array(page.utf8)))
    case .json:
      let error = SimReply.failure(
        status: status, type: type ?? usual.type, code: code ?? usual.code, message: message ?? usual.message)
      return SimReply(status: status, headers: error.headers + headers, body: error.body)
    }
  }

  private static func usual(_ status: Int) -> (type: String, code: String?, message: String) {
    switch status {
    case 408: ("invalid_request_error", "request_timeout", "The request took too long to arrive.")
    case 409: ("invalid_request_error", "conflict", "The resource was updated by another request.")
    case 429: ("requests", "rate_limit_exceeded", "Rate limit reached. Please try again later.")
    case 503:
      ("server_error", "server_is_overloaded", "The server is currently overloaded. Please try again later.")
    case 500...:
      ("server_error", "server_error", "The server had an error while processing your request.")
    default: ("invalid_request_error", nil, "The request was refused.")
    }
  }
}

extension RetryAfterForm {
  fileprivate func value(at unixTime: Int) -> String {
    switch self {
    case .text(let text): text
    case .date(let form, let offset): HTTPDate.text(max(0, unixTime + offset), form)
    }
  }
}

extension TierMeter {
  static let organisation = "org-simulator"
}

extension TierMeter.Refusal {
  func reply(to model: String) -> SimReply {
    let place = "for \(model) (for limit gpt-image) in organization \(TierMeter.organisation)"
    let start = "\(place) on \(limit.rawValue) per min: Limit \(allowed)"
    let message: String
    var headers: [(name: String, value: String)] = []
    if let wait {
      message =
        "Rate limit reached \(start), Used \(used), Requested \(requested). "
        + "Please try again in \(TierMeter.text(wait))."
      headers = [
        ("retry-after", String(wait.roundedUp(to: 1000) / 1000)),
        ("retry-after-ms", String(wait.roundedUp(to: 1))),
      ]
    } else {
      message = "Request too large \(start), Requested \(requested)."
    }
    let error = SimReply.failure(
      status: 429, type: limit.rawValue, code: "rate_limit_exceeded", message: message)
    return SimReply(status: 429, headers: error.headers + headers, body: error.body)
  }
}

extension Duration {
  /// Milliseconds, rounded up to a multiple of so many.
  fileprivate func roundedUp(to step: Int) -> Int {
    let (seconds, fraction) = components
    let milliseconds = Int(seconds) * 1000 + Int((fraction + 999_999_999_999_999) / 1_000_000_000_000_000)
    return (milliseconds + step - 1) / step * step
  }
}
