import Billing
import EditModel
import Planner
import Raster
import Testing

@Suite struct FinalReferenceTests {
  /// By the published rates of gpt-image-2, one more 1024x1024 picture is 1,024 tokens at $8 a million, $0.0082: a
  /// tenth of $0.082. Below that lie low and medium (196 and 1,372 tokens out at $30 a million), above it high
  /// (5,488).
  @Test(arguments: [("low", false), ("medium", false), ("high", true)])
  func goesAlongWhereItCostsATenthAtMost(quality: String, isWorthIt: Bool) {
    let plans = Self.plans([1], quality: quality, isPaid: true)
    #expect(FinalReference.isWorthIt(plans.with, than: plans.without) == isWorthIt)
  }

  @Test func staysAwayWhereNothingHasAPrice() {
    let free = Self.plans([1], quality: "high", isPaid: false)
    #expect(!FinalReference.isWorthIt(free.with, than: free.without))
    let unpriced = Self.plans([1], quality: "no such quality", isPaid: true)
    #expect(!FinalReference.isWorthIt(unpriced.with, than: unpriced.without))
  }

  @Test func needsTheSameCallsWithAndWithout() {
    let (two, one) = (
      Self.plans([1, 2], quality: "high", isPaid: true), Self.plans([1], quality: "high", isPaid: true)
    )
    #expect(FinalReference.isWorthIt(two.with, than: two.without))
    #expect(!FinalReference.isWorthIt(two.with, than: one.without))
    #expect(!FinalReference.isWorthIt(one.with, than: two.without))
  }

  @Test func givesNothingWithoutCalls() {
    let none = Self.plans([], quality: "high", isPaid: true)
    #expect(!FinalReference.isWorthIt(none.with, than: none.without))
  }

  @Test(arguments: [
    (90, 100, true), (89, 100, false), (100, 100, true), (0, 0, false), (900_000_000, 1_000_000_000, true),
    (899_999_999, 1_000_000_000, false),
  ])
  func comparesWithATenthExactly(bare: Int64, price: Int64, isWorthIt: Bool) {
    func estimate(_ low: Int64, _ high: Int64) -> Estimate {
      Estimate(low: Money(nanodollars: low), high: Money(nanodollars: high))
    }
    #expect(FinalReference.isWorthIt(estimate(price, price), beside: estimate(bare, bare)) == isWorthIt)
    // Either end alone can refuse.
    let (far, near) = (10 * price + 10, 10 * price + 10)
    #expect(FinalReference.isWorthIt(estimate(price, far), beside: estimate(bare, near)) == isWorthIt)
  }

  @Test func putsTheUsersStandingWordsFirst() {
    #expect(FinalReference.words(after: "") == FinalReference.words)
    #expect(FinalReference.words(after: "Keep the logo.") == "Keep the logo.\n" + FinalReference.words)
  }

  /// Unmasked instructions on 1024x1024 pixels, with the accepted picture along and without.
  private static func plans(
    _ numbers: [Int], quality: String, isPaid: Bool
  ) -> (with: Plan, without: Plan) {
    func plan(_ references: [PixelSize], _ words: String) -> Plan {
      var queue = QueueBuilder()
      for number in numbers { queue.edit("change number \(number)") }
      var request = queue.request(isPaid: isPaid, quality: quality)
      request.picture = PixelSize(width: 1_024, height: 1_024)
      (request.extraReferences, request.standingWords) = (references, words)
      return Plan(request)
    }
    return (plan([PixelSize(width: 1_024, height: 1_024)], FinalReference.words), plan([], ""))
  }
}
