/// A length or a coordinate in a picture.
package enum Length: Hashable, Sendable {
  case pixels(Double)
  /// Hundredths of one of the picture's sides.
  case percent(Double)

  /// The length in pixels of a picture with this side.
  package func pixels(ofSide side: Int) -> Double {
    switch self {
    case .pixels(let value): value
    case .percent(let value): value * Double(side) / 100
    }
  }
}

/// A place in a picture; percentages are of its width and its height.
package struct Location: Hashable, Sendable {
  package let x: Length
  package let y: Length

  package init(x: Length, y: Length) {
    self.x = x
    self.y = y
  }
}

/// The bounds of a length that is typed.
package struct LengthBounds: Hashable, Sendable {
  package let pixels: ClosedRange<Double>
  package let percent: ClosedRange<Double>

  /// Coordinates; a shape may reach beyond the picture.
  static let coordinate = LengthBounds(pixels: -100_000...100_000, percent: -1000...1000)
  /// Sides and half axes of shapes.
  static let extent = LengthBounds(pixels: 0.5...100_000, percent: 0.01...1000)
  /// Distances by which a mask's edge moves or softens.
  static let radius = LengthBounds(pixels: 0...512, percent: 0...100)
  /// The standard deviation of a feather.
  static let sigma = LengthBounds(pixels: 0...256, percent: 0...100)

  /// The bounds as they are shown.
  var rule: String {
    "\(Self.number(pixels.lowerBound)) to \(Self.number(pixels.upperBound)) pixels or "
      + "\(Self.number(percent.lowerBound))% to \(Self.number(percent.upperBound))%"
  }

  /// Reads `12`, `12.5` or `25%`; `nil` when the text is something else or out of bounds.
  ///
  /// Numbers are decimal digits with an optional sign and point: no exponents, no infinities.
  func length(_ text: some StringProtocol) -> Length? {
    let isPercent = text.last == "%"
    guard let value = Self.decimal(isPercent ? text.dropLast() : text[...]),
      (isPercent ? percent : pixels).contains(value)
    else { return nil }
    return isPercent ? .percent(value) : .pixels(value)
  }

  private static func decimal(_ text: some StringProtocol) -> Double? {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    let areDigits = parts.allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
    guard areDigits, (1...2).contains(parts.count) else { return nil }
    return Double(String(text))
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
  }
}
