/// How long the real service takes for a picture.
///
/// - Note: Measured by third parties on gpt-image-2, 1024x1024: medium (1,756 output tokens) 66 to 80 s, high
///   (7,024) 195 s in the middle and 280 s at the 95th percentile, one reference more about 10 s. A line through
///   the two middles gives 32 s and 23 ms a token. The 2.5 flare model takes half, the 2.6 flare model 8 to 12 s.
enum LatencyTable {
  private static let base = 32.0
  private static let perToken = 0.0232
  private static let perReference = 10.0
  /// The slowest twentieth against the middle.
  private static let slowFactor = 280.0 / 195.0

  /// - Parameters:
  ///   - charge: What was made; the pictures of one call are made side by side.
  ///   - references: Pictures sent beside the first.
  ///   - chance: 0 to 1; 0.5 is the middle, from 0.95 on it is slow.
  /// - Returns: Seconds.
  static func seconds(for charge: Charge, references: Int, chance: Double) -> Double {
    let tokens = Double(charge.usage.imageOut) / Double(max(1, charge.images))
    let middle = base + perToken * tokens + perReference * Double(max(0, references))
    let spread = chance < 0.95 ? 0.9 + 0.2 * chance / 0.95 : slowFactor
    return middle * factor(charge.model) * spread
  }

  private static func factor(_ model: String) -> Double {
    if model.hasPrefix("gpt-image-2.6") && model.hasSuffix("flare") { return 0.14 }
    return model.contains("flare") ? 0.5 : 1
  }
}
