internal import EditModel
internal import Engine

extension Shell {
  /// `new FILE [NAME]`: begins a session beside the current folder.
  func new(_ picture: String, name: String?) async throws(Problem) -> Answer {
    let path = sessionPath(name ?? Self.baseName(of: picture))
    let made = try await Session.create(from: picture, at: path, configuration: configuration)
    await take(made)
    let status = try await made.status()
    let size = status.current.map { "\($0.round.picture.size)" } ?? ""
    return Answer("\(path): \(status.source?.name ?? picture), \(size), round 0", status.json)
  }

  /// `open DIR`.
  func open(_ path: String) async throws(Problem) -> Answer {
    let opened = try Session.open(path, configuration: configuration)
    await take(opened)
    return try await status()
  }

  /// `close`: gives the lock back.
  func close() async throws(Problem) -> Answer {
    let path = try current().path
    await take(nil)
    return Answer("\(path) closed", .members(["closed": .string(path)]))
  }

  private func sessionPath(_ name: String) -> String {
    let path = name.hasSuffix(".session") ? name : name + ".session"
    return path.hasPrefix("/") || folder == "." ? path : "\(folder)/\(path)"
  }

  /// The file's name without folders and ending.
  private static func baseName(of path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}
