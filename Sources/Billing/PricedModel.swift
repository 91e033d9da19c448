public import EditModel

/// What the price table knows of one model.
public struct PricedModel: Hashable, Sendable {
  /// A quality that can be asked for, and its factor in the rule of output tokens.
  public struct Quality: Hashable, Sendable {
    public let name: String
    public let factor: Int
    /// What the model counts, in percent of the rule; `100...100` where the rule is exact.
    public internal(set) var spread = 100...100
    /// Where the spread was read, or the factor where there is no spread.
    public internal(set) var source: String

    /// Why the tokens are known only as a range: where that was read; `nil` where the rule is exact.
    public var uncertainty: String? { spread == 100...100 ? nil : source }
  }

  /// The dated snapshot where there is one, so that a price stays tied to what was asked.
  public let id: String
  /// The name that follows the newest snapshot, or `nil`.
  public internal(set) var alias: String?
  /// The announced day of its shutdown, `YYYY-MM-DD`, or `nil`.
  public internal(set) var ends: String?
  public internal(set) var sizes: SizeRule?
  /// Smallest factor first.
  public internal(set) var qualities: [Quality]
  /// At most one row a kind, in the order of `TokenKind`; all kinds but `textOut` are there.
  public internal(set) var prices: [PriceRow]

  public func price(of kind: TokenKind) -> PriceRow? { prices.first { $0.kind == kind } }
}

extension PricedModel: Comparable {
  public static func < (left: PricedModel, right: PricedModel) -> Bool { left.id < right.id }
}
