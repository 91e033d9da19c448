/// What tokens are of, as they are priced.
public enum TokenKind: String, Hashable, Sendable, CaseIterable {
  case textIn = "text-in"
  case imageIn = "image-in"
  case imageOut = "image-out"
}

/// One price of the table: list price, when it was seen, and where.
public struct PriceRow: Hashable, Sendable {
  /// The line of the table, counted from 1.
  public let line: Int
  public let model: String
  public let kind: TokenKind
  /// Nano-dollars per token, which is exact for prices with up to three decimals per million tokens.
  public let rate: Money
  /// The day on which it was seen, `YYYY-MM-DD`.
  public let seen: String
  public let source: String

  package init(
    line: Int, model: String, kind: TokenKind, rate: Money, seen: String, source: String
  ) {
    self.line = line
    self.model = model
    self.kind = kind
    self.rate = rate
    self.seen = seen
    self.source = source
  }

  /// What this many tokens cost.
  public func cost(of tokens: TokenRange) -> Estimate {
    Estimate(low: rate * tokens.low, high: rate * tokens.high)
  }
}

extension PriceRow: CustomStringConvertible {
  /// `prices.tsv:12 image-out gpt-image-2-2026-04-21 2026-11-20`.
  public var description: String { "prices.tsv:\(line) \(kind.rawValue) \(model) \(seen)" }
}
