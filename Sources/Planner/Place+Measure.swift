internal import Billing
internal import Raster

extension Place {
  /// The measure of `sentence(for:in:)`, without building it.
  ///
  /// The words depend on the thirds alone, and a number's measure on how many digits it has; all are parted
  /// by spaces and commas, so their measures add up.
  static func measure(for box: PixelRect, in picture: PixelSize) -> TextMeasure {
    let across = PlaceMeasures.number(box.x) + PlaceMeasures.number(box.maxX - 1)
    let down = PlaceMeasures.number(box.y) + PlaceMeasures.number(box.maxY - 1)
    return PlaceMeasures.words(for: Thirds(of: box, in: picture)) + across + down
      + PlaceMeasures.size(picture)
  }
}

/// The measures of the parts of a place's sentence.
private enum PlaceMeasures {
  /// Everything of the sentence but its numbers.
  static func words(for thirds: Place.Thirds) -> TextMeasure {
    table[(thirds.across ?? 3) * 4 + (thirds.down ?? 3)]
  }

  static func number(_ number: Int) -> TextMeasure { numbers[digits(number)] }

  /// Of `1536x1024`.
  static func size(_ size: PixelSize) -> TextMeasure {
    sizes[digits(size.width) * (mostDigits + 1) + digits(size.height)]
  }

  private static let mostDigits = 19

  /// The sign of a negative number counts as a digit, which no place has.
  private static func digits(_ number: Int) -> Int {
    var (count, bound) = (1, 10)
    while number >= bound, count < mostDigits - 1 { (count, bound) = (count + 1, bound * 10) }
    return count
  }

  private static let numbers = (0...mostDigits).map { TextMeasure(ones($0)) }

  private static let sizes = (0...mostDigits).flatMap { width in
    (0...mostDigits).map { height in TextMeasure("\(ones(width))x\(ones(height))") }
  }

  private static func ones(_ count: Int) -> String { String(repeating: "1", count: count) }

  /// By thirds across and down, of which the fourth is a covered side.
  private static let table: [TextMeasure] = {
    let parts = [", x ", " to ", " and y ", " to ", " of ", " pixels", "In "]
    let fixed = parts.map { TextMeasure($0) }.reduce(.zero, +)
    let picture = PixelSize(width: 9, height: 9)
    return (0..<16).map { index in
      let (across, down) = (index / 4, index % 4)
      let box = PixelRect(
        x: across == 3 ? 0 : 3 * across, y: down == 3 ? 0 : 3 * down, width: across == 3 ? 9 : 3,
        height: down == 3 ? 9 : 3)
      return TextMeasure(Place.words(for: box, in: picture)) + fixed
    }
  }()
}
