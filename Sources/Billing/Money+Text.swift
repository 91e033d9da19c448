extension Money: CustomStringConvertible {
  /// The amount in dollars for people, like `$0.0538` or `$12.40`; never shown as zero unless it is zero.
  ///
  /// From one dollar on it is rounded to cents. Below, it is rounded to four decimals, or to as many as
  /// show three significant digits, and zeros at the end are dropped down to two decimals. Halves are
  /// rounded away from zero. The exact amount is `nanodollars`.
  public var description: String {
    let amount = nanodollars.magnitude
    let sign = nanodollars < 0 ? "-$" : "$"
    return sign + Self.dollars(Self.rounded(amount, decimals: Self.decimals(for: amount)))
  }

  /// The least amount that is not below this one and that `description` shows as it is: what a budget must be
  /// to suffice. Of a negative amount itself.
  public var roundedUp: Money {
    guard nanodollars > 0 else { return self }
    var step: Int64 = 1
    for _ in Self.decimals(for: nanodollars.magnitude)..<9 { step *= 10 }
    let (next, overflow) = nanodollars.addingReportingOverflow((step - nanodollars % step) % step)
    return overflow ? self : Money(nanodollars: next)
  }

  private static let unit: UInt64 = 1_000_000_000

  private static func decimals(for amount: UInt64) -> Int {
    if amount == 0 || amount >= unit { return 2 }
    var decimals = 4
    var threshold: UInt64 = unit / 100
    while amount < threshold && decimals < 9 {
      decimals += 1
      threshold /= 10
    }
    return decimals
  }

  private static func rounded(_ amount: UInt64, decimals: Int) -> UInt64 {
    var step: UInt64 = 1
    for _ in decimals..<9 { step *= 10 }
    let rest = amount % step
    return amount - rest + (rest * 2 >= step ? step : 0)
  }

  private static func dollars(_ amount: UInt64) -> String {
    var (fraction, decimals) = (amount % unit, 9)
    while decimals > 2 && fraction % 10 == 0 { (fraction, decimals) = (fraction / 10, decimals - 1) }
    let digits = String(fraction)
    return "\(amount / unit).\(String(repeating: "0", count: decimals - digits.utf8.count))\(digits)"
  }
}

extension Money {
  /// The amount written in dollars like `5`, `5.00` or `$0.05`, or `nil`.
  ///
  /// There is no sign, no exponent and no separator of thousands; digits stand on both sides of a point.
  /// More than nine decimals, which would not be whole nano-dollars, and amounts above 9,223,372,036
  /// dollars are refused too.
  public init?(dollars text: some StringProtocol) {
    let digits = Array(text.hasPrefix("$") ? text.utf8.dropFirst() : text.utf8.dropFirst(0))
    let parts = digits.split(
      separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = Self.number(parts[0]) else { return nil }
    var fraction: Int64 = 0
    if parts.count == 2 {
      guard parts[1].count <= 9, var value = Self.number(parts[1]) else { return nil }
      for _ in parts[1].count..<9 { value *= 10 }
      fraction = value
    }
    let (scaled, tooLarge) = whole.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflow) = scaled.addingReportingOverflow(fraction)
    guard !tooLarge, !overflow else { return nil }
    self.init(nanodollars: sum)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard !digits.isEmpty else { return nil }
    var value: Int64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      let (scaled, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = scaled.addingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
      guard !tooLarge, !overflow else { return nil }
      value = sum
    }
    return value
  }
}
