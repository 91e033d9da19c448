internal import Raster

/// A prompt as the service's model understands it: instructions, and where each applies.
///
/// Several instructions are read from a first line `Make these 2 changes to …` and lines like
/// `1. In the upper left, x 58 to 197 and y 91 to 250 of 600x400 pixels: make it brighter`, edges inclusive, or
/// `2. Over the whole picture: add grain`. Everything else is one instruction for the whole editable area. Lines
/// behind the instructions are remarks about all of them, which this service heeds as little as it must.
struct EditPrompt: Hashable, Sendable {
  struct Item: Hashable, Sendable {
    let text: String
    /// `nil` means everywhere.
    let place: Place?
  }

  struct Place: Hashable, Sendable {
    let box: PixelRect
    /// The size of the picture in whose pixels the box is stated.
    let picture: PixelSize
  }

  let items: [Item]

  init(_ prompt: String) {
    let lines = prompt.split(separator: "\n", omittingEmptySubsequences: false)
    guard let count = Self.statedCount(lines[0]), count > 0, count <= lines.count - 1 else {
      items = [Item(text: String(lines[0]), place: nil)]
      return
    }
    let numbered = lines[1...count].enumerated().map { Self.item($0.element, number: $0.offset + 1) }
    items = numbered.contains(nil) ? [Item(text: prompt, place: nil)] : numbered.compactMap { $0 }
  }

  private static func statedCount(_ line: Substring) -> Int? {
    var reader = WordReader(line)
    guard reader.take("Make these "), let count = reader.number(), reader.take(" changes") else { return nil }
    return count
  }

  private static func item(_ line: Substring, number: Int) -> Item? {
    var reader = WordReader(line)
    guard reader.take("\(number). ") else { return nil }
    let text = reader.rest
    if reader.take("Over the whole picture: ") { return Item(text: reader.rest, place: nil) }
    guard let place = place(&reader) else { return Item(text: text, place: nil) }
    return Item(text: reader.rest, place: place)
  }

  private static func place(_ reader: inout WordReader) -> Place? {
    guard reader.take("In "), reader.skip(past: ", x "), let left = reader.number(), reader.take(" to "),
      let right = reader.number(), reader.take(" and y "), let top = reader.number(), reader.take(" to "),
      let bottom = reader.number(), reader.take(" of "), let width = reader.number(), reader.take("x"),
      let height = reader.number(), reader.take(" pixels: ")
    else { return nil }
    let box = PixelRect(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
    guard !box.isEmpty, width > 0, height > 0 else { return nil }
    return Place(box: box, picture: PixelSize(width: width, height: height))
  }
}

extension EditPrompt {
  /// Where each item applies on a canvas; `nil` means everywhere.
  ///
  /// Boxes stated for a picture of another size are taken as those of a picture that lies on the canvas scaled to
  /// fit, or as it is with padding, whichever makes all boxes together more like the editable area's box; they
  /// share their middle.
  ///
  /// - Parameter editable: The box of the editable area.
  func boxes(on canvas: PixelSize, editable: PixelRect) -> [PixelRect?] {
    let places = items.map(\.place)
    let all = places.compactMap { $0?.box }
    guard let first = all.first else { return places.map { _ in nil } }
    let stated = all.dropFirst().reduce(first) { $0.union($1) }
    return places.map { place in
      guard let place else { return nil }
      if place.picture == canvas { return place.box }
      return Placement(of: place.picture, on: canvas, stated: stated, editable: editable).box(place.box)
    }
  }
}

/// How a picture of another size lies on the canvas, as far as the editable area shows it.
private struct Placement {
  private let scale: (numerator: Int, denominator: Int)
  private let stated: PixelRect
  private let editable: PixelRect

  init(of picture: PixelSize, on canvas: PixelSize, stated: PixelRect, editable: PixelRect) {
    let isWide = canvas.width * picture.height <= canvas.height * picture.width
    let fitted = isWide ? (canvas.width, picture.width) : (canvas.height, picture.height)
    let (found, long) =
      stated.width >= stated.height ? (editable.width, stated.width) : (editable.height, stated.height)
    let asItIs = abs(found - long) * fitted.1
    scale = asItIs <= abs(found * fitted.1 - long * fitted.0) ? (1, 1) : fitted
    self.stated = stated
    self.editable = editable
  }

  /// The box on the canvas, rounded outwards.
  func box(_ box: PixelRect) -> PixelRect {
    let x = stretch(box.x, box.maxX, from: stated.x + stated.maxX, to: editable.x + editable.maxX)
    let y = stretch(box.y, box.maxY, from: stated.y + stated.maxY, to: editable.y + editable.maxY)
    return PixelRect(x: x.lowerBound, y: y.lowerBound, width: x.count, height: y.count)
  }

  /// - Parameters:
  ///   - source: Twice the middle of what is stated.
  ///   - target: Twice the middle of the editable area.
  private func stretch(_ start: Int, _ end: Int, from source: Int, to target: Int) -> Range<Int> {
    let divisor = 2 * scale.denominator
    let low = target * scale.denominator + (2 * start - source) * scale.numerator
    let high = target * scale.denominator + (2 * end - source) * scale.numerator
    let first = Int((Double(low) / Double(divisor)).rounded(.down))
    return first..<max(Int((Double(high) / Double(divisor)).rounded(.up)), first)
  }
}

/// Reads a line from its beginning.
private struct WordReader {
  private var text: Substring

  init(_ text: Substring) {
    self.text = text
  }

  var rest: String { String(text) }

  mutating func take(_ prefix: String) -> Bool {
    guard text.hasPrefix(prefix) else { return false }
    text = text.dropFirst(prefix.count)
    return true
  }

  /// Goes on behind the first occurrence of `mark`.
  mutating func skip(past mark: String) -> Bool {
    var candidate = text
    while !candidate.isEmpty {
      if candidate.hasPrefix(mark) {
        text = candidate.dropFirst(mark.count)
        return true
      }
      candidate = candidate.dropFirst()
    }
    return false
  }

  /// Up to six digits.
  mutating func number() -> Int? {
    let digits = text.prefix { ("0"..."9").contains($0) }
    guard digits.utf8.count <= 6, let number = Int(digits) else { return nil }
    text = text[digits.endIndex...]
    return number
  }
}
