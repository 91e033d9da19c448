/// What went wrong on a descriptor, as facts; the wording is the caller's.
package struct TerminalError: Error, Equatable, Sendable {
  package enum Code: Sendable {
    /// Nobody reads the other end any more; the writer should stop quietly.
    case closedPipe
    /// The disk or the quota is full; what was written before stays.
    case noSpace
    /// Any other failed system call; `systemCode` says which failure.
    case inputOutput
    /// Raw mode was asked of a descriptor that is no terminal.
    case notATerminal
    /// A line has more than `allowed` bytes; reading can go on with the next line.
    case lineTooLong
    /// A line is not valid UTF-8; reading can go on with the next line.
    case invalidUTF8
  }

  package let code: Code

  /// The `errno` value, where a system call failed.
  package let systemCode: Int32?

  /// The line's number from 1, where a line was refused.
  package let line: Int?

  /// The most bytes that a line may have, where that was exceeded.
  package let allowed: Int?

  init(_ code: Code, systemCode: Int32? = nil, line: Int? = nil, allowed: Int? = nil) {
    self.code = code
    self.systemCode = systemCode
    self.line = line
    self.allowed = allowed
  }
}
