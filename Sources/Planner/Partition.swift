package import Billing

/// What a call costs, compared as DESIGN orders it: price, then calls, then pixels sent.
package struct CallCost: Hashable, Comparable {
  /// A range is compared by its upper end, which is what a budget holds, then by its lower one.
  package var price: Estimate
  package var calls: Int
  package var pixels: Int

  package init(price: Estimate, calls: Int, pixels: Int) {
    self.price = price
    self.calls = calls
    self.pixels = pixels
  }

  package static let zero = CallCost(price: .zero, calls: 0, pixels: 0)

  package static func + (left: CallCost, right: CallCost) -> CallCost {
    CallCost(
      price: left.price + right.price, calls: left.calls + right.calls,
      pixels: left.pixels + right.pixels)
  }

  package static func < (left: CallCost, right: CallCost) -> Bool {
    (left.price.high, left.price.low, left.calls, left.pixels)
      < (right.price.high, right.price.low, right.calls, right.pixels)
  }
}

/// A queue cut into runs of neighbours, each one call.
package struct Partition: Hashable {
  /// In order, without gaps.
  package let calls: [Range<Int>]
  package let cost: CallCost

  /// The cheapest partition, exactly; among equals the one that merges earlier.
  ///
  /// By dynamic programming from the end: the cheapest cut of what begins at an item is its first call and
  /// the cheapest cut of the rest, because costs add up and their order does not change by adding.
  ///
  /// - Parameters:
  ///   - count: Items of the queue.
  ///   - canJoin: Whether an item may join the call that ends before it. A call that one item cannot join
  ///     is not asked about later ones.
  ///   - cost: The cost of one call.
  /// - Complexity: O(count × longest call).
  package static func cheapest(
    count: Int, canJoin: (_ item: Int, _ call: Range<Int>) -> Bool, cost: (Range<Int>) -> CallCost
  ) -> Partition {
    var best = [CallCost](repeating: .zero, count: count + 1)
    var ends = [Int](repeating: count, count: count + 1)
    for start in stride(from: count - 1, through: 0, by: -1) {
      var end = start + 1
      best[start] = cost(start..<end) + best[end]
      ends[start] = end
      while end < count, canJoin(end, start..<end) {
        end += 1
        let total = cost(start..<end) + best[end]
        if total <= best[start] { (best[start], ends[start]) = (total, end) }
      }
    }
    var calls: [Range<Int>] = []
    var start = 0
    while start < count {
      calls.append(start..<ends[start])
      start = ends[start]
    }
    return Partition(calls: calls, cost: best[0])
  }
}
