/// Reads of an instruction what it quotes, and how many things it asks for.
///
/// A text in quotation marks is to be written in the picture as it is.
enum QuotedText {
  /// Marks that open a quotation, and those that close it.
  private static let marks: [Character: Set<Character>] = [
    "\"": ["\""], "“": ["”", "“"], "„": ["“", "”"], "«": ["»"], "»": ["«"], "‹": ["›"], "「": ["」"],
    "‘": ["’"], "'": ["'"],
  ]

  /// What stands in quotation marks, and the rest with a mark in the place of each quotation.
  ///
  /// A mark that is not closed is none; an apostrophe within a word is none either.
  static func parts(of text: String) -> (quoted: [String], rest: String) {
    guard text.utf8.contains(where: mayBeMark) else { return ([], text) }
    let characters = Array(text)
    var (quoted, rest) = ([String](), "")
    var index = 0
    while index < characters.count {
      if let end = end(of: index, in: characters) {
        quoted.append(String(characters[(index + 1)..<end]))
        rest.append("\"")
        index = end + 1
      } else {
        rest.append(characters[index])
        index += 1
      }
    }
    return (quoted, rest)
  }

  private static func mayBeMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte >= 0x80
  }

  private static func end(of start: Int, in text: [Character]) -> Int? {
    guard let closing = marks[text[start]] else { return nil }
    let isApostrophe = text[start] == "'" || text[start] == "‘"
    if isApostrophe, start > 0, text[start - 1].isLetter || text[start - 1].isNumber { return nil }
    return text[(start + 1)...].indices.first { index in
      guard closing.contains(text[index]) else { return false }
      guard isApostrophe else { return true }
      return index + 1 == text.count || !(text[index + 1].isLetter || text[index + 1].isNumber)
    }
  }

  static func wordCount(_ text: String) -> Int { text.split(whereSeparator: \.isWhitespace).count }

  /// The things that an instruction names, as far as commas, `and` and line breaks part them; at least one.
  ///
  /// What is quoted counts as part of what it is written on. English only: elsewhere commas alone part.
  static func objectCount(in text: String) -> Int {
    var counter = ObjectCounter()
    for byte in parts(of: text).rest.utf8 { counter.add(byte) }
    return max(counter.finish(), 1)
  }
}

/// Counts the runs of words between separators; what is not ASCII counts as letters.
private struct ObjectCounter {
  private var count = 0
  /// The run has a word that is not a conjunction.
  private var hasWord = false
  /// The letters of the word so far, small and the last one lowest, while it is short.
  private var word: UInt64 = 0

  private static let and = code("and")
  private static let plus = code("plus")

  private static func code(_ word: StaticString) -> UInt64 {
    word.withUTF8Buffer { $0.reduce(0) { $0 << 8 | UInt64($1) } }
  }

  mutating func add(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "&"), 0x0A, 0x0D: endRun()
    case UInt8(ascii: " "), 0x09: endWord()
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): append(byte | 0x20)
    default: append(byte)
    }
  }

  mutating func finish() -> Int {
    endRun()
    return count
  }

  /// What is longer than four letters stays longer.
  private mutating func append(_ byte: UInt8) { word = min(word, 1 << 32) << 8 | UInt64(byte) }

  private mutating func endWord() {
    if word == Self.and || word == Self.plus {
      word = 0
      endRun()
    } else if word != 0 {
      hasWord = true
    }
    word = 0
  }

  private mutating func endRun() {
    if word != 0 { endWord() }
    if hasWord { count += 1 }
    hasWord = false
  }
}
