package import Billing

/// What a call costs, compared in this order: price, calls that nobody can price, calls, pixels sent.
package struct CallCost: Hashable, Comparable {
  /// A range is compared by its upper end, which is what a budget holds, then by its lower one.
  package var price: Estimate
  /// Calls that cost money without a known price, each of which may cost more than any that is known.
  package var unpriced: Int
  package var calls: Int
  package var pixels: Int

  package init(price: Estimate, unpriced: Int = 0, calls: Int, pixels: Int) {
    self.price = price
    self.unpriced = unpriced
    self.calls = calls
    self.pixels = pixels
  }

  package static let zero = CallCost(price: .zero, calls: 0, pixels: 0)

  package static func + (left: CallCost, right: CallCost) -> CallCost {
    CallCost(
      price: left.price + right.price, unpriced: left.unpriced + right.unpriced,
      calls: left.calls + right.calls, pixels: left.pixels + right.pixels)
  }

  package static func < (left: CallCost, right: CallCost) -> Bool {
    if left.price.high != right.price.high { return left.price.high < right.price.high }
    if left.price.low != right.price.low { return left.price.low < right.price.low }
    return (left.unpriced, left.calls, left.pixels) < (right.unpriced, right.calls, right.pixels)
  }
}
