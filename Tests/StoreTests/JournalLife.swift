import Billing
import EditModel
import Raster
import Store

/// A session that takes random steps, beside everything that was ever appended to it.
struct JournalLife {
  let disk: SimulatedDisk
  private(set) var session: SessionFolder
  var random: SplitMix64
  private var entries: [CallEntry] = []
  /// The letters of each attempt's steps so far: sent, accepted, replied, unknown, closed.
  private var steps: [String] = []
  private var rounds: [Round] = []
  private(set) var budgets: [String: Money] = [:]
  private var clock: Int64 = 1_790_000_000_000

  init(seed: UInt64) throws {
    disk = try Workload.preparedDisk()
    session = try SessionFolder.create(at: Workload.path, disk: disk, surroundings: fixedSurroundings())
    random = SplitMix64(seed: seed)
    _ = try session.beginWriting()
    for digest in Self.objects { _ = try session.put(digest) }
  }

  static func request(_ kind: Int) -> Digest { SHA256.digest(of: [UInt8(kind)]) }

  private static let objects = [Array("{}".utf8), Array("picture".utf8)]

  mutating func changeWriter(to other: SessionFolder) throws {
    session.endWriting()
    session = other
  }

  /// One more entry, operation or budget.
  mutating func step() throws {
    _ = try session.beginWriting()
    for bytes in Self.objects { _ = try session.put(bytes) }
    switch number(below: 10) {
    case 0: try setBudget()
    case 1: try commitRounds()
    case 2, 3, 4: try append(intended())
    default: try stepAnAttempt()
    }
  }

  private mutating func append(_ entry: CallEntry) throws {
    _ = try session.append(entry)
    entries.append(entry)
    guard let attempt = entry.attempt else { return }
    if attempt.number > steps.count { return steps.append("") }
    switch entry {
    case .sent: steps[attempt.number - 1] += "s"
    case .accepted: steps[attempt.number - 1] += "a"
    case .replied: steps[attempt.number - 1] += "r"
    case .closed(let end): steps[attempt.number - 1] += end.outcome == .unknown ? "u" : "c"
    case .intended, .budget: break
    }
  }

  private mutating func tick() -> Timestamp {
    // Clocks are set back now and then.
    clock += Int64(number(below: 60_000)) - 5000
    return Timestamp(milliseconds: clock)
  }

  /// A number of 0 or more.
  mutating func number(below limit: Int) -> Int { Int(random.next() % UInt64(limit)) }

  private mutating func some<Value>(_ value: Value) -> Value? { number(below: 2) == 0 ? value : nil }

  private mutating func pick<Value>(_ values: [Value]) -> Value { values[number(below: values.count)] }

  private mutating func money() -> Money { Money(nanodollars: Int64(number(below: 90_000_000))) }

  private mutating func setBudget() throws {
    let (scope, limit): (String, Money?) = (
      pick(["session", "round"]), some(Money(nanodollars: 5_000_000_000))
    )
    try append(.budget(.init(scope: scope, limit: limit, time: tick())))
    budgets[scope] = limit
  }

  private mutating func intended() -> CallEntry {
    let (low, more) = (money(), money())
    let estimate = Estimate(low: low, high: low + more)
    let mask = MaskVersion(name: "m\(number(below: 3))", stored: picture("mask"), recipe: [])
    var instructions: [Instruction] = []
    for _ in 0..<number(below: 4) {
      let id = QueueID(.instruction, 1 + number(below: 9))
      instructions.append(Instruction(id: id, text: "x", mask: some(mask)))
    }
    let asked = CallEntry.Asked(
      kind: pick(CallKind.allCases), size: some("1536x1024"), quality: some("high"),
      variants: 1 + number(below: 10))
    let account = CallEntry.Account(
      address: "https://api.openai.com/v1", keyLabel: some("studio"), keyDigest: some("0123456789ab"))
    let lever = pick(Lever.allCases)
    return .intended(
      CallEntry.Intended(
        attempt: session.nextAttempt, command: session.nextCommand, text: "run",
        base: pick([.source, RoundID(3), RoundID(7, variant: "b")]), instructions: instructions,
        provider: pick(["local", "openai"]), model: pick(["local", "gpt-image-2"]),
        request: Self.request(number(below: 3)), repetition: 0,
        reservation: pick([.free, .held(more, row: "row \(number(below: 3))"), .share(low)]),
        asked: some(asked), account: some(account), spool: some("a1"), priceRows: some(["r1", "r2"]),
        estimate: some(estimate), savings: some([LeverSaving(lever, saving: estimate)]),
        label: some("client=ACME"), time: tick()))
  }

  private mutating func stepAnAttempt() throws {
    let candidates = steps.indices.filter { !steps[$0].hasSuffix("c") }
    guard !candidates.isEmpty else { return try append(intended()) }
    let place = pick(candidates)
    let (id, choice) = (AttemptID(place + 1), number(below: 5))
    switch steps[place] {
    case "" where choice > 0: try append(.sent(.init(attempt: id, time: tick())))
    case "s" where choice == 1: try append(.accepted(.init(attempt: id, id: "file-1", time: tick())))
    case "s" where choice > 1, "sa" where choice > 1: try append(reply(to: id))
    default: try append(closed(id, wasUnknown: steps[place].hasSuffix("u")))
    }
  }

