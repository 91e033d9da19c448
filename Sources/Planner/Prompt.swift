internal import Billing

/// The prompts of calls, and what they measure without being built.
///
/// A single instruction is sent as typed. Several are numbered, and each says where it applies.
struct Prompt {
  /// Where the instruction applies, and its text on one line.
  struct Item {
    let text: String
    let line: String
    let textMeasure: TextMeasure
    let lineMeasure: TextMeasure

    init(place: String, text: String) {
      self.text = text
      // Every line break is a control character or not ASCII.
      let isOneLine = text.utf8.allSatisfy { (0x20..<0x80).contains($0) }
      let flat =
        isOneLine ? text : text.split(whereSeparator: \.isNewline).joined(separator: " ")
      let head = "\(place): "
      line = head + flat
      textMeasure = TextMeasure(text)
      lineMeasure = TextMeasure(head) + (isOneLine ? textMeasure : TextMeasure(flat))
    }
  }

  private var items: [Item]
  /// Ends every prompt, on a line of its own; empty without such words.
  private let ending: String
  private let endingMeasure: TextMeasure
  private let heads: [TextMeasure]
  private let numbers: [TextMeasure]

  /// - Parameter mergeMax: Most items of one prompt.
  init(items: [Item], mergeMax: Int, standingWords: String = "") {
    self.items = items
    ending = standingWords.isEmpty ? "" : "\n" + standingWords
    endingMeasure = TextMeasure(ending)
    let most = min(mergeMax, max(items.count, 1))
    heads = (0...most).map { TextMeasure(Self.head($0)) }
    numbers = (0...most).map { TextMeasure(Self.number($0)) }
  }

  /// The prompts of some of these items, or of the same ones in another order.
  func rearranged(_ items: [Item]) -> Prompt {
    var copy = self
    copy.items = items
    return copy
  }

  func text(of call: Range<Int>) -> String {
    guard call.count > 1 else { return items[call.lowerBound].text + ending }
    let lines = items[call].enumerated().map { Self.number($0.offset + 1) + $0.element.line }
    return Self.head(call.count) + lines.joined() + ending
  }

  /// The measure of `text(of:)`: parts end in spaces and line breaks, so their measures add up.
  func measure(of call: Range<Int>) -> TextMeasure {
    guard call.count > 1 else { return items[call.lowerBound].textMeasure + endingMeasure }
    var sum = heads[call.count]
    for (offset, item) in items[call].enumerated() { sum += numbers[offset + 1] + item.lineMeasure }
    return sum + endingMeasure
  }

  private static func head(_ count: Int) -> String {
    "Make these \(count) changes to the picture and leave everything else as it is."
  }

  private static func number(_ number: Int) -> String { "\n\(number). " }
}
