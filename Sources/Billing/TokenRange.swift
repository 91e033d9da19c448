/// How many tokens something may be counted as, both ends included.
public struct TokenRange: Hashable, Sendable {
  public let low: Int
  public let high: Int

  public static let zero = TokenRange(exactly: 0)

  /// - Precondition: `0 <= low && low <= high`.
  public init(low: Int, high: Int) {
    precondition(0 <= low && low <= high, "a range of tokens starts at its lower end, at least 0")
    self.low = low
    self.high = high
  }

  public init(exactly count: Int) {
    self.init(low: count, high: count)
  }

  public func contains(_ count: Int) -> Bool { low <= count && count <= high }

  public static func + (left: TokenRange, right: TokenRange) -> TokenRange {
    TokenRange(low: left.low + right.low, high: left.high + right.high)
  }

  public static func += (left: inout TokenRange, right: TokenRange) { left = left + right }

  /// The same tokens so many times over.
  ///
  /// - Precondition: `count >= 0`.
  public static func * (left: TokenRange, count: Int) -> TokenRange {
    TokenRange(low: left.low * count, high: left.high * count)
  }

  /// From the lower end at the lower percentage, rounded down, to the upper one at the upper, rounded up.
  func scaled(byPercent percent: ClosedRange<Int>) -> TokenRange {
    TokenRange(low: low * percent.lowerBound / 100, high: (high * percent.upperBound + 99) / 100)
  }
}

/// Width and height of a picture in pixels, as token rules see it.
public struct BilledSize: Hashable, Sendable {
  public let width: Int
  public let height: Int

  /// Longest side that the token rules take; beyond it their products could overflow.
  public static let longestSide = 1_000_000

  /// - Precondition: both sides are in `1...longestSide`.
  public init(width: Int, height: Int) {
    let sides = 1...Self.longestSide
    precondition(sides.contains(width) && sides.contains(height), "a billed picture has pixels")
    self.width = width
    self.height = height
  }
}

extension BilledSize: CustomStringConvertible {
  /// `1536x1024`.
  public var description: String { "\(width)x\(height)" }

  /// The size written as `description` writes it, or `nil`.
  package init?(_ text: String) {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard sides.count == 2, sides.allSatisfy((1...Self.longestSide).contains) else { return nil }
    self.init(width: sides[0], height: sides[1])
    guard description == text else { return nil }
  }
}
