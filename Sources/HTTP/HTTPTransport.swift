package import EditModel

/// Sends one request once.
package protocol HTTPTransport: Sendable {
  /// Sends the request and puts the reply into the sink as it comes: the head as it came, from the status
  /// line to the empty line, then the body without the framing of chunks. Heads of 100 to 199 and trailers
  /// are left out.
  ///
  /// The reply has its status whatever that is; also one of 300 or more is returned, and nothing is followed.
  /// Cancelling the task ends the exchange.
  ///
  /// - Parameter progress: Called on the transport's thread whenever something has changed; it must not wait.
  /// - Throws: `HTTPError`; the sink then holds what had come.
  nonisolated(nonsending) func send(
    _ request: HTTPRequest, into sink: any ByteSink, progress: @escaping @Sendable (HTTPProgress) -> Void
  ) async throws(HTTPError) -> HTTPHead
}
