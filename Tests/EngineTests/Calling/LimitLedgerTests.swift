import EditModel
import Engine
import Testing

/// A moment in milliseconds, for readable tests.
func at(_ milliseconds: Int) -> Timestamp { Timestamp(milliseconds: 1_000_000 + Int64(milliseconds)) }

extension LimitLedger {
  /// Asks, and gives back the ticket and how long to wait; what never goes is thrown.
  mutating func ask(
    _ demand: CallDemand, _ limits: CallLimits, owner: UInt64 = 1, _ now: Timestamp
  ) throws -> (ticket: Ticket, wait: Duration) {
    switch reserve(demand, limits: limits, owner: owner, now: now) {
    case .go(let ticket): return (ticket, .zero)
    case .wait(let ticket, let rest): return (ticket, rest)
    case .never(_, let kind, let limit): throw Problem(.overLimit, kind.rawValue, allowed: ["\(limit)"])
    }
  }
}

struct LimitLedgerTests {
  private let limits = CallLimits(images: 5, tokens: 100_000, parallel: 8)
  private let edit = CallDemand(pool: "m", images: 1, tokens: 1_000)

  private func filled(_ count: Int = 5) throws -> (LimitLedger, [Ticket]) {
    // Waiting calls are renewed by their gate; here they keep their places by themselves.
    var ledger = LimitLedger(timing: LimitLedger.Timing(waiterLease: .seconds(1_000)))
    let tickets = try (0..<count).map { _ in
      let asked = try ledger.ask(edit, limits, at(0))
      #expect(asked.wait == .zero)
      ledger.arrived(asked.ticket, at: at(100))
      return asked.ticket
    }
    return (ledger, tickets)
  }

  @Test func countsFromTheLatestPossibleArrival() throws {
    var (ledger, _) = try filled()
    let asked = try ledger.ask(edit, limits, at(10_000))
    // Upload's end at 0.1 s, 2 s of allowance, 60 s of window.
    #expect(asked.wait == .milliseconds(52_100))
    let early = ledger.admit([(asked.ticket, limits)], now: at(62_099))
    #expect(early == [.wait(asked.ticket, .milliseconds(1))])
    #expect(ledger.admit([(asked.ticket, limits)], now: at(62_100)) == [.go(asked.ticket)])
  }

  @Test func callStillUploadingHoldsItsPlaceWithoutEnd() throws {
    var ledger = LimitLedger()
    let first = try ledger.ask(edit, CallLimits(images: 1, parallel: 8), at(0))
    let next = try ledger.ask(edit, CallLimits(images: 1, parallel: 8), at(100_000))
    #expect(next.wait == .seconds(62))
    ledger.arrived(first.ticket, at: at(110_000))
    let limits = CallLimits(images: 1, parallel: 8)
    #expect(ledger.admit([(next.ticket, limits)], now: at(111_000)) == [.wait(next.ticket, .seconds(61))])
  }

  @Test(arguments: [
    // Not before the upload's end, not after the answer, and in between where the work began.
    (30_000, nil, 62_100), (1_000, nil, 61_050), (30_000, 28_900, 61_150), (30_000, 29_940, 60_110),
    (30_000, 40_000, 60_100), (30_000, 2_000, 64_100), (1_000, 0, 61_050), (30_000, -5, 64_100),
  ])
  func answerBoundsTheArrival(answer: Int, processing: Int?, free: Int) throws {
    var (ledger, tickets) = try filled()
    let report = LimitReport(processing: processing.map { .milliseconds($0) })
    ledger.leave(tickets[2], .answered(report), at: at(answer))
    let asked = try ledger.ask(edit, limits, at(50_000))
    #expect(asked.wait == .milliseconds(min(free, 62_100) - 50_000))
    // The other four are free at 62.1 s, and the place of one that was extended after them.
    for _ in 0..<3 { _ = try ledger.ask(edit, limits, at(50_000)) }
    let last = try ledger.ask(edit, limits, at(50_000))
    #expect(last.wait == .milliseconds(max(free, 62_100) - 50_000))
  }

  @Test func callThatReachedNobodyTakesNoRoom() throws {
    var (ledger, tickets) = try filled()
    ledger.leave(tickets[0], .nothingSent, at: at(200))
    #expect(try ledger.ask(edit, limits, at(300)).wait == .zero)
  }

  @Test func unansweredCallMayHaveBeenCountedUntilItEnded() throws {
    var ledger = LimitLedger()
    let one = CallLimits(images: 1, parallel: 8)
    let first = try ledger.ask(edit, one, at(0))
    ledger.leave(first.ticket, .unanswered, at: at(30_000))
    #expect(try ledger.ask(edit, one, at(40_000)).wait == .seconds(52))
  }

