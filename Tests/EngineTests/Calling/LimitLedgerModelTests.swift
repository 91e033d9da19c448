import EditModel
import Engine
import Glibc
import Raster
import Testing

/// The ledger's rules said again, slowly: every call that ever was is kept and looked through each time.
private struct LedgerModel {
  struct Call {
    let ticket: Ticket
    let demand: CallDemand
    var admitted: Int?
    var uploaded: Int?
    var left: Int?
    var counts = true
    var id: Int64 { ticket.id }
  }

  var calls: [Call] = []

  /// When the call stops taking room; `nil` when that cannot be known yet.
  func end(_ call: Call) -> Int? {
    switch (call.uploaded, call.left) {
    case (nil, nil): nil
    case (let uploaded?, _): uploaded + 62_000
    case (nil, let left?): left + 62_000
    }
  }

  func goes(_ id: Int64, _ limits: CallLimits, at now: Int) -> Bool {
    guard let asking = calls.first(where: { $0.id == id }) else { return false }
    let mates = calls.filter { $0.demand.pool == asking.demand.pool }
    if mates.contains(where: { $0.admitted == nil && $0.counts && $0.id < id }) { return false }
    if calls.filter({ $0.admitted != nil && $0.left == nil && $0.counts }).count >= limits.parallel {
      return false
    }
    let holding = mates.filter { $0.admitted != nil && $0.counts && (end($0) ?? .max) > now } + [asking]
    let images = holding.map(\.demand.images).reduce(0, +)
    let tokens = holding.map(\.demand.tokens).reduce(0, +)
    return holding.count <= limits.requests ?? .max && images <= limits.images ?? .max
      && tokens <= limits.tokens ?? .max
  }

  mutating func change(_ id: Int64, _ body: (inout Call) -> Void) {
    if let index = calls.firstIndex(where: { $0.id == id }) { body(&calls[index]) }
  }
}

struct LimitLedgerModelTests {
  private let timing = LimitLedger.Timing(callLease: .seconds(1 << 20), waiterLease: .seconds(1 << 20))

  private func run(seed: UInt64, events: Int) throws {
    var generator = SplitMix64(seed: seed)
    let limits = CallLimits(
      requests: 3 + generator.next(below: 6), images: 2 + generator.next(below: 8), tokens: 1_000,
      parallel: 1 + generator.next(below: 8))
    var ledger = LimitLedger(timing: timing)
    var model = LedgerModel()
    var now = 0
    for _ in 0..<events {
      now += [0, 1, 700, 9_000, 62_000][generator.next(below: 5)]
      let underWay = model.calls.filter { $0.admitted != nil && $0.left == nil && $0.counts }
      let waiting = model.calls.filter { $0.admitted == nil && $0.counts }
      switch generator.next(below: 6) {
      case 0, 1:
        let demand = CallDemand(
          pool: ["a", "b"][generator.next(below: 2)], images: generator.next(below: 3),
          tokens: generator.next(below: 600))
        let decision = ledger.reserve(demand, limits: limits, owner: 1, now: at(now))
        model.calls.append(LedgerModel.Call(ticket: decision.ticket, demand: demand))
        try expect(decision, &model, limits, now)
      case 2:
        guard let call = waiting.randomElement(using: &generator) else { continue }
        if generator.next(below: 4) == 0 {
          ledger.withdraw(call.ticket)
          model.change(call.id) { $0.counts = false }
        } else {
          let decisions = ledger.admit([(call.ticket, limits)], now: at(now))
          try expect(#require(decisions.first), &model, limits, now)
        }
      case 3:
        guard let call = underWay.randomElement(using: &generator), call.uploaded == nil else { continue }
        ledger.arrived(call.ticket, at: at(now))
        model.change(call.id) { $0.uploaded = now }
      default:
        guard let call = underWay.randomElement(using: &generator) else { continue }
        let nothing = generator.next(below: 4) == 0
        ledger.leave(call.ticket, nothing ? .nothingSent : .unanswered, at: at(now))
        model.change(call.id) {
          $0.left = now
          $0.counts = !nothing
        }
      }
      if generator.next(below: 8) == 0 { ledger = try LimitLedger(reading: ledger.text, timing: timing) }
      #expect(ledger.underWayCount == model.calls.count { $0.admitted != nil && $0.left == nil && $0.counts })
      #expect(ledger.waiterCount == model.calls.count { $0.admitted == nil && $0.counts })
    }
  }

  private func expect(
    _ decision: LimitLedger.Decision, _ model: inout LedgerModel, _ limits: CallLimits, _ now: Int
  ) throws {
    let goes = model.goes(decision.ticket.id, limits, at: now)
    switch decision {
    case .go:
      #expect(goes)
      model.change(decision.ticket.id) { $0.admitted = now }
    case .wait: #expect(!goes)
    case .never:
      let demand = try #require(model.calls.first { $0.id == decision.ticket.id }).demand
      #expect(demand.images > limits.images ?? 0)
      model.change(decision.ticket.id) { $0.counts = false }
    }
  }

  @Test func agreesWithTheRulesSaidAgain() throws {
    for seed in 0..<300 { try run(seed: UInt64(seed), events: 60) }
  }

  @Test(.enabled(if: getenv("PENTIMENTO_SWEEPS") != nil))
  func agreesWithTheRulesSaidAgainOver100000Runs() throws {
    for seed in 0..<100_000 { try run(seed: 1 << 32 + UInt64(seed), events: 60) }
  }
}
