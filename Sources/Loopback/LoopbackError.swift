/// What went wrong on the server's side of a loopback connection, as facts.
package struct LoopbackError: Error, Hashable, Sendable {
  package enum Code: String, Sendable {
    /// The port is taken, or may not be opened.
    case notListening
    /// The client has left, or takes no bytes any more.
    case clientGone
    /// The client sent nothing for longer than it may.
    case clientSilent
    /// The request breaks HTTP's rules or a limit; `status` is the answer that it got.
    case badRequest
    /// The server was stopped.
    case stopped
  }

  package let code: Code

  /// The status of the answer, for `badRequest`.
  package let status: Int?

  /// The port asked for, for `notListening`.
  package let port: UInt16?

  /// The system's error number, where a system call failed.
  package let errorNumber: Int32?

  init(_ code: Code, status: Int? = nil, port: UInt16? = nil, errorNumber: Int32? = nil) {
    self.code = code
    self.status = status
    self.port = port
    self.errorNumber = errorNumber
  }
}
