import Billing
import EditModel
import Raster

/// What a value may be; it reads the value and knows its bounds.
package enum ValueKind: Sendable {
  /// Any text that is not empty, shown in quotes.
  case text
  /// Any text that is not empty, shown without quotes.
  case value
  /// Text in quotes, or with a blank in it: one bare word is more likely the start of a remark.
  case remark
  /// A path, of a file with one of these endings if there are any.
  case path(endings: [String] = [])
  case name
  /// A name, with folders before it if the session is to stand elsewhere.
  case sessionName
  case selector
  case queueID
  case attemptID
  /// US dollars above zero, as 0.50.
  case dollars
  /// A decimal number.
  case number(ClosedRange<Double>)
  case wholeNumber(ClosedRange<Int>)
  case length(LengthBounds)
  case point
  /// A corner of a polygon, or `/` between two rings.
  case outline
  /// `#rgb` or `#rrggbb`.
  case colour
  case pixelSize
  /// A size, or the longer side alone.
  case savedSize
  case byteCount
  /// What a canvas is filled with where there is no picture.
  case canvasFill
  /// `all`, or a number counted from 1.
  case instance
  case choice([String])
  case settingKey
  case providerAndModel
  case helpTopic
  /// How tokens are counted.
  case tokenRule
  /// Another way of paying for the same.
  case whatIf
  /// A day in UTC, or a time.
  case moment

  var isText: Bool {
    switch self {
    case .text, .remark: true
    default: false
    }
  }

  /// What would be right, for help and messages; empty when anything is.
  package var rule: [String] {
    switch self {
    case .text, .value: ["text"]
    case .remark: ["text in quotes"]
    case .path(let endings):
      endings.isEmpty ? ["a path"] : ["a file name ending in " + Self.choice(endings.map { ".\($0)" })]
    case .name: [Name.rule]
    case .sessionName: [Name.rule + ", after a folder or not"]
    case .selector: ["@", "@-", "@-N", "source", "N", "tag:NAME", "sha:HEX"]
    case .queueID: ["eN", "fN"]
    case .attemptID: ["aN"]
    case .dollars: ["US dollars above 0, as 0.50"]
    case .number(let range): ["\(Self.plain(range.lowerBound)) to \(Self.plain(range.upperBound))"]
    case .wholeNumber(let range):
      range.upperBound == .max
        ? ["\(range.lowerBound) or more"] : ["\(range.lowerBound) to \(range.upperBound)"]
    case .length(let bounds): [bounds.rule]
    case .point: ["X,Y with " + LengthBounds.coordinate.rule]
    case .outline: ["X,Y with " + LengthBounds.coordinate.rule, "/"]
    case .colour: ["#rgb", "#rrggbb"]
    case .pixelSize: ["WxH, each 1 to 65535"]
    case .savedSize: ["WxH", "the longer side, 1 to 65535"]
    case .byteCount: ["a number of bytes, as 400000, 400k or 2M"]
    case .canvasFill: ["transparent", "edge", "#rrggbb"]
    case .instance: ["all", "1 or more"]
    case .choice(let values): values
    case .settingKey: Setting.all.map(\.key)
    case .providerAndModel: ["PROVIDER", "PROVIDER:MODEL"]
    case .helpTopic: Grammar.verbs.map(\.name) + ["local"]
    case .tokenRule: ["measured", "base64", "text-rates", "flat:USD"]
    case .whatIf: ["MODEL", "quality", "a quality's name", "batch", "rule", "a rule's name"]
    case .moment: ["YYYY-MM-DD", "YYYY-MM-DDTHH:MM:SS.mmmZ"]
    }
  }

  /// The word as it can be typed again.
  func typed(_ word: Word) -> String { isText ? Word.inQuotes(word.text) : Word.typed(word.text) }

  /// True when an optional operand takes the word and does not leave it to the next one.
  func accepts(_ word: Word) -> Bool {
    switch self {
    case .selector: word.origin != .quoted && Selector(word.text) != nil
    // A word that is refused here is left to the next operand, which reports it.
    default: (try? value(of: word, for: "")) != nil
    }
  }

  /// The typed value of a word, named by its label in problems.
  func value(of word: Word, for label: String) throws(Problem) -> any Sendable {
    if let value = reading(word) { return value }
    switch self {
    case .name, .sessionName: throw Problem(.badName, label, found: word.text, allowed: rule)
    case .settingKey:
      throw Problem(.unknownSetting, word.text, allowed: Spelling.suggestions(for: word.text, among: rule))
    case .helpTopic:
      throw Problem(.unknownVerb, word.text, allowed: Grammar.suggestions(for: word.text))
    default: throw Problem(.badValue, label, found: word.text, allowed: rule)
    }
  }

  private func reading(_ word: Word) -> (any Sendable)? {
    let text = word.text
    return switch self {
    case .text, .value: text.allSatisfy(\.isWhitespace) ? nil : text
    case .remark:
      [.quoted, .argument].contains(word.origin) && !text.allSatisfy(\.isWhitespace) ? text : nil
    case .path(let endings): Self.isPath(text, endings) ? text : nil
    case .name: Name.isLegal(text) ? text : nil
    case .sessionName: Self.isSessionName(text) ? text : nil
    case .selector: Selector(text)
    case .queueID: QueueID(text.lowercased())
    case .attemptID: AttemptID(text.lowercased())
    case .dollars: Money(dollars: text).flatMap { $0 > .zero ? $0 : nil }
    case .number(let range): Double(text).flatMap { range.contains($0) ? $0 : nil }
    case .wholeNumber(let range): Self.wholeNumber(text, in: range)
    case .length(let bounds): bounds.length(text)
    case .point: Self.point(text)
    case .outline: text == "/" ? OutlineWord.nextRing : Self.point(text).map(OutlineWord.corner)
    case .colour: Colour(hex: text)
    case .pixelSize: PixelSize(typed: text)
    case .savedSize: SavedSize(text)
    case .byteCount: ByteCount(text)?.bytes
    case .canvasFill: CanvasFill(typed: text)
    case .instance:
      text == "all"
        ? MaskFile.Instance.all : Self.wholeNumber(text, in: 1...Int.max).map(MaskFile.Instance.number)
    case .choice(let values): values.contains(text) ? text : nil
    case .settingKey: Setting.named(text)
    case .providerAndModel: ProviderChoice(text)
    case .helpTopic: HelpTopic(text)
    case .tokenRule: TokenRule(name: text)
    case .whatIf: WhatIfRequest(text)
    case .moment: Moment(text)
    }
  }

  /// A whole number without its decimal point.
  private static func plain(_ number: Double) -> String {
    Int(exactly: number).map { "\($0)" } ?? "\(number)"
  }

  private static func isPath(_ text: String, _ endings: [String]) -> Bool {
    guard !text.isEmpty, !text.utf8.contains(0) else { return false }
    let name = text.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    return endings.isEmpty
      || endings.contains { name.lowercased().hasSuffix("." + $0) && name.count > $0.count + 1 }
  }

  /// `a`, `a or b`, `a, b or c`.
  private static func choice(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  private static func isSessionName(_ text: String) -> Bool {
    let last = text.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    let name = last.hasSuffix(".session") ? last.dropLast(".session".count) : last
    return Name.isLegal(name) && !text.utf8.contains(0)
  }

  /// Decimal digits alone: no sign, no leading zero.
  private static func wholeNumber(_ text: String, in range: ClosedRange<Int>) -> Int? {
    guard let number = Int(text), String(number) == text, range.contains(number) else { return nil }
    return number
  }

  private static func point(_ text: String) -> Location? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, let x = LengthBounds.coordinate.length(parts[0]),
      let y = LengthBounds.coordinate.length(parts[1])
    else { return nil }
    return Location(x: x, y: y)
  }
}

/// A provider with or without one of its models, typed as `local` or `local:classic`.
struct ProviderChoice: Sendable {
  let provider: String
  let model: String?

  /// `nil` when a part is empty; whether they exist is not looked at.
  init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    provider = String(first)
    model = parts.count == 2 ? String(parts[1]) : nil
  }
}
