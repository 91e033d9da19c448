internal import EditModel
internal import Engine

extension Shell {
  func status() async throws(Problem) -> Answer {
    let status = try await current().status()
    return Answer(status.lines, status.json)
  }
}

extension SessionStatus {
  var lines: [String] {
    var lines = [path + (isReadOnly ? " (read-only: its log is damaged)" : "")]
    guard let current else { return lines + ["empty: making it was cut off; new begins it again"] }
    if let source { lines.append("source   \(source.name), \(current.round.picture.size)") }
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
