package import Raster

/// What a command has to say: lines for people, or one JSON value for programs.
package struct Answer: Sendable {
  package let lines: [String]
  private let makeJSON: @Sendable () -> JSONValue
  package let exitCode: ExitCode
  /// Drawn above the lines where the output is a terminal.
  package let picture: Bitmap?

  /// Made when it is asked for: of a long account most people see the lines alone.
  package var json: JSONValue { makeJSON() }

  package init(
    _ lines: [String], _ json: @autoclosure @escaping @Sendable () -> JSONValue, exitCode: ExitCode = .done,
    picture: Bitmap? = nil
  ) {
    self.lines = lines
    self.picture = picture
    makeJSON = json
    self.exitCode = exitCode
  }

  package init(_ line: String, _ json: @autoclosure @escaping @Sendable () -> JSONValue) {
    self.init([line], json())
  }
}
