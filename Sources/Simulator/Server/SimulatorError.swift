/// Why the simulator could not start, as facts.
package struct SimulatorError: Error, Hashable, Sendable {
  package enum Code: String, Sendable {
    /// A line of a fault script is no rule.
    case badFaultRule
    /// An option of the command has no such value, or is unknown.
    case badOption
    /// The fault script cannot be read.
    case scriptNotReadable
    /// The port is taken, or may not be opened.
    case notListening
  }

  package let code: Code

  /// The line in the script, from 1.
  package let line: Int?

  /// What stands there: a word of the rule, a value of the option, a path, a port.
  package let found: String

  /// What could stand there, or the option that it is about.
  package let expected: String?

  package init(_ code: Code, line: Int? = nil, found: String, expected: String? = nil) {
    self.code = code
    self.line = line
    self.found = found
    self.expected = expected
  }
}
