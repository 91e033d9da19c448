internal import EditModel
internal import Engine

extension Shell {
  func undo(_ count: Int) async throws(Problem) -> Answer {
    try await stepAnswer("took back", try await current().undo(count))
  }

  func redo(_ count: Int) async throws(Problem) -> Answer {
    try await stepAnswer("did again", try await current().redo(count))
  }

  func operation(_ request: OperationRequest) async throws(Problem) -> Answer {
    let session = try current()
    switch request {
    case .log:
      let operations = try await session.operations()
      let older = (operations.last?.number ?? 1) - 1
      let more = older > 0 ? ["\(counted(older, "older operation")); op show N shows one"] : []
      return Answer(
        operations.map(\.line) + more, .members(["operations": .array(operations.map(\.json))]))
    case .show(let number):
      let operation = try await session.operation(number)
      return Answer(operation.lines, operation.json)
    case .restore(let number):
      let operation = try await session.restore(operation: number)
      let line = operation.map(\.line) ?? "nothing differs from the state after operation \(number)"
      return Answer(line, operation?.json ?? .null)
    }
  }

  private func stepAnswer(_ words: String, _ operations: [Operation]) async throws(Problem) -> Answer {
    let commands = operations.map(\.command).reduce(into: [Int]()) { if $0.last != $1 { $0.append($1) } }
    let lines = commands.map { command in
      "\(words): \(operations.first { $0.command == command }?.text ?? "")"
    }
    let report = try await current().show(.current(back: 0))
    return Answer(
      lines + ["now at round \(report.round.id)"],
      .members([
        "commands": .array(commands.map(JSONValue.integer)), "current": report.json,
      ]))
  }
}

extension Operation {
  var line: String {
    let made = rounds.map { "round \($0.id)" }.joined(separator: ", ")
    return "\(pad("\(number)", 4)) \(time)  \(text)\(stepWords)\(made.isEmpty ? "" : "  → \(made)")"
  }

  private var stepWords: String {
    switch step {
    case .did: ""
    case .undid(let command): "  (takes back command \(command))"
    case .redid(let command): "  (does command \(command) again)"
    }
  }

  var lines: [String] {
    [line]
      + changes.map { change in
        switch (change.old, change.new) {
        case (nil, _): "  + \(change.key)"
        case (_, nil): "  - \(change.key)"
        default: "  ~ \(change.key)"
        }
      }
  }

  var json: JSONValue {
    .members([
      "operation": .integer(number), "command": .integer(command), "text": .string(text),
      "time": .string(time.description), "changed": .strings(changes.map(\.key)),
      "rounds": .strings(rounds.map(\.id)),
    ])
  }
}
