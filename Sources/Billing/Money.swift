/// An amount of US dollars in whole nano-dollars (10⁻⁹ $), so that sums are exact.
public struct Money: Hashable, Sendable, Comparable {
  public let nanodollars: Int64

  public static let zero = Money(nanodollars: 0)

  /// More is no amount of ours, and sums of less stay far from overflowing.
  static let million = Money(nanodollars: 1_000_000_000_000_000)

  public init(nanodollars: Int64) {
    self.nanodollars = nanodollars
  }

  public static func < (left: Money, right: Money) -> Bool { left.nanodollars < right.nanodollars }

  /// - Precondition: the sum fits into 64 bits, about nine billion dollars.
  public static func + (left: Money, right: Money) -> Money {
    Money(nanodollars: left.nanodollars + right.nanodollars)
  }

  public static func - (left: Money, right: Money) -> Money {
    Money(nanodollars: left.nanodollars - right.nanodollars)
  }

  public static func += (left: inout Money, right: Money) { left = left + right }

  /// - Precondition: the product fits into 64 bits.
  public static func * (left: Money, right: Int) -> Money {
    Money(nanodollars: left.nanodollars * Int64(right))
  }
}

extension Money: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    nanodollars = try container.decode(Int64.self)
    guard nanodollars.magnitude <= Self.million.nanodollars.magnitude else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "amount out of range")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(nanodollars)
  }
}
