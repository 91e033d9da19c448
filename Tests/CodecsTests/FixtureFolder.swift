import FoundationEssentials

/// The files under `fixtures/`, found from the place of this source file.
enum FixtureFolder {
  static func bytes(_ path: String) throws -> [UInt8] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return [UInt8](try Data(contentsOf: root.appending(path: "fixtures/" + path)))
  }

  /// The rows of a table with tab-separated columns, comments and the row of names left out.
  static func rows(_ path: String) throws -> [[Substring]] {
    String(decoding: try bytes(path), as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.dropFirst()
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
  }
}
