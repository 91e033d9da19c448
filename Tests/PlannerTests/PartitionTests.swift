import Billing
import Planner
import Raster
import Testing

@Suite struct PartitionTests {
  /// Every way to cut, with few different costs so that ties are common.
  @Test(arguments: 0..<300)
  func isTheCheapestOfAllPartitions(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let count = random.next(below: 9)
    var costs: [Range<Int>: CallCost] = [:]
    var joinable: [[Bool]] = []
    for start in 0..<count {
      joinable.append((0..<count).map { _ in random.next(below: 5) > 0 })
      for end in start + 1...count {
        let low = Int64(random.next(below: 2))
        costs[start..<end] = CallCost(
          price: Estimate(
            low: Money(nanodollars: low), high: Money(nanodollars: low + Int64(random.next(below: 2)))),
          calls: 1, pixels: random.next(below: 2))
      }
    }
    func isAllowed(_ call: Range<Int>) -> Bool {
      call.dropFirst().allSatisfy { joinable[call.lowerBound][$0] }
    }

    let found = Partition.cheapest(count: count) {
      joinable[$1.lowerBound][$0]
    } cost: {
      costs[$0] ?? .zero
    }

    let all = partitions(of: count).filter { $0.allSatisfy(isAllowed) }
    let best = all.min { left, right in
      let sums = [left, right].map { $0.map { costs[$0] ?? .zero }.reduce(.zero, +) }
      if sums[0] != sums[1] { return sums[0] < sums[1] }
      return right.map(\.count).lexicographicallyPrecedes(left.map(\.count))
    }
    #expect(found.calls == best)
    #expect(found.cost == found.calls.map { costs[$0] ?? .zero }.reduce(.zero, +))
  }

  @Test func comparesPriceThenCallsThenPixels() {
    func cost(_ low: Int64, _ high: Int64, _ calls: Int, _ pixels: Int) -> CallCost {
      CallCost(
        price: Estimate(low: Money(nanodollars: low), high: Money(nanodollars: high)), calls: calls,
        pixels: pixels)
    }
    let ordered = [
      cost(1, 1, 9, 9), cost(0, 2, 9, 9), cost(1, 2, 1, 9), cost(1, 2, 2, 1), cost(1, 2, 2, 2),
    ]
    #expect(ordered.reversed().sorted() == ordered)
  }
}

/// All ways to cut `0..<count` into runs.
func partitions(of count: Int) -> [[Range<Int>]] {
  guard count > 0 else { return [[]] }
  return (0..<1 << (count - 1)).map { cuts in
    var runs: [Range<Int>] = []
    var start = 0
    for end in 1...count where end == count || cuts >> (end - 1) & 1 == 1 {
      runs.append(start..<end)
      start = end
    }
    return runs
  }
}
