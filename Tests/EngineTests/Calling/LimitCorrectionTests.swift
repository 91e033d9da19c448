import EditModel
import Engine
import Testing

struct LimitCorrectionTests {
  private let limits = CallLimits(images: 5, parallel: 8)
  private let edit = CallDemand(pool: "m", images: 1, tokens: 0)

  private func images(_ limit: Int, _ remaining: Int, _ reset: Duration? = nil) -> LimitReport {
    LimitReport(readings: [.images: .init(limit: limit, remaining: remaining, reset: reset)])
  }

  /// A ledger with one call that was answered at 1 s with this report.
  private func answered(_ report: LimitReport) throws -> LimitLedger {
    var ledger = LimitLedger()
    let call = try ledger.ask(edit, limits, at(0))
    ledger.arrived(call.ticket, at: at(100))
    ledger.leave(call.ticket, .answered(report), at: at(1_000))
    return ledger
  }

  private func admissible(_ ledger: LimitLedger, _ now: Int) throws -> Int {
    var ledger = ledger
    return try (0..<10).count { _ in try ledger.ask(edit, limits, at(now)).wait == .zero }
  }

  @Test func foreignUseTakesRoomUntilItIsBack() throws {
    // Three used, one of them ours.
    let ledger = try answered(images(5, 2, .seconds(20)))
    #expect(try admissible(ledger, 1_500) == 2)
    #expect(try admissible(ledger, 20_999) == 2)
    #expect(try admissible(ledger, 21_000) == 4)
  }

  @Test func foreignUseWithoutATimeLastsAWindow() throws {
    let ledger = try answered(images(5, 0))
    #expect(try admissible(ledger, 1_500) == 0)
    #expect(try admissible(ledger, 60_999) == 0)
    #expect(try admissible(ledger, 61_050) == 5)
  }

  @Test func ourOwnUseIsNotForeign() throws {
    #expect(try admissible(answered(images(5, 4, .seconds(60))), 1_500) == 4)
    #expect(try admissible(answered(images(5, 5, .zero)), 1_500) == 4)
  }

  /// The answer counts what was used when the call was taken, which by now is over.
  @Test func oldCountOfOurOwnCallsIsNotForeign() throws {
    var ledger = LimitLedger()
    let calls = try (0..<5).map { _ in try ledger.ask(edit, limits, at(0)).ticket }
    for call in calls { ledger.arrived(call, at: at(100)) }
    for call in calls[..<4] { ledger.leave(call, .answered(images(5, 4)), at: at(1_000)) }
    _ = try ledger.ask(CallDemand(pool: "other", images: 1, tokens: 0), limits, at(80_000))
    ledger.leave(calls[4], .answered(images(5, 0)), at: at(90_000))
    #expect(try admissible(ledger, 90_200) == 5)
  }

  @Test func lowerStatedLimitHoldsAndAHigherDoesNot() throws {
    #expect(try admissible(answered(images(3, 2)), 1_500) == 2)
    #expect(try admissible(answered(images(50, 49)), 1_500) == 4)
    var ledger = try answered(images(0, 0))
    let decision = ledger.reserve(edit, limits: limits, owner: 1, now: at(2_000))
    #expect(decision == .never(decision.ticket, .images, limit: 0))
    // Without another statement it is forgotten after ten minutes.
    #expect(try admissible(ledger, 601_001) == 5)
  }

  @Test(arguments: [(12, 13), (nil, 11), (500, 121), (-4, 1)] as [(Int?, Int)])
  func refusalClosesThePool(asked: Int?, second: Int) throws {
    let report = LimitReport(isOverLimit: true, retryAfter: asked.map { .seconds($0) })
    let ledger = try answered(report)
    #expect(try admissible(ledger, second * 1000 - 1) == 0)
    #expect(try admissible(ledger, second * 1000) >= 4)
  }

  @Test func countedTokensOnlyRaiseTheUse() throws {
    let limits = CallLimits(tokens: 1_000, parallel: 8)
    let call = CallDemand(pool: "m", images: 1, tokens: 400)
    func room(_ counted: Int) throws -> Int {
      var ledger = LimitLedger()
      let first = try ledger.ask(call, limits, at(0))
      ledger.leave(first.ticket, .answered(LimitReport(tokens: counted)), at: at(10))
      return try (0..<1_001).last { tokens in
        var copy = ledger
        return try copy.ask(CallDemand(pool: "m", images: 1, tokens: tokens), limits, at(20)).wait == .zero
      } ?? -1
    }
    #expect(try room(100) == 600)
    #expect(try room(700) == 300)
    #expect(try room(.max) == -1)
  }

  @Test func senselessHeadersChangeNothing() throws {
    #expect(try admissible(answered(images(-7, 3)), 1_500) == 4)
    #expect(try admissible(answered(images(5, 99)), 1_500) == 4)
    #expect(try admissible(answered(images(.max, .min)), 1_500) == 4)
  }
}
