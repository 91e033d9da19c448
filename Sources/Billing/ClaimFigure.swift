/// One of our figures for a claim, with what it is of.
struct ClaimFigure {
  /// In thousand-millionths of the unit.
  let low: Int64
  let high: Int64
  /// `gpt-image-2 high 1024x1024`.
  let subject: String
  let isLive: Bool
  let rows: [PriceRow]

  var isExact: Bool { low == high }

  func text(_ unit: ClaimUnit) -> String { "\(number(unit)) (\(subject))" }

  func number(_ unit: ClaimUnit) -> String {
    let words = Self.words(unit)
    return (isExact ? [low] : [low, high]).map { Self.number($0, unit) }.joined(separator: " to ") + words
  }

  private static func words(_ unit: ClaimUnit) -> String {
    switch unit {
    case .dollars: ""
    case .dollarsPerMillion: " per million"
    case .tokens: " tokens"
    case .times: " times"
    case .perMinute: " a minute"
    }
  }

  private static func number(_ value: Int64, _ unit: ClaimUnit) -> String {
    switch unit {
    case .dollars, .dollarsPerMillion: return Money(nanodollars: value).description
    case .tokens, .perMinute: return grouped(value / 1_000_000_000)
    case .times:
      let tenths = (value + 50_000_000) / 100_000_000
      return "\(tenths / 10).\(tenths % 10)"
    }
  }

  static func grouped(_ value: Int64) -> String {
    let digits = Array(String(value))
    return digits.indices.map { index in
      let comma = index > 0 && (digits.count - index) % 3 == 0
      return (comma ? "," : "") + String(digits[index])
    }.joined()
  }
}
