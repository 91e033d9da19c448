internal import EditModel
internal import Engine

extension Shell {
  func help(_ topic: HelpTopic?) -> Answer {
    let lines =
      switch topic {
      case nil: Self.lines(of: Help.overview)
      case .verb(let verb): Self.lines(of: Help.page(verb))
      case .local:
        ["local, the embedded provider, understands:"] + EmbeddedProvider.understood.map { "  \($0)" }
      }
    return Answer(lines, .members(["help": .strings(lines)]))
  }

  private static func lines(of text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  func version() -> Answer {
    Answer(
      "pentimento \(Version.number), session format \(Version.sessionFormat)",
      .members([
        "version": .string(Version.number), "session_format": .integer(Version.sessionFormat),
      ]))
  }

  func quit() -> Answer {
    isDone = true
    return Answer([], .members(["quit": .bool(true)]))
  }
}