  private mutating func reply(to attempt: AttemptID) -> CallEntry {
    let usage = Usage(
      textIn: number(below: 99), imageIn: 1024, cachedIn: some(7), imageOut: 1756, textOut: 3)
    let stored = CallEntry.StoredReply(
      status: 200, envelope: SHA256.digest(of: Self.objects[0]),
      cuts: [.init(offset: 3, length: 8, object: SHA256.digest(of: Self.objects[1]))], usage: some(usage))
    return .replied(
      .init(
        attempt: attempt, pictures: [],
        actual: pick([.free, .billed(money(), row: "row \(number(below: 3))"), .unpriced]),
        reply: some(stored), time: tick()))
  }

  private mutating func closed(_ attempt: AttemptID, wasUnknown: Bool) -> CallEntry {
    let outcomes = CallEntry.Outcome.allCases.filter { !wasUnknown || $0 != .unknown }
    let failure = CallEntry.Failure(code: pick([.contentRefused, .overloaded]))
    let refusal = ContentRefusal(stage: "output", categories: ["x"], code: "moderation_blocked")
    return .closed(
      .init(
        attempt: attempt, outcome: pick(outcomes), operation: nil, evidence: "in a test",
        problem: some(failure), refusal: some(refusal), possible: some(money()), time: tick()))
  }

  private mutating func commitRounds() throws {
    let next = session.nextRound
    let letters: [Character?] = next > 0 && number(below: 3) == 0 ? ["a", "b", "c"] : [nil]
    let parent = rounds.isEmpty ? nil : pick(rounds).id
    let attempt = AttemptID(1 + number(below: session.nextAttempt.number))
    let isFirst = !rounds.contains { $0.maker?.attempt == attempt }
    let maker = some(
      Round.Maker(
        provider: "openai", model: "gpt-image-2", attempt: attempt, answeredFrom: isFirst ? nil : rounds[0].id
      ))
    let verification = Verification(
      outsideBefore: nil, outsideAfter: nil, instructions: [], seamRatio: nil,
      verdict: pick(Verification.Verdict.allCases), findings: [])
    var made: [Round] = []
    for letter in letters {
      made.append(
        Round(
          id: RoundID(next, variant: letter), parent: parent, kind: pick(Round.Kind.allCases),
          instructions: [instruction(1 + number(below: 9))], maker: maker, picture: picture("x"),
          verification: some(verification), time: tick()))
    }
    let judged: (ViewKey, ViewValue?) = (
      .judged(made[0].id), some(.judgement(Judgement(pick([.accepted, .rejected]), reason: some("why"))))
    )
    let tag: (ViewKey, ViewValue?) = (.tag("t\(number(below: 3))"), some(.round(made[0].id)))
    _ = try session.commit([session.operation(setting: [judged, tag], rounds: made)])
    rounds += made
  }
}

extension JournalLife {
  /// What the rounds that were committed say of themselves.
  var expectedRounds: [RoundRecord] {
    rounds.map { round in
      RoundRecord(
        id: round.id, parent: round.parent, kind: round.kind, time: round.time,
        instructions: round.instructions.map(\.id), attempt: round.maker?.attempt,
        answeredFrom: round.maker?.answeredFrom, verdict: round.verification?.verdict)
    }
  }

  /// What the entries that were appended say of each attempt, looked up one by one.
  var expectedCalls: [CallRecord] {
    entries.compactMap { entry in
      guard case .intended(let step) = entry else { return nil }
      return expectedCall(step)
    }
  }

  private func expectedCall(_ step: CallEntry.Intended) -> CallRecord {
    let steps = entries.filter { $0.attempt == step.attempt }
    let sent = steps.compactMap { if case .sent(let step) = $0 { step } else { nil } }.first
    let replied = steps.compactMap { if case .replied(let step) = $0 { step } else { nil } }.first
    let ends = steps.compactMap { if case .closed(let step) = $0 { step } else { nil } }
    var time: Int?
    if let sent, let replied, replied.time >= sent.time {
      time = Int(replied.time.milliseconds - sent.time.milliseconds)
    }
    return CallRecord(
      attempt: step.attempt, command: step.command, kind: step.asked?.kind ?? .edit, intended: step.time,
      base: step.base, instructions: step.instructions.map(\.id),
      masks: step.instructions.map { $0.mask?.name }, provider: step.provider, model: step.model,
      quality: step.asked?.quality, size: step.asked?.size, variants: step.asked?.variants ?? 1,
      address: step.account?.address, keyLabel: step.account?.keyLabel, keyDigest: step.account?.keyDigest,
      label: step.label, estimate: step.estimate, savings: step.savings ?? [],
      reservation: step.reservation, priceRows: step.priceRows ?? [],
      state: ends.last.map { CallRecord.State(rawValue: $0.outcome.rawValue) ?? .open } ?? .open,
      actual: replied?.actual, possible: possible(step, sent, replied, ends.last),
      usage: replied?.reply?.usage, milliseconds: time,
      problem: ends.last { $0.problem != nil }?.problem?.code.rawValue,
      isRefusal: ends.contains { $0.refusal != nil })
  }

  private func possible(
    _ step: CallEntry.Intended, _ sent: CallEntry.Sent?, _ replied: CallEntry.Replied?,
    _ end: CallEntry.Closed?
  ) -> Money? {
    let reserved: Money? =
      switch step.reservation {
      case .free: nil
      case .held(let amount, _), .share(let amount): amount
      }
    if let replied {
      return replied.actual == .unpriced ? end?.possible ?? reserved : end?.possible
    }
    if let end { return end.possible }
    return sent == nil ? nil : reserved
  }
}
