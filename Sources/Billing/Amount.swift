/// What a call may cost, before it: a range whose upper end is what a budget reserves.
public struct Estimate: Hashable, Sendable, Codable {
  public let low: Money
  public let high: Money

  public static let zero = Estimate(low: .zero, high: .zero)

  /// - Precondition: `low <= high`.
  public init(low: Money, high: Money) {
    precondition(low <= high, "a range starts at its lower end")
    self.low = low
    self.high = high
  }

  public static func + (left: Estimate, right: Estimate) -> Estimate {
    Estimate(low: left.low + right.low, high: left.high + right.high)
  }
}

/// What a budget holds while a call is under way.
public enum Reservation: Hashable, Sendable {
  /// The provider costs nothing.
  case free
  /// The upper estimate, and the price row it was computed from.
  case held(Money, row: String)
}

/// What a provider reported after a call.
public enum Actual: Hashable, Sendable {
  /// The provider costs nothing.
  case free
  /// Computed from the reported usage with this price row.
  case billed(Money, row: String)
}

extension Reservation: Codable {
  public init(from decoder: any Decoder) throws {
    let stored = try StoredAmount(from: decoder)
    self = stored.row.map { .held(stored.amount, row: $0) } ?? .free
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .free: try StoredAmount(amount: .zero, row: nil).encode(to: encoder)
    case .held(let amount, let row): try StoredAmount(amount: amount, row: row).encode(to: encoder)
    }
  }
}

extension Actual: Codable {
  public init(from decoder: any Decoder) throws {
    let stored = try StoredAmount(from: decoder)
    self = stored.row.map { .billed(stored.amount, row: $0) } ?? .free
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .free: try StoredAmount(amount: .zero, row: nil).encode(to: encoder)
    case .billed(let amount, let row): try StoredAmount(amount: amount, row: row).encode(to: encoder)
    }
  }
}

/// The stored form of an amount: nano-dollars, and the price row unless it is free.
private struct StoredAmount: Codable {
  enum CodingKeys: String, CodingKey {
    case amount = "nanodollars"
    case row
  }

  let amount: Money
  let row: String?
}
