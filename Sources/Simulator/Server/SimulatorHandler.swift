internal import Loopback
internal import Synchronization

/// Takes each request from its head to its end: fault script, tier, service, account, reply.
final class SimulatorHandler: LoopbackHandler {
  /// A request under way.
  private struct Exchange {
    let line: Int
    let requestID: String
    let fault: Fault?
    /// When its body had arrived: from here the tier counts it, and its processing takes time.
    var arrival = Duration.zero
  }

  private struct State {
    var course: FaultScript.Course
    var account = Account()
    var meters: [String: TierMeter] = [:]
    var exchanges: [Int: Exchange] = [:]
  }

  private static let accountPath = "/simulator/account"
  private let options: SimulatorOptions
  private let clock: SimulatorClock
  private let service: any SimulatedService
  private let state: Mutex<State>

  init(_ options: SimulatorOptions, clock: SimulatorClock, service: any SimulatedService) {
    self.options = options
    self.clock = clock
    self.service = service
    state = Mutex(State(course: FaultScript.Course(options.faults)))
  }

  var account: Account { state.withLock { $0.account } }

  // MARK: LoopbackHandler

  func plan(for head: LoopbackHead) -> BodyPlan {
    if head.path == Self.accountPath { return .read }
    let fault = open(head)
    switch fault?.kind {
    case .resetUpload(let after): return .resetAfter(after)
    case .stallUpload(let after, let hold): return .stopReadingAfter(after, hold: hold)
    case .dropReused: return .drop
    default: return fault?.isEarly == true ? .answerUnread : .read
    }
  }

  func respond(to request: LoopbackRequest, on writer: LoopbackReplyWriter) throws(LoopbackError) {
    guard var exchange = state.withLock({ $0.exchanges[request.head.number] }) else {
      return try sendAccount(request, on: writer)
    }
    exchange.arrival = clock.elapsed()
    let (outgoing, fault) = try answer(SimRequest(request), exchange, on: writer)
    if fault?.isMute != true {
      state.withLock { $0.account.note(status: outgoing.status, line: exchange.line) }
    }
    try outgoing.write(on: writer, fault: fault)
  }

  func finished(_ head: LoopbackHead, bodyByteCount: Int, outcome: LoopbackOutcome) {
    state.withLock { state in
      guard let exchange = state.exchanges.removeValue(forKey: head.number) else { return }
      state.account.close(line: exchange.line, bodyByteCount: bodyByteCount, outcome: outcome.rawValue)
    }
  }

  // MARK: One request

  /// - Returns: The fault that the script has for it.
  private func open(_ head: LoopbackHead) -> Fault? {
    let route = FaultScript.Route(path: head.path)
    let time = clock.unixTime()
    return state.withLock { state in
      let rule = state.course.next(route, isPost: head.method == "POST", isReused: head.position > 1)
      let number = state.account.lines.count + 1
      var random = SplitMix(seed: options.seed &+ UInt64(number) &* 0xD1B5_4A32_D192_ED03)
      let id = "req_" + hex(random.next()) + hex(random.next())
      state.account.open(
        Account.Line(
          number: number, requestID: id, time: time, connection: head.connection, position: head.position,
          method: head.method, path: head.path, route: route.rawValue, fault: rule?.text))
      state.exchanges[head.number] = Exchange(line: number, requestID: id, fault: rule?.fault)
      return rule?.fault
    }
  }

  /// Everything up to the reply: limits, work, bill, time.
  ///
  /// - Returns: The reply, and what is to go wrong while it is written.
  private func answer(
    _ request: SimRequest, _ exchange: Exchange, on writer: LoopbackReplyWriter
  ) throws(LoopbackError) -> (OutgoingReply, Fault.Kind?) {
    let demand = exchange.fault?.isEarly == true ? .nothing : service.demand(of: request)
    let (headers, refusal) = passTier(demand, request, exchange)
    let common = headers + identity(exchange)
    if let refusal {
      state.withLock { $0.account.dropFault(line: exchange.line) }
      return (OutgoingReply(refusal.reply(to: demand.model ?? ""), headers: common), nil)
    }
    if let fault = exchange.fault, !fault.reachesService {
      let reply = fault.kind.standIn(for: request, at: clock.unixTime())
      return (OutgoingReply(reply, headers: common + [processing(exchange)]), fault.kind)
    }
    let reply = service.reply(to: request, mishap: exchange.fault?.kind.mishap)
    let standIn = exchange.fault?.kind.replacement(at: clock.unixTime(), for: request)
    guard let charge = reply.charge else {
      return (OutgoingReply(standIn ?? reply, headers: common + [processing(exchange)]), exchange.fault?.kind)
    }
    state.withLock { $0.account.bill(charge, line: exchange.line) }
    let seconds = latency(of: charge, demand, exchange)
    let pause = Duration.seconds(seconds / options.speed)
    // Events show the work going on; everything else comes when it is done.
    let isLive = exchange.fault == nil && reply.isEvents
    if !isLive { try writer.pause(for: pause) }
    let outgoing = OutgoingReply(
      standIn ?? reply, headers: common + [processing(exchange, andThen: isLive ? pause : .zero)],
      lasting: isLive ? pause : .zero)
    return (outgoing, exchange.fault?.kind)
  }

  private func passTier(
    _ demand: Demand, _ request: SimRequest, _ exchange: Exchange
  ) -> (headers: [(name: String, value: String)], refusal: TierMeter.Refusal?) {
    guard let tier = options.tier, let model = demand.model else { return ([], nil) }
    // Not the time that reading the form has taken since: under load that would count a call late.
    let now = exchange.arrival * options.speed
    return state.withLock { state in
      state.account.note(model: model, line: exchange.line)
      guard request.isSigned else { return ([], nil) }
      var meter = state.meters[model] ?? TierMeter(tier, counting: options.counting)
      let answer = meter.admit(images: demand.images, tokens: demand.tokens, at: now)
      state.meters[model] = meter
      guard case .refused(let refusal) = answer else { return (meter.headers(at: now), nil) }
      return (meter.headers(at: now), refusal)
    }
  }

  private func latency(of charge: Charge, _ demand: Demand, _ exchange: Exchange) -> Double {
    guard options.latency == .table else { return 0 }
    var random = SplitMix(seed: options.seed ^ UInt64(exchange.line) &* 0xD1B5_4A32_D192_ED03)
    let chance = Double(random.next() >> 11) / 9_007_199_254_740_992
    return LatencyTable.seconds(for: charge, references: demand.images - charge.images, chance: chance)
  }

  private func identity(_ exchange: Exchange) -> [(name: String, value: String)] {
    [
      ("date", HTTPDate.text(clock.unixTime())), ("x-request-id", exchange.requestID),
      ("openai-organization", TierMeter.organisation), ("openai-version", "2020-10-01"),
    ]
  }

  /// The time from the request's last byte to the reply, in fast time as the limits are.
  ///
  /// - Parameter rest: What is still to come, for a reply that is sent while the work goes on.
  private func processing(
    _ exchange: Exchange, andThen rest: Duration = .zero
  ) -> (name: String, value: String) {
    let time = (clock.elapsed() - exchange.arrival + rest) * options.speed
    return ("openai-processing-ms", String(Int(time / .milliseconds(1))))
  }

  private func sendAccount(
    _ request: LoopbackRequest, on writer: LoopbackReplyWriter
  ) throws(LoopbackError) {
    let body = account.json
    try writer.head(
      status: 200, headers: [("content-type", "application/json")], framing: .length(body.count))
    try writer.bytes(body)
  }

  private func hex(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// A generator of 64-bit numbers.
///
/// - Note: Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", 2014.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
