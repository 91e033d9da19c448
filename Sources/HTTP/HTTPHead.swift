/// The head of a reply, and what is known of its body.
package struct HTTPHead: Hashable, Sendable {
  package let status: Int
  /// In the order in which they came; bytes that are no UTF-8 are replaced.
  package let headers: [HTTPField]
  package let bodyByteCount: Int
  /// Whether the body is known to be whole: as long as `Content-Length` says, ended by its last chunk, or
  /// none by rule. Not known of one that lasts until the connection closes, and of a stored one that came in
  /// chunks.
  package let isComplete: Bool
  /// Until the connection stood; `nil` when read from a stored reply.
  package let connectTime: Duration?
  /// The whole exchange; `nil` when read from a stored reply.
  package let elapsed: Duration?

  package init(
    status: Int, headers: [HTTPField], bodyByteCount: Int, isComplete: Bool, connectTime: Duration? = nil,
    elapsed: Duration? = nil
  ) {
    self.status = status
    self.headers = headers
    self.bodyByteCount = bodyByteCount
    self.isComplete = isComplete
    self.connectTime = connectTime
    self.elapsed = elapsed
  }

  /// The first value of a header, whatever the case of its name.
  package subscript(name: String) -> String? {
    let name = name.lowercased()
    return headers.first { $0.name.lowercased() == name }?.value
  }
}
