import Foundation

/// A process that was started and prints something, mostly one line of JSON.
struct ChildProcess {
  private let process = Process()
  private let output = Pipe()

  /// - Parameter executable: `nil` for this program.
  init(_ arguments: [String], executable: String? = nil) throws {
    process.executableURL = URL(filePath: executable ?? CommandLine.arguments[0])
    process.arguments = arguments
    process.standardOutput = output
    try process.run()
  }

  /// Waits for its end.
  func result<Result: Decodable>(_ type: Result.Type = Result.self) throws -> Result {
    try JSONDecoder().decode(Result.self, from: printed())
  }

  /// Everything that it prints until its end.
  func printed() -> Data {
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data
  }
}

/// Prints a figure as one line of JSON.
func printLine(_ figure: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  print(String(decoding: try encoder.encode(figure), as: UTF8.self))
}

/// A folder that is removed with the value.
final class ScratchFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "pentimento-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit {
    // What cannot be removed is left to whoever cleans the folder for temporary files.
    try? FileManager.default.removeItem(atPath: path)
  }

  func path(_ name: String) -> String { "\(path)/\(name)" }
}
