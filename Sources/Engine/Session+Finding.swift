public import EditModel
internal import Store

extension Session {
  /// True when the folder is a session, of whatever format.
  public static func exists(at path: String, configuration: EngineConfiguration = .system()) -> Bool {
    do {
      _ = try SessionFolder(
        opening: path, disk: configuration.disk, surroundings: configuration.surroundings)
      return true
    } catch {
      return error.code != .noSession && error.code != .notASession
    }
  }

  /// The names of the `*.session` folders in a folder, sorted.
  public static func sessions(
    in folder: String, configuration: EngineConfiguration = .system()
  ) throws(Problem) -> [String] {
    try problem(about: folder) { () throws(StoreError) in
      try SessionFolder.lookup(in: folder, disk: configuration.disk)
    }
  }
}
