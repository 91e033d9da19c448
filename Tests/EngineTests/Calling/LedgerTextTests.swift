import EditModel
import Engine
import Raster
import Testing

struct LedgerTextTests {
  private func busyLedger() throws -> LimitLedger {
    var ledger = LimitLedger()
    let limits = CallLimits(requests: 9, images: 3, tokens: 100, parallel: 8)
    var tickets: [Ticket] = []
    for number in 0..<8 {
      let pool = ["", "gpt image/é%", "gpt-image-2"][number % 3]
      let demand = CallDemand(pool: pool, images: 1 + number % 2, tokens: number)
      tickets.append(try ledger.ask(demand, limits, owner: .max - UInt64(number), at(number)).ticket)
    }
    ledger.arrived(tickets[0], at: at(50))
    let reading = LimitReport.Reading(limit: 2, remaining: 0, reset: .seconds(3))
    let report = LimitReport(readings: [.images: reading], isOverLimit: true, retryAfter: .seconds(9))
    ledger.leave(tickets[1], .answered(report), at: at(60))
    return ledger
  }

  @Test func comesBackFromItsText() throws {
    let ledger = try busyLedger()
    #expect(try LimitLedger(reading: ledger.text) == ledger)
    let lost = LimitLedger(afterLossAt: at(0))
    #expect(try LimitLedger(reading: lost.text) == lost)
    #expect(try LimitLedger(reading: []) == LimitLedger())
  }

  @Test func writesOneLineForEachThing() throws {
    var ledger = LimitLedger()
    let demand = CallDemand(pool: "a b", images: 2, tokens: 30)
    let limits = CallLimits(images: 3, parallel: 1)
    let first = try ledger.ask(demand, limits, owner: 7, at(0))
    _ = try ledger.ask(demand, limits, owner: 8, at(1))
    ledger.arrived(first.ticket, at: at(500))
    #expect(
      String(decoding: ledger.text, as: UTF8.self) == """
        pentimento-limits 1
        next 3
        call 1 7 a%20b 2 30 1000000 1002500 1120000
        wait 2 8 a%20b 2 30 1020001

        """)
  }

  @Test func refusesALaterVersion() {
    #expect(throws: LimitLedger.Illegible.laterFormat) {
      try LimitLedger(reading: Array("pentimento-limits 2\nanything\n".utf8))
    }
  }

  @Test(arguments: [
    "x", "\n", "pentimento-limits\n", "pentimento-limits 0\n", "pentimento-limits 1 \n",
    "pentimento-limits 1\nnext 0\n", "pentimento-limits 1\nnext 07\n", "pentimento-limits 1\nfurther 1\n",
    "pentimento-limits 1\nnext 2\ncall 1 7 m 1 1 5 -\n", "pentimento-limits 1\nnext 2\nwait 1 7 m -1 1 5\n",
    "pentimento-limits 1\nnext 2\nwait 1 7 m 1 9999999999999999 5\n",
    "pentimento-limits 1\nnext 2\nwait 1 7 %zz 1 1 5\n", "pentimento-limits 1\nnext 2\nwait 1 7 %6D 1 1 5\n",
    "pentimento-limits 1\nnext 1\nwait 1 7 m 1 1 5\n",
    "pentimento-limits 1\nnext 9\nwait 2 7 m 1 1 5\nwait 1 7 m 1 1 5\n",
    "pentimento-limits 1\nnext 2\nwait 1 7 m 1 1 9223372036854775807\n",
  ])
  func refusesDamage(text: String) {
    #expect(throws: LimitLedger.Illegible.damaged) { try LimitLedger(reading: Array(text.utf8)) }
  }

  @Test func neverTrapsOnChangedBytes() throws {
    var generator = SplitMix64(seed: 3)
    let text = try busyLedger().text
    var read = 0
    for _ in 0..<2_000 {
      var changed = text
      for _ in 0...generator.next(below: 3) {
        let index = generator.next(below: changed.count)
        switch generator.next(below: 3) {
        case 0: changed[index] = UInt8(truncatingIfNeeded: generator.next())
        case 1: changed.remove(at: index)
        default: changed.insert(UInt8(ascii: "9"), at: index)
        }
      }
      // Damage is the expected outcome of most changes; what still reads must work.
      guard var ledger = try? LimitLedger(reading: changed) else { continue }
      read += 1
      let demand = CallDemand(pool: "gpt-image-2", images: 1, tokens: 1)
      let decision = ledger.reserve(demand, limits: CallLimits(images: 3, parallel: 4), owner: 1, now: at(0))
      ledger.leave(decision.ticket, .unanswered, at: at(1))
      #expect(try LimitLedger(reading: ledger.text) == ledger)
    }
    #expect(read > 100)
  }
}
