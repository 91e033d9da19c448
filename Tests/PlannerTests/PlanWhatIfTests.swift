import Billing
import EditModel
import Planner
import Raster
import Testing

/// Plans in other ways, and the advice that comes of them.
@Suite struct PlanWhatIfTests {
  private let hat = CellMask(name: "hat", cells: [0, 1])

  private var queue: QueueBuilder {
    var queue = QueueBuilder()
    queue.edit("make it blue", hat)
    queue.edit("warmer")
    queue.edit("sharper")
    return queue
  }

  private func capabilities(_ model: String, isPaid: Bool = true, promptLimit: Int = 32_000) -> Capabilities {
    Capabilities(
      provider: "paid", model: model, masks: .hint, promptLimit: promptLimit, isPaid: isPaid,
      sizes: QueueBuilder.sizes)
  }

  @Test func everyWayIsAPlanOfItsOwn() throws {
    let request = queue.request(isPaid: true)
    let found = PlanWhatIf.alternatives(request, models: [], axis: .qualities)
    #expect(found.map(\.name) == ["low", "medium", "high"])
    #expect(found.map(\.isCurrent) == [false, true, false])
    for way in found {
      var other = request
      other.settings.quality = way.name
      #expect(way.outcome == .price(Plan(other).price))
      #expect(way.calls == Plan(other).calls.count)
    }
    let rules = PlanWhatIf.alternatives(
      request, models: [], axis: .rules([.measured, .base64, .flat(Money(nanodollars: 40_000_000))]))
    #expect(rules.map(\.name) == ["measured", "base64", "flat:0.04"])
    guard case .price(.estimated(let flat, _)) = rules[2].outcome else {
      Issue.record("no price: \(rules[2])")
      return
    }
    #expect(flat == Estimate(low: Money(nanodollars: 80_000_000), high: Money(nanodollars: 80_000_000)))
  }

  @Test func aBatchCostsHalf() throws {
    let found = PlanWhatIf.alternatives(queue.request(isPaid: true), models: [], axis: .batch)
    #expect(found.map(\.name) == ["standard", "batch"] && found.map(\.isCurrent) == [true, false])
    guard case .price(.estimated(let standard, _)) = found[0].outcome,
      case .price(.estimated(let batch, _)) = found[1].outcome
    else {
      Issue.record("no price: \(found)")
      return
    }
    #expect(batch.high * 2 == standard.high)
  }

  @Test func saysWhyThereIsNoPlan() {
    let request = queue.request(isPaid: true, quality: "high")
    var max = request
    max.settings.quality = "max"
    let models = [
      capabilities("gpt-image-2"), capabilities("gpt-image-9"), capabilities("gpt-image-2.5-flare"),
      capabilities("local-1", isPaid: false), capabilities("gpt-image-2", promptLimit: 3),
    ]
    let found = PlanWhatIf.alternatives(max, models: models, axis: .models).map(\.outcome)
    #expect(found[0] == .impossible(.noQuality("max", allowed: ["low", "medium", "high"])))
    #expect(found[1] == .impossible(.noPrice))
    guard case .price(.estimated) = found[2], case .impossible(.refused(let refused)) = found[4] else {
      Issue.record("other outcomes: \(found)")
      return
    }
    #expect(found[3] == .impossible(.isFree))
    #expect(refused.map(\.id.number) == [1, 2, 3])
  }

  @Test func advisesTheCheapestOtherModelAndTheFreeRoute() throws {
    var request = queue.request(isPaid: true, quality: "high")
    #expect(Plan(request).advice.allSatisfy { $0.step.command == "set merge loose" })
    request.otherModels = ["gpt-image-2", "gpt-image-2.6-flare", "gpt-image-2.5-flare"].map {
      capabilities($0)
    }
    request.understoodIfRouted = [QueueID(.instruction, 2)]
    let plan = Plan(request)
    let model = try #require(plan.advice.first { $0.step == .useModel("gpt-image-2.5-flare") })
    var other = request
    other.capabilities = request.otherModels[2]
    let (before, after) = (try #require(plan.amount), try #require(Plan(other).amount))
    #expect(model.saving?.high == max(before.high - after.high, before.low - after.low))
    #expect(model.step.command == "set model gpt-image-2.5-flare")
    // One call fewer would be one instruction fewer on the same call: nothing is saved but words.
    request.queue.removeLast()
    let routed = try #require(Plan(request).advice.first { $0.step.command == "set route auto" })
    #expect(routed.step == .routeAutomatically([QueueID(.instruction, 2)]))
    #expect(routed.callsSaved == 0)
  }

  @Test func adviceIsSortedByWhatItSaves() throws {
    var request = queue.request(isPaid: true, quality: "high")
    request.otherModels = [capabilities("gpt-image-2.5-flare")]
    request.understoodIfRouted = Set(request.queue.map(\.id))
    let savings = Plan(request).advice.compactMap(\.saving?.high)
    #expect(savings.count == Plan(request).advice.count && savings.count >= 2)
    #expect(savings == savings.sorted(by: >))
  }
}
