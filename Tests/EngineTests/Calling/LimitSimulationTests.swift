import EditModel
import Engine
import Glibc
import Raster
import Testing

/// Sessions, one or two processes and a service on virtual time, in milliseconds of the service.
private struct Simulation {
  struct Scenario {
    var service = ServiceModel.slidingWindow
    var sessions = 8
    var editsEach = 25
    var processes = 1
    var limit = 5
    /// Images of an edit, drawn evenly.
    var images = 1...1
    /// From being let go to the last byte of the upload seen by us.
    var upload = 0...1_000
    /// How much later than that the service counts, less than the allowance; below zero: before.
    var lag = -500...1_900
    var latency = 15_000...60_000
    /// Until a waiting process looks again although it could go.
    var wake = 0...250
    var tellsWork = true
    var seed: UInt64 = 1
  }

  enum Step { case ask, look, count, uploaded, answer }

  struct Event {
    let time: Int
    let order: Int
    let step: Step
    let session: Int
  }

  struct Session {
    var left: Int
    var images = 0
    var ticket: Ticket?
    var counted = 0
    var remaining: Int?
  }

  let scenario: Scenario
  var service: CountingService
  var generator: SplitMix64
  var sessions: [Session]
  var waiting: [[Int]]
  var events: [Event] = []
  var order = 0
  /// What the processes share; as text, if there are several.
  var ledger = LimitLedger()
  var letGo: [Int64] = []
  var mostUnderWay = 0
  var firstDone = Int.max

  init(_ scenario: Scenario) {
    self.scenario = scenario
    service = CountingService(scenario.service, limit: scenario.limit)
    generator = SplitMix64(seed: scenario.seed)
    sessions = Array(repeating: Session(left: scenario.editsEach), count: scenario.sessions)
    waiting = Array(repeating: [], count: scenario.processes)
  }

  mutating func run() throws {
    for session in sessions.indices { schedule(.ask, session, at: draw(0...50)) }
    while let index = events.indices.min(by: {
      (events[$0].time, events[$0].order) < (events[$1].time, events[$1].order)
    }) {
      let event = events.remove(at: index)
      try perform(event)
    }
  }

  private mutating func draw(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + generator.next(below: range.count)
  }

  private mutating func schedule(_ step: Step, _ session: Int, at time: Int) {
    order += 1
    events.append(Event(time: time, order: order, step: step, session: session))
  }

  private var limits: CallLimits { CallLimits(images: scenario.limit, tokens: 100_000, parallel: 64) }

  private mutating func perform(_ event: Event) throws {
    let session = event.session
    let process = session % scenario.processes
    if scenario.processes > 1 { ledger = try LimitLedger(reading: ledger.text) }
    switch event.step {
    case .ask:
      sessions[session].images = draw(scenario.images)
      let demand = CallDemand(pool: "m", images: sessions[session].images, tokens: 4_000)
      let decision = ledger.reserve(demand, limits: limits, owner: UInt64(process), now: at(event.time))
      sessions[session].ticket = decision.ticket
      waiting[process].append(session)
      settle(decision, session, process, event.time)
    case .look: try look(process, event.time)
    case .count: sessions[session].remaining = service.count(sessions[session].images, at: event.time)
    case .uploaded:
      ledger.arrived(try #require(sessions[session].ticket), at: at(event.time))
      try look(process, event.time)
    case .answer: try answer(session, event.time)
    }
    mostUnderWay = max(mostUnderWay, ledger.underWayCount)
  }

  /// What a gate does whenever it looks: renew, and ask again for all that wait.
  private mutating func look(_ process: Int, _ now: Int) throws {
    let held = try waiting[process].map { session in
      (
        ticket: try #require(sessions[session].ticket),
        demand: CallDemand(pool: "m", images: sessions[session].images, tokens: 4_000)
      )
    }
    ledger.renew(waiting: held, owner: UInt64(process), now: at(now))
    let decisions = ledger.admit(held.map { ($0.ticket, limits) }, now: at(now))
    for (session, decision) in zip(waiting[process], decisions) { settle(decision, session, process, now) }
  }

  private mutating func settle(_ decision: LimitLedger.Decision, _ session: Int, _ process: Int, _ now: Int) {
    switch decision {
    case .never: Issue.record("an edit of \(sessions[session].images) never goes")
    case .wait(_, let rest):
      let pause = min(max(Int(rest / .milliseconds(1)), 1), 5_000)
      let isSet = events.contains {
        $0.step == .look && $0.session % scenario.processes == process
          && $0.time <= now + pause + scenario.wake.upperBound
      }
      if !isSet { schedule(.look, session, at: now + pause + draw(scenario.wake)) }
    case .go(let ticket):
      letGo.append(ticket.id)
      waiting[process].removeAll { $0 == session }
      send(session, now)
    }
  }

  private mutating func send(_ session: Int, _ now: Int) {
    let uploaded = now + draw(scenario.upload)
    let counted = max(now, uploaded + draw(scenario.lag))
    sessions[session].counted = counted
    schedule(.count, session, at: counted)
    schedule(.uploaded, session, at: uploaded)
    schedule(.answer, session, at: max(counted, uploaded) + draw(scenario.latency))
  }

  private mutating func answer(_ session: Int, _ now: Int) throws {
    let ticket = try #require(sessions[session].ticket)
    var report = LimitReport(isOverLimit: sessions[session].remaining == nil)
    report.readings[.images] = LimitReport.Reading(
      limit: scenario.limit, remaining: sessions[session].remaining ?? 0)
    if scenario.tellsWork { report.processing = .milliseconds(now - sessions[session].counted) }
    ledger.leave(ticket, .answered(report), at: at(now))
    sessions[session].left -= 1
    if sessions[session].left == 0 { firstDone = min(firstDone, now) }
    if sessions[session].left > 0 { schedule(.ask, session, at: now + draw(0...300)) }
    try look(session % scenario.processes, now)
  }

  /// Images counted in a minute against the limit, from the first window's burst until a session runs out of
  /// edits: what is left then may be too little to fill the limit.
  var rate: Double {
    let times = service.countedTimes.filter { $0 <= firstDone }
    guard let first = times.first, let last = times.last, last > first else { return 0 }
    return Double(times.count - scenario.limit) * 60_000 / Double(last - first) / Double(scenario.limit)
  }
}

private let seeds: ClosedRange<UInt64> = getenv("PENTIMENTO_SWEEPS") != nil ? 1...100 : 1...2

struct LimitSimulationTests {
  private func simulate(_ scenario: Simulation.Scenario) throws -> Simulation {
    var simulation = Simulation(scenario)
    try simulation.run()
    #expect(simulation.service.refusals == 0)
    #expect(simulation.letGo.count == scenario.sessions * scenario.editsEach)
    return simulation
  }

