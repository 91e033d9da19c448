internal import Billing
internal import EditModel
internal import Engine
internal import Planner

extension Shell {
  /// `run`: one round for each call of the plan.
  func run(_ request: RunRequest) async throws(Problem) -> Answer {
    guard !request.dryRun else {
      return try await plan(
        PlanRequest(merges: request.merges, final: request.final, usesStored: !request.fresh))
    }
    let session = try current()
    await showNotices()
    if request.fresh, request.final == nil { try await noteWhatStaysTheSame(request, in: session) }
    var options = RunOptions(
      calls: request.calls, merges: request.merges, fresh: request.fresh, final: request.final?.options)
    guard try await obtainConsent(to: &options, request.spending, command: "run") else {
      return Self.nothingSent
    }
    return try await carryOut(options, in: session)
  }

  /// Says what a run would cost, and puts what is allowed into its options; false when the user said no.
  private func obtainConsent(
    to options: inout RunOptions, _ spending: Spending, command: String
  ) async throws(Problem) -> Bool {
    let session = try current()
    guard let quote = try await session.quote(options) else { return true }
    for line in quote.final?.lines ?? [] { console.note(line) }
    let consent = try await consent(
      to: quote.price, spending,
      what: "\(counted(quote.calls, "call")) to \(quote.provider) \(quote.model)", command: command,
      hasBudget: !(try await session.budgets().isEmpty))
    guard case .given(let limit) = consent else { return false }
    options.maxCost = limit
    return true
  }

  private func carryOut(_ options: RunOptions, in session: Session) async throws(Problem) -> Answer {
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

  /// `retry`: what a round was asked, again from the picture that it was made from, past stored results.
  func retry(_ request: RetryRequest) async throws(Problem) -> Answer {
    let session = try current()
    let quality = try await session.quality(of: request.selector)
    let ids = Set(try await session.takeUpAgain(request.selector))
    var options = RunOptions(merges: !request.splits, fresh: true, quality: quality)
    do throws(Problem) {
      let plan = try await session.plan(
        PlanOptions(merges: options.merges, usesStored: false, quality: quality))
      let calls = plan.calls.prefix { call in call.instructions.allSatisfy { ids.contains($0.id) } }.count
      options.calls = max(calls, 1)
      guard try await obtainConsent(to: &options, request.spending, command: "retry") else {
        return try await givenUp(in: session)
      }
    } catch {
      _ = try await givenUp(in: session)
      throw error
    }
    return try await carryOut(options, in: session)
  }

  /// Takes back what a retry has prepared, when nothing came of it.
  private func givenUp(in session: Session) async throws(Problem) -> Answer {
    try await session.undo()
    return Self.nothingSent
  }

  private static let nothingSent = Answer("nothing was sent", .members(["rounds": .array([])]))

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
    if let comparison = report.comparison { lines.append(comparison.words) }
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
      "comparison": comparison?.json, "calls_left": .integer(callsLeft), "returned": .strings(returned),
      "interrupted": .bool(wasInterrupted), "cost": .string(cost.words),
      "cost_nanodollars": .integer(Int(cost.billed.nanodollars)),
    ])
  }
}
