internal import Billing
internal import EditModel
internal import Engine
internal import Report

extension Shell {
  /// `audit`: the account of one or many sessions.
  func audit(_ request: AuditRequest) async throws(Problem) -> Answer {
    if request.onlyRefusals { return try await refusals(request) }
    let (sources, unreadable) = try await sources(request.paths)
    // The account of the others is worth having.
    for problem in unreadable { console.show(problem, asJSON: false) }
    if request.verifies { return try await verification(of: sources, unreadable) }
    if let whatIf = request.whatIf {
      let audit = Audit(sources, by: request.grouping, since: request.since, until: request.until)
      return try repricing(of: audit, as: whatIf)
    }
    let audit = Audit(
      sources, by: request.grouping ?? (sources.count > 1 ? .session : .call), since: request.since,
      until: request.until)
    let code: ExitCode = unreadable.isEmpty ? .done : .someFailed
    guard request.format == .text else {
      let table = request.grouping == nil ? AuditCSV.attempts(audit) : AuditCSV.groups(audit)
      return Answer(table.split(whereSeparator: \.isNewline).map(String.init), audit.json, exitCode: code)
    }
    return Answer(AuditWording(audit: audit).lines, audit.json, exitCode: code)
  }

  private func sources(
    _ paths: [String]
  ) async throws(Problem) -> (sources: [AuditSource], unreadable: [Problem]) {
    guard !paths.isEmpty else { return ([try await current().auditSource()], []) }
    return try await Session.auditSources(at: paths, configuration: configuration)
  }

  /// `audit verify`: every line of the logs against its hash, every total against its sum, every amount against
  /// its price row.
  private func verification(
    of sources: [AuditSource], _ unreadable: [Problem]
  ) async throws(Problem) -> Answer {
    let (lines, unproved) = try await proof(of: sources)
    let prices = PriceReport(configuration).prices
    let findings = AuditGrouping.allCases.flatMap { Audit(sources, by: $0).findings(prices: prices) }
      .reduce(into: [AuditFinding]()) { all, finding in if !all.contains(finding) { all.append(finding) } }
    let proved =
      "\(counted(lines, "line")) of \(counted(sources.count, "session")) proved, "
      + "\(counted(AuditGrouping.allCases.count, "grouping")) added up"
    let isSound = findings.isEmpty && unproved.isEmpty && unreadable.isEmpty
    return Answer(
      [proved] + unproved.map { "\($0) ends with something that is no whole line of it" }
        + (isSound ? ["nothing is at odds"] : findings.map(\.words)),
      .members([
        "lines": .integer(lines), "sessions": .integer(sources.count), "unproved": .strings(unproved),
        "findings": .array(
          findings.map {
            .members([
              "code": .string($0.code.rawValue), "session": $0.session.map { .string($0) },
              "attempt": $0.attempt.map { .string($0.description) }, "found": $0.found.map { .string($0) },
            ])
          }),
      ]), exitCode: isSound ? .done : .someFailed)
  }

  private func proof(
    of sources: [AuditSource]
  ) async throws(Problem) -> (lines: Int, unproved: [String]) {
    var (lines, unproved): (Int, [String]) = (0, [])
    for source in sources {
      let proof = try await Session.open(source.path, configuration: configuration).proveLogs()
      lines += proof.lines
      unproved += proof.unproved.map { "\(source.path)/\($0)" }
    }
    return (lines, unproved)
  }

  private func refusals(_ request: AuditRequest) async throws(Problem) -> Answer {
    let refusals = try await contentRefusals(in: request.paths).filter { call in
      request.since.map { call.time >= $0 } ?? true && request.until.map { call.time < $0 } ?? true
    }
    return Answer(
      refusals.isEmpty ? ["nothing was refused for its content"] : refusals.flatMap(\.lines),
      .members(["refusals": .array(refusals.map(\.json))]))
  }

  private func contentRefusals(in paths: [String]) async throws(Problem) -> [RefusedCall] {
    guard !paths.isEmpty else { return try await current().contentRefusals() }
    var refusals: [RefusedCall] = []
    for path in try Session.sessionPaths(at: paths, configuration) {
      refusals += try await Session.open(path, configuration: configuration).contentRefusals()
    }
    return refusals
  }
}

extension RefusedCall {
  fileprivate var lines: [String] {
    let categories = refusal.categories.isEmpty ? "" : " (\(refusal.categories.joined(separator: ", ")))"
    let before = passedBefore.map { " · the same words passed before, in \($0)" } ?? ""
    let head =
      "\(pad(attempt.description, 4)) \(time) \(provider) \(model) · \(refusal.code), "
      + "stage \(refusal.stage)\(categories)\(before)"
    return [head] + instructions.map { "     \($0.id) \"\($0.shownText)\"" }
  }

  fileprivate var json: JSONValue {
    .members([
      "attempt": .string(attempt.description), "time": .string(time.description),
      "provider": .string(provider), "model": .string(model), "code": .string(refusal.code),
      "stage": .string(refusal.stage), "categories": .strings(refusal.categories),
      "instructions": .array(instructions.map(\.json)),
      "passed_before": passedBefore.map { .string($0.description) },
    ])
  }
}
