public import EditModel
internal import Store

/// A text file of the user's.
public enum TextFile {
  /// What is found in a file that is no text.
  package static let notUTF8 = "it is not UTF-8 text"

  /// The file's text.
  ///
  /// - Throws: `Problem` with code `fileMissing`, `notReadable`, `tooLarge` (16 MiB), or `damagedFile` for
  ///   bytes that are not UTF-8.
  public static func contents(
    of path: String, configuration: EngineConfiguration = .system()
  ) throws(Problem) -> String {
    let bytes = try problem(about: path) { () throws(StoreError) in
      try configuration.disk.contents(ofFile: path, limit: 16 << 20)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(.damagedFile, path, found: notUTF8)
    }
    return text
  }
}
