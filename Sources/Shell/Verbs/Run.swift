internal import Billing
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
    var options = RunOptions(calls: request.calls, merges: request.merges, fresh: request.fresh)
    if let quote = try await session.quote(options) {
      let what = "\(counted(quote.calls, "call")) to \(quote.provider) \(quote.model)"
      guard
        let budget = try await budget(for: quote.price, request.spending, what: what, command: "run")
      else { return Answer("nothing was sent", .members(["rounds": .array([])])) }
      options.maxCost = budget
    }
    let console = console
    isRunning = true
    isInterrupted = false
    hasGivenUp = false
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
    let variants = report.rounds.filter { $0.id.variant != nil }.map { "pick \($0.id)" }
    if !variants.isEmpty { lines.append("\(variants.joined(separator: " or ")) makes one of them current") }
    if !report.returned.isEmpty {
      lines.append("back in the queue, held: \(report.returned.map(\.description).joined(separator: " "))")
    }
    if report.callsLeft > 0 { lines.append("\(counted(report.callsLeft, "call")) of the plan not begun") }
    return lines + ["cost: \(report.cost.words)"]
  }
}

extension Problem {
  fileprivate init(failed round: Round) {
    let findings = round.verification?.findings.map(\.words).joined(separator: "; ")
    self.init(.verificationFailed, round.id.description, found: findings)
  }
}

extension RunEvent {
  var words: String {
    switch self {
    case .started(let call, let count, let ids):
      "call \(call) of \(count): \(ids.map(\.description).joined(separator: " + ")) …"
    case .waiting(let pause, .retrying(let reason)):
      "\(Self.words(of: reason)); nothing was billed, asking again in \(pause.shortWords)"
    case .waiting(let pause, .limit):
      "the account's limits leave no room yet: waiting \(pause.shortWords)"
    case .uploading(let sent, let total): "sent \(sent) of \(total) bytes"
    case .partial(let index): "partial picture \(index + 1) has arrived"
    case .finished(let round):
      "round \(round.id) is stored" + (round.verification.map { ", \($0.words)" } ?? "")
    }
  }
}

extension RunEvent {
  /// Why an attempt is made again, from the engine's word.
  private static func words(of reason: String) -> String {
    switch reason {
    case "rateLimited": "the account's rate limit was reached"
    case "overloaded": "the service is overloaded"
    case "notConnected": "nothing reached the service"
    default: reason
    }
  }
}

extension Duration {
  /// As `12 s` or `0.4 s`.
  var shortWords: String {
    let tenths = Int((Double(components.seconds) + Double(components.attoseconds) / 1e18) * 10 + 0.5)
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10) s" : "\(tenths / 10) s"
  }
}

extension RunCost {
  var words: String {
    var parts: [String] = []
    if billed > .zero { parts.append(billed.description) }
    if maybeBilled > .zero { parts.append("maybe \(maybeBilled) more") }
    if unpricedCalls > 0 { parts.append("\(counted(unpricedCalls, "call")) of unknown amount") }
    return parts.isEmpty ? "free" : parts.joined(separator: ", ")
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
      "interrupted": .bool(wasInterrupted), "cost": .string(cost.words),
      "cost_nanodollars": .integer(Int(cost.billed.nanodollars)),
    ])
  }
}
