/// What a call may cost before it, with the tokens and the price rows that it was computed from.
///
/// Tokens are those of all variants together.
public struct CallEstimate: Hashable, Sendable {
  public let text: TokenRange
  public let imageIn: TokenRange
  public let imageOut: TokenRange
  public let amount: Estimate
  /// Text in, image in, image out; a single row where pictures have a price.
  public let rows: [PriceRow]
  /// Why the model's output is known only as a wide range: where that was read; `nil` where a rule is known.
  public let uncertainty: String?

  /// What a budget holds for it: the upper end.
  public var reservation: Reservation { .held(amount.high, row: PriceRow.summary(of: rows)) }
}
