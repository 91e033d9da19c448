internal import EditModel
internal import Engine

extension Shell {
  func status() async throws(Problem) -> Answer {
    let session = try current()
    let status = try await session.status()
    let terms = status.current == nil ? nil : try await session.serviceTerms()
    // Of a damaged journal nothing is said here: status is to work on any session, and recover says why it cannot.
    let unresolved = (try? await session.unresolvedAttempts()) ?? []
    var lines = status.lines
    if let terms, !lines.isEmpty { lines[lines.count - 1] = "provider \(terms.line)" }
    if !unresolved.isEmpty {
      let names = unresolved.map(\.attempt.description).joined(separator: " ")
      lines.append("unknown  \(names) may have been billed; recover says more")
    }
    return Answer(lines, status.json)
  }
}

extension SessionStatus {
  var lines: [String] {
    var lines = [path + (isReadOnly ? " (read-only: its log is damaged)" : "")]
    guard let current else { return lines + ["empty: making it was cut off; new begins it again"] }
    let size = current.round.picture.size
    lines.append("source   \(source.map { "\($0.name), \(size)" } ?? "made from words, \(size)")")
    lines.append("@        round \(current.line.drop { $0 == "@" || $0 == " " })")
    lines.append("rounds   \(roundCount)")
    lines.append("masks    \(maskNames.isEmpty ? "none" : maskNames.map(marked).joined(separator: ", "))")
    lines.append("queue    \(queue.isEmpty ? "empty" : queueWords)")
    lines.append("provider \(provider)")
    return lines
  }

  private func marked(_ name: String) -> String { name == maskInUse ? "\(name) (in use)" : name }

  private var queueWords: String {
    let held = queue.filter { $0.hold != nil }.count
    let instructions = queue.filter { $0.instruction != nil }.count
    return counted(instructions, "instruction") + (held > 0 ? ", \(held) held" : "")
  }

  var json: JSONValue {
    .members([
      "session": .string(path), "read_only": .bool(isReadOnly), "current": current?.json,
      "rounds": .integer(roundCount), "masks": .strings(maskNames),
      "mask_in_use": maskInUse.map(JSONValue.string), "queue": .array(queue.map(\.json)),
      "provider": .string(provider),
    ])
  }
}
