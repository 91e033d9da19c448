internal import EditModel
internal import Engine

extension Shell {
  /// `run`: one round for each call of the plan.
  func run(_ request: RunRequest) async throws(Problem) -> Answer {
    guard !request.dryRun else {
      return try await plan(PlanRequest(merges: request.merges, showsPrompts: false))
    }
    let session = try current()
    await showNotices()
    if request.fresh { try await noteWhatStaysTheSame(request, in: session) }
    let options = RunOptions(calls: request.calls, merges: request.merges, fresh: request.fresh)
    let console = console
    isRunning = true
    isInterrupted = false
    defer { isRunning = false }
    let report = try await session.run(options) { event in
      console.note(event.words)
    }
    if let failed = report.failed { console.show(Problem(failed: failed), asJSON: false) }
    return Answer(try await lines(of: report, in: session), report.json, exitCode: report.exitCode)
  }

  private func noteWhatStaysTheSame(
    _ request: RunRequest, in session: Session
  ) async throws(Problem) {
    let same = try await session.unchangedByFresh(merges: request.merges)
    if !same.isEmpty { console.note(NoticeWording.sentence(Notice(.notRandom(same)))) }
  }

  private func lines(of report: RunReport, in session: Session) async throws(Problem) -> [String] {
    var lines: [String] = []
    for round in report.rounds { lines.append(try await session.show(.round(round.id)).line) }
    if !report.returned.isEmpty {
      lines.append("back in the queue, held: \(report.returned.map(\.description).joined(separator: " "))")
    }
    if report.callsLeft > 0 { lines.append("\(counted(report.callsLeft, "call")) of the plan not begun") }
    return lines + ["cost: free"]
  }
}

extension Problem {
  fileprivate init(failed round: Round) {
    let findings = round.verification?.findings.map(\.words).joined(separator: "; ")
    self.init(.verificationFailed, round.id.description, found: findings)
  }
}

extension RunEvent {
  fileprivate var words: String {
    switch self {
    case .started(let call, let count, let ids):
      "call \(call) of \(count): \(ids.map(\.description).joined(separator: " + ")) …"
    case .finished(let round):
      "round \(round.id) is stored" + (round.verification.map { ", \($0.words)" } ?? "")
    }
  }
}

extension RunReport {
  /// A failed round first: it says most about what to do next.
  fileprivate var exitCode: ExitCode {
    if failed != nil { return .verificationFailed }
    if wasInterrupted { return .interrupted }
    return returned.isEmpty ? .done : .someFailed
  }

  fileprivate var json: JSONValue {
    .members([
      "rounds": .array(
        rounds.map {
          .members([
            "round": .string($0.id.description), "instructions": .strings($0.instructions.map(\.id)),
            "locked": .bool($0.isLocked), "picture": $0.picture.json,
            "answered_from": $0.maker?.answeredFrom.map { .string($0.description) },
            "verification": $0.verification?.json,
          ])
        }),
      "calls_left": .integer(callsLeft), "returned": .strings(returned),
      "interrupted": .bool(wasInterrupted), "cost": .string("free"),
    ])
  }
}
