import FoundationEssentials

/// A folder of its own for one test, removed when the value goes away.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() throws {
    path = FileManager.default.temporaryDirectory.path + "/pentimento-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit {
    // A folder that stays behind in the system's temporary place harms nobody.
    try? FileManager.default.removeItem(atPath: path)
  }

  package func path(_ name: String) -> String { "\(path)/\(name)" }

  /// Every file below the folder with its bytes, by relative path.
  package func contents(of name: String = "") throws -> [String: [UInt8]] {
    let root = name.isEmpty ? path : self.path(name)
    var found: [String: [UInt8]] = [:]
    for item in try FileManager.default.subpathsOfDirectory(atPath: root) {
      var isFolder = false
      _ = FileManager.default.fileExists(atPath: "\(root)/\(item)", isDirectory: &isFolder)
      if !isFolder { found[item] = [UInt8](try Data(contentsOf: URL(filePath: "\(root)/\(item)"))) }
    }
    return found
  }
}
