import Billing
import Testing

@Suite struct MoneyTests {
  @Test(arguments: [
    (0, "$0.00"), (53_783_000, "$0.0538"), (211_000_000, "$0.211"), (200_000_000, "$0.20"),
    (1, "$0.000000001"), (123_456, "$0.000123"), (9_996_000, "$0.01"), (10_000_000, "$0.01"),
    (999_949_999, "$0.9999"), (999_950_000, "$1.00"), (1_200_000_000, "$1.20"),
    (1_005_000_000, "$1.01"), (1_004_999_999, "$1.00"), (12_399_999_999, "$12.40"),
    (-53_783_000, "-$0.0538"), (-1, "-$0.000000001"),
    (Int64.max, "$9223372036.85"), (Int64.min, "-$9223372036.85"),
  ])
  func showsDollarsForPeople(nanodollars: Int64, shown: String) {
    #expect(Money(nanodollars: nanodollars).description == shown)
  }

  @Test(arguments: [
    ("5", 5_000_000_000), ("5.00", 5_000_000_000), ("$5", 5_000_000_000), ("$0.05", 50_000_000),
    ("0.000000001", 1), ("007.5", 7_500_000_000), ("9223372036.854775807", Int64.max),
  ])
  func readsDollars(text: String, nanodollars: Int64) {
    #expect(Money(dollars: text)?.nanodollars == nanodollars)
  }

  @Test(arguments: [
    "", "$", "-5", "+5", "5.", ".5", "5.0.0", "5,00", "1e3", "5 ", "$$5", "0.0000000001", "٥",
    "9223372036.854775808", "9223372037", "99999999999999999999999",
  ])
  func refusesWhatIsNoAmount(text: String) {
    #expect(Money(dollars: text) == nil)
  }

  @Test func neverShowsAnAmountAsZeroNorFarFromIt() throws {
    var amount: Int64 = 1
    while amount < 1_000_000_000_000_000_000 {
      for value in [amount, amount + 1, 2 * amount - 1] {
        let shown = try #require(Money(dollars: Money(nanodollars: value).description))
        let tolerance = value < 1_000_000_000 ? max(value / 200, 0) : 5_000_000
        #expect((shown.nanodollars - value).magnitude <= tolerance.magnitude)
        #expect(shown.nanodollars > 0)
      }
      amount = amount * 7 / 3 + 1
    }
  }

  @Test(arguments: [
    0, 1, 999, 39_151_000, 39_200_000, 9_999_999, 999_999_999, 1_000_000_000, 12_341_000_001, 12_350_000_000,
    Int64.max,
  ])
  func roundedUpIsShownAsItIsAndNeverLess(_ nanodollars: Int64) {
    let amount = Money(nanodollars: nanodollars)
    let up = amount.roundedUp
    #expect(up >= amount)
    // Above this nothing can be rounded up any more.
    if nanodollars < Int64.max - 10_000_000 { #expect(Money(dollars: up.description) == up) }
    #expect(up.nanodollars - amount.nanodollars < max(nanodollars / 90, 1))
  }
}
