/// Monotone maps of luma onto luma, `0...65280`; both ends stay where they are unless it is said otherwise.
enum Curve {
  private static let full = FixedColour.full

  /// Multiplies small values by `1 + permille / 1000` and rolls off towards white: with `v` in `0...1` and
  /// `p` the share, `(1 + p) v / (1 + p v²)`.
  ///
  /// The slope is `1 + p` at black and `(1 - p) / (1 + p)` at white, so the curve is monotone up to `p = 1`.
  static func shoulder(_ value: Int, permille: Int, full: Int = full) -> Int {
    let square = full * full
    return (1000 + permille) * value * square / (1000 * square + permille * value * value)
  }

  /// Steepens the curve around `pivot` by `1 + permille / 1000`; a shoulder above it and a toe below.
  static func contrast(_ value: Int, permille: Int, pivot: Int) -> Int {
    value >= pivot
      ? pivot + shoulder(value - pivot, permille: permille, full: full - pivot)
      : pivot - shoulder(pivot - value, permille: permille, full: pivot)
  }

  /// Multiplies the odds `v / (1 - v)` by `odds / 4096`: moves the middle, keeps both ends, keeps order.
  static func tilt(_ value: Int, odds: Int) -> Int {
    full * odds * value / (odds * value + 4096 * (full - value))
  }

  /// The odds factor of `tilt` that takes `from` to `to`, between 1/16 and 16 in 1/4096.
  static func odds(from: Int, to: Int) -> Int {
    let above = to * (full - from)
    let below = from * (full - to)
    guard below > 0 else { return 16 * 4096 }
    return min(max(4096 * above / below, 4096 / 16), 16 * 4096)
  }
}
