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
  ///   - cost: The cost of one call, or `nil` when this one may not be made; a longer one may.
  /// - Precondition: A call of a single item may be made.
  /// - Complexity: O(count × longest call).
  package static func cheapest(
    count: Int, canJoin: (_ item: Int, _ call: Range<Int>) -> Bool, cost: (Range<Int>) -> CallCost?
  ) -> Partition {
    var best = [CallCost](repeating: .zero, count: count + 1)
    var ends = [Int](repeating: count, count: count + 1)
    for start in stride(from: count - 1, through: 0, by: -1) {
      var end = start + 1
      guard let alone = cost(start..<end) else { preconditionFailure("an item can always be alone") }
      best[start] = alone + best[end]
      ends[start] = end
      while end < count, canJoin(end, start..<end) {
        end += 1
        guard let call = cost(start..<end) else { continue }
        let total = call + best[end]
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
