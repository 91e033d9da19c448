/// Why a request brought no whole reply, and how far it had come by then.
package struct HTTPError: Error, Hashable, Sendable {
  package enum Code: String, Sendable, CaseIterable {
    // Before anything is opened.
    case badAddress
    /// A header name or value, a content type or a boundary that could change the request's framing.
    case badHeader
    /// The credential belongs to another origin than the request's.
    case keyForOtherHost
    /// The host is not on the list, or its name leads to an address that is not public.
    case blockedAddress
    // Before a byte of the request is sent.
    case nameNotResolved
    case refused
    case tlsFailed
    case connectTimedOut
    // While the body is sent: the other side cannot have all of it.
    case uploadFailed
    // After the whole request was handed to the system.
    /// The connection was closed in order before the reply; an interim head of 100 to 199 is none.
    case emptyReply
    /// The connection broke; `progress` says whether before or within the reply.
    case reset
    /// No byte moved for the stall time while bytes should have moved.
    case stalled
    case timedOut
    /// The connection ended before the reply was as long as it said.
    case truncated
    /// The reply's body is longer than the request allows.
    case tooLarge
    /// What came is no reply by HTTP's rules.
    case badReply
    // From this side.
    case cancelled
    case sourceFailed
    case sinkFailed
    case `internal`
  }

  package let code: Code
  package let progress: HTTPProgress
  /// What libcurl or the system said, without control characters; it holds nothing of headers or bodies.
  package let detail: String?

  package init(_ code: Code, progress: HTTPProgress = HTTPProgress(), detail: String? = nil) {
    self.code = code
    self.progress = progress
    self.detail = detail
  }
}

/// How far an exchange has come: the evidence for what the other side may have done.
package struct HTTPProgress: Hashable, Sendable {
  /// The connection stood, encryption included; before that no byte of the request has been sent.
  package var isConnected: Bool
  /// Bytes of the request's body that the system took for sending.
  ///
  /// Below `bytesUpTotal` the other side cannot have the whole request. At it, it may or may not.
  package var bytesUp: Int
  package var bytesUpTotal: Int
  /// The status of the reply as soon as its first line is here; never one of 100 to 199.
  package var status: Int?
  /// Bytes of the reply's body, the framing of chunks not counted.
  package var bytesDown: Int

  package init(
    isConnected: Bool = false, bytesUp: Int = 0, bytesUpTotal: Int = 0, status: Int? = nil, bytesDown: Int = 0
  ) {
    self.isConnected = isConnected
    self.bytesUp = bytesUp
    self.bytesUpTotal = bytesUpTotal
    self.status = status
    self.bytesDown = bytesDown
  }
}
