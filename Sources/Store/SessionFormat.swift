internal import EditModel
internal import FoundationEssentials

/// The names inside a session folder, and the number of its format.
///
/// Format 1: `format`, `operations.log`, `calls.log`, `objects/`, `derived/`, `spool/`, `lock`.
enum SessionFormat {
  static let newest = 1

  static let file = "format"
  static let operations = "operations.log"
  static let calls = "calls.log"
  static let objects = "objects"
  static let derived = "derived"
  /// Made with the first paid call.
  static let spool = "spool"
  static let lock = "lock"

  /// The contents of `format` in a new session.
  static let contents = Array("{\"pentimento-session\":\(newest)}\n".utf8)

  private struct Format: Codable {
    enum CodingKeys: String, CodingKey { case number = "pentimento-session" }

    let number: Int
  }

  /// Refuses a folder that is no session of a format that this version knows.
  static func check(_ folder: OpenFolder, path: String) throws(StoreError) {
    let bytes: [UInt8]
    do throws(StoreError) {
      bytes = try folder.file(file, for: .reading).bytes(at: 0, count: 4096)
    } catch  where error.code == .fileMissing || error.code == .notAFile {
      throw StoreError(.notASession, path)
    }
    // Whatever the decoder finds wrong, the file names no format.
    guard let format = try? JSONDecoder().decode(Format.self, from: Data(bytes)), format.number >= 1
    else { throw StoreError(.notASession, path) }
    guard format.number <= newest else {
      throw StoreError(.laterFormat, path, found: "\(format.number)", allowed: "\(newest)")
    }
  }
}
