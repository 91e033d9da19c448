import Billing
import EditModel
import Planner
import Raster
import Testing

/// Plans of random queues against a second statement of the rules and all partitions.
@Suite struct PlanPropertyTests {
  private static let seeds = 0..<250

  @Test(arguments: seeds, [PlanSettings.Merging.strict, .loose, .off])
  func hasTheFewestCallsOfAllAllowedGroupings(seed: Int, merging: PlanSettings.Merging) {
    var random = SplitMix64(seed: UInt64(seed))
    let queue = QueueBuilder.random(count: 1 + random.next(below: 8), &random)
    let mergeMax = 1 + random.next(below: 4)
    let rules = Rules(queue: queue, merging: merging, mergeMax: mergeMax)
    let planned = rules.planned.map { rules.queue.entries[$0] }

    let plan = queue.plan(merging: merging, mergeMax: mergeMax)

    let best = partitions(of: planned.count).filter { $0.allSatisfy(rules.allow) }
      .min { left, right in
        if left.count != right.count { return left.count < right.count }
        return right.map(\.count).lexicographicallyPrecedes(left.map(\.count))
      }
    #expect(plan.groups == best?.map { run in run.map { planned[$0].id.number } })
  }

  @Test(arguments: seeds)
  func keepsOrderAndEachInstructionOnce(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let queue = QueueBuilder.random(count: 1 + random.next(below: 30), &random)
    let plan = queue.plan(isPaid: seed.isMultiple(of: 2))
    let all = queue.entries.compactMap { $0.hold == nil ? $0.instruction : nil }
    #expect(plan.calls.flatMap(\.instructions) == all)
    #expect(plan.calls.map(\.index) == Array(1..<plan.calls.count + 1))
    #expect(plan.calls.map(\.base).dropFirst().allSatisfy { $0 == .previousCall })
    for call in plan.calls { #expect(call.merges.count == call.instructions.count - 1) }
    let held = queue.entries.filter { $0.hold != nil }.map(\.id)
    #expect(plan.held.map(\.id) == held)
  }

  @Test(arguments: seeds)
  func isNeverDearerThanUnmergedNorThanNaive(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let queue = QueueBuilder.random(count: 1 + random.next(below: 12), &random)
    for merging in [PlanSettings.Merging.strict, .loose] {
      let merged = queue.plan(merging: merging, isPaid: true)
      let apart = queue.plan(merging: .off, isPaid: true)
      let (price, unmerged) = (try #require(merged.amount), try #require(apart.amount))
      let naive = try #require(merged.receipt.naive)
      #expect(price.high <= unmerged.high && unmerged.high <= naive.high)
      #expect(price.low <= naive.low && unmerged.low <= naive.low)
      #expect(merged.receipt.price == price && apart.receipt.naive == naive)
    }
  }

  /// What the grouping was optimised for is what the built prompts cost.
  @Test(arguments: seeds)
  func pricesThePromptsThatItBuilds(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let queue = QueueBuilder.random(count: 1 + random.next(below: 12), &random)
    let plan = queue.plan(isPaid: true)
    var sum = Estimate.zero
    for call in plan.calls {
      let canvas = try #require(call.frame?.canvas)
      let size = BilledSize(width: canvas.width, height: canvas.height)
      let expected = try PriceTable.embedded.estimate(
        model: "gpt-image-2", quality: "medium", output: size, inputs: [size],
        text: .prompt(TextMeasure(call.prompt)), isMasked: call.isLocked)
      #expect(call.price == .estimated(expected))
      sum = sum + expected.amount
    }
    #expect(plan.amount == sum)
  }

  @Test(arguments: seeds)
  func everyMovedQueueGivesWhatTheAdviceSays(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let queue = QueueBuilder.random(count: 1 + random.next(below: 9), &random)
    let plan = queue.plan(mergeMax: 3)
    for advice in plan.advice {
      let (changed, merging) = try changed(queue, by: advice.step)
      let better = changed.plan(merging: merging, mergeMax: 3)
      #expect(better.calls.count == plan.calls.count - advice.callsSaved)
      let (before, after) = (try #require(plan.shadow), try #require(better.shadow))
      let ends = [
        before.merged.low - after.merged.low, before.merged.high - after.merged.high,
      ].sorted()
      #expect(advice.saving == Estimate(low: ends[0], high: ends[1]))
    }
  }

  private func changed(
    _ queue: QueueBuilder, by step: Advice.Step
  ) throws -> (QueueBuilder, PlanSettings.Merging) {
    var copy = queue
    switch step {
    case .move(let id, let place, _):
      let index = try #require(copy.entries.firstIndex { $0.id == id })
      copy.entries.insert(copy.entries.remove(at: index), at: place - 1)
    case .removeFence(let id): copy.entries.removeAll { $0.id == id }
    case .mergeLoosely: return (copy, .loose)
    case .routeAutomatically, .useModel: Issue.record("nothing of the kind was offered")
    }
    return (copy, .strict)
  }
}

extension Plan {
  var amount: Estimate? { receipt.price }
}

/// The rules of merging, stated a second time over sets of cells.
private struct Rules {
  let queue: QueueBuilder
  let merging: PlanSettings.Merging
  let mergeMax: Int

  /// Places of what is planned.
  var planned: [Int] {
    queue.entries.indices.filter { queue.entries[$0].instruction != nil && queue.entries[$0].hold == nil }
  }

  /// Whether these of the planned instructions may be one call.
  func allow(_ run: Range<Int>) -> Bool {
    if run.count == 1 { return true }
    let places = planned[run]
    let members = places.compactMap { queue.entries[$0].instruction }
    let between = queue.entries[places[run.lowerBound]...places[run.upperBound - 1]]
    return merging != .off && run.count <= mergeMax
      && between.allSatisfy { $0.id.kind == .instruction }
      && members.allSatisfy { !$0.alone }
      && members.dropFirst().allSatisfy { !$0.text.contains("instead") } && masksAllow(members)
  }

  private func masksAllow(_ members: [Instruction]) -> Bool {
    let cells = members.map { member in
      member.mask.flatMap { mask in queue.masks.first { $0.digest == mask.stored.pixels }?.cells }
    }
    let masked = cells.compactMap(\.self)
    if merging == .strict, masked.count != 0, masked.count != cells.count { return false }
    return masked.allSatisfy { left in
      masked.allSatisfy { left == $0 || left.isDisjoint(with: $0) }
    }
  }
}
