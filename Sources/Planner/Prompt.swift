internal import Billing
internal import EditModel
internal import Raster

/// What the places of a prompt are counted on: the canvas that is sent, or the picture as it is.
struct PromptSheet {
  let frame: SentFrame?
  let size: PixelSize
  /// The standing words go with it.
  let isSent: Bool

  /// - Parameter frame: `nil` when the picture goes as it is.
  init(_ frame: SentFrame?, of picture: PixelSize, isSent: Bool = true) {
    self.frame = frame
    self.isSent = isSent
    size = frame?.canvas ?? picture
  }

  fileprivate func place(of box: PixelRect) -> PixelRect { frame?.place(of: box) ?? box }
}

/// The prompts of calls, and what they measure without being built.
///
/// A single instruction is sent as typed. Several are numbered, and each says where it applies.
struct Prompt {
  /// An instruction's text, as typed and on one line, and where it applies.
  struct Item {
    let text: String
    fileprivate let line: String
    fileprivate let measures: Measures

    var characterCount: Int { measures.text.characterCount }

    /// Apart from the words, so that measuring touches no text.
    fileprivate struct Measures {
      /// `nil` for the whole picture.
      let box: PixelRect?
      let text: TextMeasure
      let line: TextMeasure
    }

    init(box: PixelRect?, text: String) {
      self.text = text
      // Every line break is a control character or not ASCII.
      let isOneLine = text.utf8.allSatisfy { (0x20..<0x80).contains($0) }
      line = isOneLine ? text : text.split(whereSeparator: \.isNewline).joined(separator: " ")
      let measure = TextMeasure(text)
      measures = Measures(box: box, text: measure, line: isOneLine ? measure : TextMeasure(line))
    }
  }

  private var items: [Item]
  private var measures: [Item.Measures]
  /// Ends every prompt that is sent, on a line of its own; empty without such words.
  private let ending: String
  private let endingMeasure: TextMeasure
  /// The most characters of an item's line.
  private let longestLine: Int
  private let heads: [TextMeasure]
  private let numbers: [TextMeasure]

  /// - Parameter mergeMax: Most items of one prompt.
  init(items: [Item], mergeMax: Int, standingWords: String = "") {
    self.items = items
    measures = items.map(\.measures)
    longestLine = measures.map(\.line.characterCount).max() ?? 0
    ending = standingWords.isEmpty ? "" : "\n" + standingWords
    endingMeasure = TextMeasure(ending)
    let most = min(mergeMax, max(items.count, 1))
    heads = (0...most).map { TextMeasure(Self.head($0)) }
    numbers = (0...most).map { TextMeasure(Self.number($0) + Self.colon) }
  }

  /// The prompts of some of these items, or of the same ones in another order.
  func rearranged(_ items: [Item]) -> Prompt {
    var copy = self
    copy.items = items
    copy.measures = items.map(\.measures)
    return copy
  }

  func text(of call: Range<Int>, on sheet: PromptSheet) -> String {
    let ending = sheet.isSent ? ending : ""
    guard call.count > 1 else { return items[call.lowerBound].text + ending }
    let lines = items[call].enumerated().map { offset, item in
      let place =
        item.measures.box.map { Place.sentence(for: sheet.place(of: $0), in: sheet.size) }
        ?? Place.wholePicture
      return Self.number(offset + 1) + place + Self.colon + item.line
    }
    return Self.head(call.count) + lines.joined() + ending
  }

  /// The measure of `text(of:on:)`: parts end in spaces and line breaks, so their measures add up.
  func measure(of call: Range<Int>, on sheet: PromptSheet) -> TextMeasure {
    var sum = sheet.isSent ? endingMeasure : .zero
    guard call.count > 1 else { return measures[call.lowerBound].text + sum }
    sum += heads[call.count]
    for index in call {
      let item = measures[index]
      sum += numbers[index - call.lowerBound + 1] + item.line
      sum +=
        item.box.map { Place.measure(for: sheet.place(of: $0), in: sheet.size) } ?? Self.wholePicture
    }
    return sum
  }

  /// True when no prompt of so many items can be longer, so that none need be measured.
  func isSurelyWithin(_ limit: Int, _ count: Int) -> Bool {
    endingMeasure.characterCount + Self.mostAround * (count + 1) + longestLine * count <= limit
  }

  /// More characters than a head has, or a number with a place.
  private static let mostAround = 300

  private static let wholePicture = TextMeasure(Place.wholePicture)
  private static let colon = ": "

  private static func head(_ count: Int) -> String {
    "Make these \(count) changes to the picture and leave everything else as it is."
  }

  private static func number(_ number: Int) -> String { "\n\(number). " }
}
