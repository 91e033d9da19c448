extension TokenRange {
  /// The output tokens of one picture of gpt-image-2 or gpt-image-2.5, in integer arithmetic.
  ///
  /// With long and short side `L`, `S` and the quality's factor `q`, let `s` be `q·S/L` rounded half up;
  /// then the tokens are `q·s·(2 000 000 + width·height) / 4 000 000`, rounded up. They do not depend on
  /// the prompt, and are not monotone in area: a strip costs less than a square.
  ///
  /// - Parameters:
  ///   - factor: The quality's factor, `1...1000`; a row of the price table.
  ///   - size: The picture as rendered.
  /// - Note: Not published; from the public calculator's behaviour, it reproduces all published readings.
  public static func output(factor: Int, size: BilledSize) -> TokenRange {
    precondition((1...1_000).contains(factor), "a quality factor is small and positive")
    let long = max(size.width, size.height)
    let short = min(size.width, size.height)
    let patches = (2 * factor * short + long) / (2 * long)
    let weight = 2_000_000 + size.width * size.height
    return TokenRange(exactly: (factor * patches * weight + 3_999_999) / 4_000_000)
  }

  /// What one partial picture costs in output tokens.
  ///
  /// - Note: Published by the service.
  public static let partialPicture = 100

  /// The output tokens of one picture: of the model's table, or by the rule within the quality's spread.
  ///
  /// - Returns: `nil` for a size that the model's table does not list; zero where pictures have a price.
  static func output(
    of model: PricedModel, _ quality: PricedModel.Quality, size: BilledSize
  ) -> TokenRange? {
    if model.isPricedPerPicture { return .zero }
    if quality.outputs.isEmpty {
      return output(factor: quality.factor, size: size).scaled(byPercent: quality.spread)
    }
    return quality.outputs.first { $0.size == size }.map { TokenRange(exactly: $0.tokens) }
  }
}
