/// The first line and the headers of a request.
package struct LoopbackHead: Sendable {
  /// The request's number on this server, from 1, in the order in which the heads arrived.
  package let number: Int

  /// The connection's number on this server, from 1.
  package let connection: Int

  /// Which request of its connection it is, from 1; above 1 the connection was kept alive and used again.
  package let position: Int

  package let method: String

  /// Path and query as they were sent.
  package let target: String

  /// Names in the client's spelling, in its order.
  package let headers: [(name: String, value: String)]

  /// The length that the client announced; `nil` for chunks and for requests without a body.
  package let contentLength: Int?

  package let isChunked: Bool

  /// True when the client waits for `100 Continue` before it sends the body.
  package let expectsContinue: Bool

  /// True when the client wants the connection kept after the reply.
  package let keepsAlive: Bool

  package var path: String { String(target.prefix { $0 != "?" }) }

  /// What follows the question mark, empty without one.
  package var query: String {
    guard let mark = target.firstIndex(of: "?") else { return "" }
    return String(target[target.index(after: mark)...])
  }

  /// The first header of that name, compared without case.
  package func value(of name: String) -> String? {
    let wanted = name.lowercased()
    return headers.first { $0.name.lowercased() == wanted }?.value
  }
}

/// A whole request.
package struct LoopbackRequest: Sendable {
  package let head: LoopbackHead

  /// The body without chunk marks; empty where the plan was to answer without reading it.
  package let body: [UInt8]
}