  @Test func refusesWhatAloneIsTooMuch() {
    var ledger = LimitLedger()
    let large = CallDemand(pool: "m", images: 6, tokens: 0)
    let decision = ledger.reserve(large, limits: limits, owner: 1, now: at(0))
    #expect(decision == .never(decision.ticket, .images, limit: 5))
    let wordy = CallDemand(pool: "m", images: 1, tokens: 100_001)
    let other = ledger.reserve(wordy, limits: limits, owner: 1, now: at(0))
    #expect(other == .never(other.ticket, .tokens, limit: 100_000))
    #expect(ledger.waiterCount == 0)
  }

  @Test func smallCallNeverOvertakesALargeOne() throws {
    var (ledger, _) = try filled(3)
    let large = try ledger.ask(CallDemand(pool: "m", images: 4, tokens: 0), limits, at(1_000))
    let small = try ledger.ask(edit, limits, owner: 2, at(1_000))
    let held = [(ticket: large.ticket, limits: limits), (ticket: small.ticket, limits: limits)]
    #expect(ledger.admit([held[1]], now: at(2_000)).first?.isWait == true)
    #expect(ledger.admit(held.reversed(), now: at(62_100)).map(\.isWait) == [true, false])
    #expect(ledger.admit([held[1]], now: at(62_200)) == [.go(small.ticket)])
  }

  @Test func poolsShareOnlyThePlacesUnderWay() throws {
    var (ledger, _) = try filled()
    let other = CallDemand(pool: "other", images: 1, tokens: 0)
    #expect(try ledger.ask(edit, limits, at(200)).wait > .zero)
    #expect(try ledger.ask(other, limits, at(200)).wait == .zero)
    let tight = CallLimits(images: 5, parallel: 6)
    let blocked = ledger.reserve(other, limits: tight, owner: 1, now: at(300))
    #expect(blocked == .wait(blocked.ticket, .zero))
  }

  @Test func placesUnderWayComeFreeWithTheAnswer() throws {
    let two = CallLimits(parallel: 2)
    var ledger = LimitLedger()
    let first = try ledger.ask(edit, two, at(0))
    _ = try ledger.ask(edit, two, at(0))
    let third = try ledger.ask(edit, two, at(0))
    #expect(ledger.admit([(third.ticket, two)], now: at(50)) == [.wait(third.ticket, .zero)])
    ledger.leave(first.ticket, .answered(LimitReport()), at: at(60))
    #expect(ledger.admit([(third.ticket, two)], now: at(60)) == [.go(third.ticket)])
    #expect(ledger.underWayCount == 2)
  }

  @Test func whatADeadProcessHeldComesFree() throws {
    let one = CallLimits(images: 1, parallel: 1)
    var ledger = LimitLedger()
    _ = try ledger.ask(edit, one, owner: 1, at(0))
    _ = try ledger.ask(edit, one, owner: 1, at(0))
    let ours = try ledger.ask(edit, one, owner: 2, at(0))
    func look(_ now: Int) -> LimitLedger.Decision? {
      var copy = ledger
      // Only our own waiter is renewed, as its gate would.
      copy.keepWaiting(ours.ticket, edit, owner: 2, now: at(now))
      return copy.admit([(ours.ticket, one)], now: at(now)).first
    }
    // The waiter's lease ends after 20 s, the call's after 120; it may have been counted until 122 s.
    #expect(look(20_000) == .wait(ours.ticket, .seconds(124)))
    #expect(look(20_001) == .wait(ours.ticket, .seconds(62)))
    #expect(look(120_001) == .wait(ours.ticket, .milliseconds(61_999)))
    #expect(look(182_000) == .go(ours.ticket))
  }

  @Test func clockThatGoesBackHoldsNothingLonger() throws {
    var (ledger, tickets) = try filled()
    for ticket in tickets { ledger.leave(ticket, .unanswered, at: at(100)) }
    let asked = try ledger.ask(edit, limits, at(-900_000))
    #expect(asked.wait <= .seconds(64))
  }
}

extension LimitLedger {
  /// Renews a waiter as a gate does, through the gate's own way of holding.
  mutating func keepWaiting(_ ticket: Ticket, _ demand: CallDemand, owner: UInt64, now: Timestamp) {
    renew(waiting: [(ticket, demand)], owner: owner, now: now)
  }
}

extension LimitLedger.Decision {
  var isWait: Bool {
    if case .wait = self { true } else { false }
  }
}
