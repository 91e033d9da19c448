import FoundationEssentials

/// Finds the repository's files from the place of this source file, whatever the working directory.
package enum Fixtures {
  /// The repository's top folder.
  package static let repository: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
  }()

  package static func path(_ relative: String) -> String { "\(repository)/fixtures/\(relative)" }

  /// The bytes of a file below `fixtures/`.
  package static func bytes(_ relative: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path(relative))))
  }

  package static func text(_ relative: String) throws -> String {
    String(decoding: try bytes(relative), as: UTF8.self)
  }

  /// The rows of a tab-separated table below `fixtures/`, without comments, blank lines and the heading row.
  package static func table(_ relative: String) throws -> [[String]] {
    let lines = try text(relative).split(separator: "\n").filter { !$0.hasPrefix("#") }
    return lines.dropFirst().map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }
}
