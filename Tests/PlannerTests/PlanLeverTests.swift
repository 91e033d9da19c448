import Billing
import EditModel
import Planner
import Raster
import Testing

/// Plans of random queues, pictures, models, qualities and rules against all plans, and against asking naively.
@Suite struct PlanLeverTests {
  @Test(arguments: 0..<160)
  func isTheCheapestOfAllPartitionsAndWays(seed: Int) throws {
    let example = PlanCase(seed: seed, count: 6)
    let oracle = try #require(PlanOracle(example))
    let best = oracle.best
    let plan = Plan(example.request)
    #expect(plan.groups == best.map(\.numbers))
    #expect(plan.calls.map(\.route) == best.map(\.route))
    #expect(plan.calls.map(\.frame) == best.map(\.frame))
    #expect(plan.calls.map(\.amount) == best.map(\.price))
    #expect(plan.receipt.price == best.map(\.price).reduce(.zero, +))
    #expect(plan.calls.allSatisfy { $0.quality == ($0.route == .local ? nil : oracle.quality) })
  }

  @Test(arguments: 0..<200)
  func costsNeverMoreThanAskingNaively(seed: Int) throws {
    let example = PlanCase(seed: 10_000 + seed, count: 14)
    let oracle = try #require(PlanOracle(example))
    let receipt = Plan(example.request).receipt
    let (price, naive) = (try #require(receipt.price), try #require(receipt.naive))
    #expect(naive == example.instructions.indices.map(oracle.naive).reduce(.zero, +))
    #expect(price.low <= naive.low && price.high <= naive.high)
    #expect(receipt.naiveCalls == example.instructions.count)
  }

  @Test(arguments: 0..<200)
  func creditsAddUpToWhatIsSaved(seed: Int) throws {
    let example = PlanCase(seed: 20_000 + seed, count: 14)
    var plan = Plan(example.request)
    try expectCreditsAddUp(in: plan)
    plan = plan.crediting(stored: [1: .round(RoundID(7)), 3: .round(RoundID(9))])
    try expectCreditsAddUp(in: plan)
    #expect(plan.calls[0].stored == .round(RoundID(7)) && plan.calls[0].amount == .zero)
    #expect(plan.calls[0].credits.map(\.lever) == [.stored])
    #expect(plan.receipt.paidCalls == plan.calls.filter { $0.stored == nil && $0.route == .provider }.count)
  }

  /// Else the tests above would hold of nothing.
  @Test func randomQueuesPullEveryLever() {
    var levers: Set<Lever> = []
    var kinds: Set<String> = []
    for seed in 0..<120 {
      let plan = Plan(PlanCase(seed: seed, count: 6).request)
      levers.formUnion(plan.receipt.credits.map(\.lever))
      kinds.formUnion(plan.calls.map { "\($0.geometry)".prefix { $0 != "(" }.description })
    }
    #expect(levers == Set(Lever.allCases).subtracting([.stored]))
    #expect(kinds.count == 6)
  }

  private func expectCreditsAddUp(in plan: Plan) throws {
    for call in plan.calls {
      let naive = try #require(call.naive)
      #expect(call.credits.map(\.low).reduce(.zero, +) == naive.low - call.amount.low)
      #expect(call.credits.map(\.high).reduce(.zero, +) == naive.high - call.amount.high)
      let order = call.credits.compactMap { Lever.allCases.firstIndex(of: $0.lever) }
      #expect(order == order.sorted() && Set(order).count == order.count)
    }
    let receipt = plan.receipt
    let (price, naive) = (try #require(receipt.price), try #require(receipt.naive))
    #expect(receipt.credits.map(\.low).reduce(.zero, +) == naive.low - price.low)
    #expect(receipt.credits.map(\.high).reduce(.zero, +) == naive.high - price.high)
  }
}

extension PlannedCall {
  fileprivate var amount: Estimate { price.estimate?.amount ?? .zero }
}
