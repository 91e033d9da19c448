/// What bounds the tokens of a text without the tokeniser's vocabulary; measures of texts that are parted
/// by a space, a line break or punctuation add up.
public struct TextMeasure: Hashable, Sendable {
  public let byteCount: Int
  /// Unicode scalars, what a prompt limit in characters is compared with.
  public let characterCount: Int
  /// Words and groups of three digits, none of which can share a token.
  public let wordCount: Int

  public static let zero = TextMeasure(byteCount: 0, characterCount: 0, wordCount: 0)

  private init(byteCount: Int, characterCount: Int, wordCount: Int) {
    self.byteCount = byteCount
    self.characterCount = characterCount
    self.wordCount = wordCount
  }

  public init(_ text: String) {
    var words = WordCounter()
    var characters = 0
    if text.utf8.allSatisfy({ $0 < 0x80 }) {
      for byte in text.utf8 { words.add(Unicode.Scalar(byte)) }
      characters = text.utf8.count
    } else {
      for scalar in text.unicodeScalars {
        characters += 1
        words.add(scalar)
      }
    }
    self.init(
      byteCount: text.utf8.count, characterCount: characters, wordCount: words.finish())
  }

  public static func + (left: TextMeasure, right: TextMeasure) -> TextMeasure {
    TextMeasure(
      byteCount: left.byteCount + right.byteCount,
      characterCount: left.characterCount + right.characterCount,
      wordCount: left.wordCount + right.wordCount)
  }

  public static func += (left: inout TextMeasure, right: TextMeasure) { left = left + right }
}

extension TokenRange {
  /// Tokens that the service adds to a prompt that goes with so many pictures, none for a generation.
  ///
  /// Six on a generation; an edit with one picture showed seven. With more pictures nothing was published: one
  /// more for each is assumed at the upper end.
  ///
  /// - Note: By published measurements on gpt-image-2.
  public static func promptOverhead(pictures: Int) -> TokenRange {
    TokenRange(low: 6, high: 6 + max(0, pictures))
  }

  /// The tokens of a prompt in the o200k vocabulary, with the overhead.
  ///
  /// Both ends are proven without the vocabulary: a token covers at least one byte, so there are at most
  /// as many as bytes; and the tokeniser first cuts the text so that no piece holds two words, or more
  /// than three digits, or both, so there are at least that many. English lies near a quarter of the bytes.
  ///
  /// - Parameter pictures: The pictures sent along, the edited one included; zero for a generation.
  public static func prompt(_ measure: TextMeasure, pictures: Int = 1) -> TokenRange {
    words(measure) + promptOverhead(pictures: pictures)
  }

  /// The tokens of a text alone.
  static func words(_ measure: TextMeasure) -> TokenRange {
    TokenRange(low: measure.wordCount, high: max(measure.wordCount, measure.byteCount))
  }
}

/// Counts words and groups of digits; an apostrophe joins, because the tokeniser keeps `don't` together.
private struct WordCounter {
  private var count = 0
  private var isInWord = false
  private var digits = 0

  mutating func add(_ scalar: Unicode.Scalar) {
    switch Self.kind(of: scalar) {
    case .letter:
      endDigits()
      if !isInWord { count += 1 }
      isInWord = true
    case .digit:
      isInWord = false
      digits += 1
    case .joiner:
      endDigits()
    case .other:
      endDigits()
      isInWord = false
    }
  }

  mutating func finish() -> Int {
    endDigits()
    return count
  }

  private mutating func endDigits() {
    count += (digits + 2) / 3
    digits = 0
  }

  private enum Kind {
    case letter
    case digit
    case joiner
    case other
  }

  private static func kind(of scalar: Unicode.Scalar) -> Kind {
    switch scalar {
    case "a"..."z", "A"..."Z": return .letter
    case "0"..."9": return .digit
    case "'": return .joiner
    default: return scalar.isASCII ? .other : category(of: scalar)
    }
  }

  private static func category(of scalar: Unicode.Scalar) -> Kind {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      .letter
    case .decimalNumber, .letterNumber, .otherNumber: .digit
    case .nonspacingMark, .spacingMark, .enclosingMark: .joiner
    default: .other
    }
  }
}