  @Test(arguments: ServiceModel.allCases, seeds)
  func eightSessionsAreNeverRefusedAndUseTheLimit(service: ServiceModel, seed: UInt64) throws {
    let simulation = try simulate(Simulation.Scenario(service: service, seed: seed))
    #expect(simulation.rate > 0.95)
    #expect(simulation.letGo == simulation.letGo.sorted())
  }

  @Test(arguments: ServiceModel.allCases, seeds)
  func twoProcessesWithOneKeyAreNeverRefused(service: ServiceModel, seed: UInt64) throws {
    let simulation = try simulate(
      Simulation.Scenario(service: service, sessions: 8, processes: 2, seed: seed))
    #expect(simulation.rate > 0.95)
  }

  /// Hundreds of milliseconds of this machine, fifty times faster: fifteen seconds from being let go to the
  /// end of the upload, and the service counts anywhere in between.
  @Test(arguments: ServiceModel.allCases, seeds)
  func longAndUnevenUploadsCostSpeedOnly(service: ServiceModel, seed: UInt64) throws {
    let simulation = try simulate(
      Simulation.Scenario(
        service: service, upload: 0...15_000, lag: -15_000...1_900, latency: 15_000...90_000,
        wake: 0...2_000, seed: seed))
    #expect(simulation.rate > 0.8)
  }

  @Test(arguments: ServiceModel.allCases, [true, false])
  func slowAnswersAndSilentServicesAreCoveredByTheAllowance(service: ServiceModel, tells: Bool) throws {
    let simulation = try simulate(
      Simulation.Scenario(
        service: service, sessions: 30, editsEach: 7, latency: 60_000...280_000, tellsWork: tells))
    #expect(simulation.rate > 0.93)
    #expect(simulation.mostUnderWay >= 10)
  }

  @Test(arguments: ServiceModel.allCases)
  func callsOfSeveralImagesKeepTheirOrder(service: ServiceModel) throws {
    let simulation = try simulate(Simulation.Scenario(service: service, limit: 20, images: 1...6))
    #expect(simulation.letGo == simulation.letGo.sorted())
  }

  /// The guard is needed: a service that counts later than the allowance refuses.
  @Test func countingBeyondTheAllowanceIsRefused() throws {
    var refusals = 0
    for seed in seeds {
      var simulation = Simulation(
        Simulation.Scenario(lag: 0...8_000, latency: 70_000...90_000, tellsWork: false, seed: seed))
      try simulation.run()
      refusals += simulation.service.refusals
    }
    #expect(refusals > 0)
  }
}
