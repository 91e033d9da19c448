public import EditModel

/// What the price table knows of one model.
public struct PricedModel: Hashable, Sendable {
  /// A quality that can be asked for, and its factor in the rule of output tokens.
  public struct Quality: Hashable, Sendable {
    public let name: String
    public let factor: Int
  }

  /// The dated snapshot where there is one, so that a price stays tied to what was asked.
  public let id: String
  /// The name that follows the newest snapshot, or `nil`.
  public let alias: String?
  /// The announced last day, `YYYY-MM-DD`, or `nil`.
  public let ends: String?
  public internal(set) var sizes: SizeRule?
  /// Cheapest first.
  public internal(set) var qualities: [Quality]
  /// One row a kind, in the order of `TokenKind`.
  public internal(set) var prices: [PriceRow]

  public func price(of kind: TokenKind) -> PriceRow? { prices.first { $0.kind == kind } }
}

extension PricedModel: Comparable {
  public static func < (left: PricedModel, right: PricedModel) -> Bool { left.id < right.id }
}
