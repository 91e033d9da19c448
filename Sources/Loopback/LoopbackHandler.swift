/// What a loopback server does with requests; called on the thread of the connection.
///
/// For each request whose head could be read: `plan` once, then `respond` where the plan leads to an answer,
/// then `finished` once, whatever happened.
package protocol LoopbackHandler: Sendable {
  /// Decides, before any of the body is read, what becomes of it.
  func plan(for head: LoopbackHead) -> BodyPlan

  /// Answers; returning without having written a head closes the connection without a byte.
  func respond(to request: LoopbackRequest, on writer: LoopbackReplyWriter) throws(LoopbackError)

  /// - Parameter bodyByteCount: Bytes of the body that were read.
  func finished(_ head: LoopbackHead, bodyByteCount: Int, outcome: LoopbackOutcome)
}

/// What to do with a request's body.
package enum BodyPlan: Hashable, Sendable {
  /// Read it all, within the limits, and answer.
  case read

  /// Answer without reading it; the connection is closed afterwards.
  case answerUnread

  /// Read so many bytes of it, or all if it is shorter, and reset the connection (RST).
  case resetAfter(Int)

  /// Read so many bytes and no more; after the time, or when the client leaves, reset the connection.
  /// Without a time it holds until the client leaves or the server stops.
  case stopReadingAfter(Int, hold: Duration?)

  /// Close the connection at once, without a byte.
  case drop
}

/// How a request ended.
package enum LoopbackOutcome: String, Hashable, Sendable {
  /// The reply was written as its head announced it.
  case replied
  /// The server broke off: reset, closed, or wrote another length than announced.
  case cut
  /// The client left before the end, or was silent for too long.
  case clientGone
  /// The server itself refused the request: a broken or too large body.
  case refused
}
