package import Raster

/// What a command has to say: lines for people, or one JSON value for programs.
package struct Answer: Sendable {
  package let lines: [String]
  package let json: JSONValue
  package let exitCode: ExitCode
  /// Drawn above the lines where the output is a terminal.
  package let picture: Bitmap?

  package init(
    _ lines: [String], _ json: JSONValue, exitCode: ExitCode = .done, picture: Bitmap? = nil
  ) {
    self.lines = lines
    self.picture = picture
    self.json = json
    self.exitCode = exitCode
  }

  package init(_ line: String, _ json: JSONValue) {
    self.init([line], json)
  }
}
