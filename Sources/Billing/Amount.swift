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

  /// What the left one is more than the right one, each end against the other's opposite.
  package static func - (left: Estimate, right: Estimate) -> Estimate {
    Estimate(low: left.low - right.high, high: left.high - right.low)
  }

  public static func + (left: Estimate, right: Estimate) -> Estimate {
    Estimate(low: left.low + right.low, high: left.high + right.high)
  }

  private enum CodingKeys: String, CodingKey { case low, high }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    low = try container.decode(Money.self, forKey: .low)
    high = try container.decode(Money.self, forKey: .high)
    guard low <= high else {
      throw DecodingError.dataCorruptedError(
        forKey: .low, in: container, debugDescription: "a range starts at its lower end")
    }
  }
}

/// What a budget holds while a call is under way.
public enum Reservation: Hashable, Sendable {
  /// The provider costs nothing.
  case free
  /// The upper estimate, and the price row or rows that it was computed from.
  case held(Money, row: String)
  /// Nobody knows the price: an equal share of what the user allows the run to cost.
  case share(Money)

  /// What is held, or `nil` when the call is free.
  public var amount: Money? {
    switch self {
    case .free: nil
    case .held(let amount, _), .share(let amount): amount
    }
  }

  /// An equal share for each of `count` calls, rounded down so that together they never hold more.
  ///
  /// - Precondition: `count >= 1`.
  public static func share(of allowed: Money, among count: Int) -> Reservation {
    precondition(count >= 1, "a share is for at least one call")
    return .share(Money(nanodollars: allowed.nanodollars / Int64(count)))
  }
}

/// What a provider reported after a call.
public enum Actual: Hashable, Sendable {
  /// The provider costs nothing.
  case free
  /// Computed from the reported usage with the price row or rows that are named.
  case billed(Money, row: String)
  /// Something was billed, but no price row covers what was reported: the reservation stays charged.
  case unpriced

  /// What was billed, or `nil` when that is not known.
  public var amount: Money? {
    switch self {
    case .free: .zero
    case .billed(let amount, _): amount
    case .unpriced: nil
    }
  }
}

extension Reservation: Codable {
  public init(from decoder: any Decoder) throws {
    let stored = try StoredAmount(from: decoder)
    let amount = try stored.requiredAmount(decoder)
    if stored.unpriced == true {
      self = .share(amount)
    } else {
      self = stored.row.map { .held(amount, row: $0) } ?? .free
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .free: try StoredAmount(amount: .zero).encode(to: encoder)
    case .held(let amount, let row): try StoredAmount(amount: amount, row: row).encode(to: encoder)
    case .share(let amount): try StoredAmount(amount: amount, unpriced: true).encode(to: encoder)
    }
  }
}

extension Actual: Codable {
  public init(from decoder: any Decoder) throws {
    let stored = try StoredAmount(from: decoder)
    if stored.unpriced == true {
      self = .unpriced
    } else {
      let amount = try stored.requiredAmount(decoder)
      self = stored.row.map { .billed(amount, row: $0) } ?? .free
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .free: try StoredAmount(amount: .zero).encode(to: encoder)
    case .billed(let amount, let row): try StoredAmount(amount: amount, row: row).encode(to: encoder)
    case .unpriced: try StoredAmount(unpriced: true).encode(to: encoder)
    }
  }
}

/// The stored form of an amount: nano-dollars unless they are not known, and the price row unless it is free.
private struct StoredAmount: Codable {
  enum CodingKeys: String, CodingKey {
    case amount = "nanodollars"
    case row
    case unpriced
  }

  var amount: Money?
  var row: String?
  /// Only ever written as true.
  var unpriced: Bool?

  func requiredAmount(_ decoder: any Decoder) throws -> Money {
    guard let amount else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "no amount"))
    }
    return amount
  }
}
