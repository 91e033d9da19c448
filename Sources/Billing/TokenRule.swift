/// By which account of tokens a call is priced; where published accounts disagree, each has its name.
public enum TokenRule: Hashable, Sendable {
  /// As readings of bills show it; what budgets hold.
  case measured
  /// A picture that is sent counts as the characters of its base64 text by four, so as a third of its bytes.
  ///
  /// Output is counted as measured. See `TokenRange.base64(_:)`.
  case base64
  /// Tokens as measured, with pictures at the rates of text, in and out.
  case textRates
  /// Each picture that is asked for costs so much, what is sent nothing.
  case flat(Money)

  private static let flatPrefix = "flat:"
  /// So that no product overflows.
  private static let dearestPicture = Money(nanodollars: 10_000_000_000_000)

  /// `measured`, `base64`, `text-rates`, or `flat:` with dollars, at most 10,000, like `flat:0.04`.
  public init?(name: String) {
    switch name {
    case "measured": self = .measured
    case "base64": self = .base64
    case "text-rates": self = .textRates
    default:
      guard name.hasPrefix(Self.flatPrefix),
        let price = Money(dollars: name.dropFirst(Self.flatPrefix.count)), price <= Self.dearestPicture
      else { return nil }
      self = .flat(price)
    }
  }

  /// The name that gives this rule again.
  public var name: String {
    switch self {
    case .measured: "measured"
    case .base64: "base64"
    case .textRates: "text-rates"
    case .flat(let price): Self.flatPrefix + price.exactDollars
    }
  }

  /// The forms of all names.
  public static let names = ["measured", "base64", "text-rates", "flat:DOLLARS"]
}

extension Money {
  /// All digits of an amount in dollars, at least two decimals, without a sign of currency.
  package var exactDollars: String {
    let digits = String(nanodollars.magnitude % 1_000_000_000)
    var fraction = String(repeating: "0", count: 9 - digits.count) + digits
    while fraction.count > 2 && fraction.last == "0" { fraction.removeLast() }
    return (nanodollars < 0 ? "-" : "") + "\(nanodollars.magnitude / 1_000_000_000).\(fraction)"
  }
}
