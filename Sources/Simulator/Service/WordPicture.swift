internal import Raster
internal import Retouch

/// A picture made up from the words of a prompt: a sky and a ground with a shape for each further word, in
/// colours that the words name.
struct WordPicture: Sendable {
  let prompt: String
  let size: PixelSize
  /// The sky is left out.
  let isTransparent: Bool
  let seed: UInt64
  let bands: Bands

  private static let mostShapes = 6

  func rendered(index: Int) throws(RasterError) -> Bitmap {
    var numbers = SplitMix64(seed: seed &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15)
    var colours = WordColours(prompt, seed: numbers.next())
    var picture = backdrop(from: colours.next(), to: colours.next())
    let words = prompt.split { !$0.isLetter }.count
    for number in 0..<min(max(words, 1), Self.mostShapes) {
      let shape = try shape(number, &numbers)
      let layer = Bitmap(width: size.width, height: size.height, filledWith: colours.next())
      try picture.compose(layer, through: shape, bands: bands)
    }
    return picture
  }

  private func backdrop(from top: Colour, to bottom: Colour) -> Bitmap {
    let (width, height) = (size.width, size.height)
    let samples = bands.makeRows(of: UInt8.self, rowLength: 4 * width, height: height) { rows, part in
      for y in rows {
        let share = height > 1 ? 255 * y / (height - 1) : 0
        let channels = [(top.red, bottom.red), (top.green, bottom.green), (top.blue, bottom.blue)]
        let pixel = channels.map { UInt8((Int($0.0) * (255 - share) + Int($0.1) * share + 127) / 255) }
        let start = 4 * width * (y - rows.lowerBound)
        for x in 0..<width {
          for channel in 0..<3 { part[start + 4 * x + channel] = pixel[channel] }
          part[start + 4 * x + 3] = isTransparent ? 0 : 255
        }
      }
    }
    return Bitmap(width: width, height: height, samples: samples)
  }

  private func shape(_ number: Int, _ numbers: inout SplitMix64) throws(RasterError) -> Mask {
    let (width, height) = (Double(size.width), Double(size.height))
    func share() -> Double { Double(numbers.next(below: 1000)) / 1000 }
    let (x, y) = (width * share(), height * share())
    let side = min(width, height) * (0.08 + 0.2 * share())
    if number % 2 == 0 {
      return try Mask.ellipse(
        in: size, centreX: x, centreY: y, radiusX: side, radiusY: side * (0.5 + share()), bands: bands)
    }
    return try Mask.rectangle(
      in: size, x: x - side, y: y - side / 2, width: 2 * side, height: side * (0.5 + share()),
      cornerRadius: side / 8, bands: bands)
  }
}

/// The colours that a text names, in its order, and then others that follow from a seed.
struct WordColours: Sendable {
  private var named: [Colour]
  private var numbers: SplitMix64

  private static let mostWords = 200

  init(_ text: String, seed: UInt64) {
    let words = text.split(maxSplits: Self.mostWords) { !$0.isLetter }.prefix(Self.mostWords)
    named = words.compactMap { Self.colour(of: $0) }.reversed()
    numbers = SplitMix64(seed: seed)
  }

  mutating func next() -> Colour {
    if let colour = named.popLast() { return colour }
    let bits = numbers.next()
    return Colour(
      red: UInt8(truncatingIfNeeded: bits), green: UInt8(truncatingIfNeeded: bits >> 8),
      blue: UInt8(truncatingIfNeeded: bits >> 16))
  }

  private static func colour(of word: Substring) -> Colour? {
    guard word.utf8.count < 16, word.utf8.allSatisfy({ $0 < 0x80 }),
      let instruction = try? LocalInstruction.parse("fill with \(word)"),
      case .fill(.colour(let colour))? = instruction.adjustments.first
    else { return nil }
    return colour
  }
}
