/// What a command has to say: lines for people, or one JSON value for programs.
package struct Answer: Hashable, Sendable {
  package let lines: [String]
  package let json: JSONValue
  package let exitCode: ExitCode

  package init(_ lines: [String], _ json: JSONValue, exitCode: ExitCode = .done) {
    self.lines = lines
    self.json = json
    self.exitCode = exitCode
  }

  package init(_ line: String, _ json: JSONValue) {
    self.init([line], json)
  }
}
