public import Billing
public import EditModel
internal import Store

extension Session {
  /// What an account sees of this session; reads only.
  public func auditSource() throws(Problem) -> AuditSource {
    try catchUp()
    return AuditSource(
      session: shortName, path: path, records: folder.callRecords, rounds: folder.roundRecords)
  }

  /// What accounts see of sessions.
  ///
  /// - Parameter paths: Sessions, and folders with sessions in them; a session that is named twice is there once.
  /// - Returns: What can be read, and why the other sessions cannot, so that one does not stop the account of all.
  /// - Throws: `Problem` about a path that is neither.
  public static func auditSources(
    at paths: [String], configuration: EngineConfiguration = .system()
  ) async throws(Problem) -> (sources: [AuditSource], unreadable: [Problem]) {
    var (sources, unreadable): ([AuditSource], [Problem]) = ([], [])
    for path in try sessionPaths(at: paths, configuration) {
      do throws(Problem) {
        sources.append(try await open(path, configuration: configuration).auditSource())
      } catch {
        unreadable.append(error)
      }
    }
    return (sources, unreadable)
  }

  /// Reads both logs anew from their first byte, and compares every line with its hash and its place in the chain.
  ///
  /// - Returns: How many lines were proved, and the logs that do not end with one.
  /// - Throws: `Problem` with code `damagedSession` naming the first line that is not what was written.
  public func proveLogs() throws(Problem) -> (lines: Int, unproved: [String]) {
    try problem(about: path) { () throws(StoreError) in try folder.proveLogs() }
  }

  /// The folders of sessions that paths name: a session itself, or those in a folder.
  public static func sessionPaths(
    at paths: [String], _ configuration: EngineConfiguration
  ) throws(Problem) -> [String] {
    var found: [String] = []
    var places: Set<String> = []
    for path in paths {
      // The same folder may be named in several ways.
      for session in try sessions(namedBy: path, configuration)
      where places.insert(configuration.disk.fullPath(of: session)).inserted {
        found.append(session)
      }
    }
    return found
  }

  private static func sessions(
    namedBy path: String, _ configuration: EngineConfiguration
  ) throws(Problem) -> [String] {
    if exists(at: path, configuration: configuration) { return [path] }
    let names = try sessions(in: path, configuration: configuration)
    guard !names.isEmpty else { throw Problem(.noSession, path) }
    return names.map { path == "." ? $0 : "\(path)/\($0)" }
  }

  /// The folder's name without its ending.
  private var shortName: String {
    let name = lastComponent(of: path)
    let ending = ".session"
    return name.hasSuffix(ending) && name.count > ending.count ? String(name.dropLast(ending.count)) : name
  }
}
