import Raster

/// Cuts a text into words, numbers, colours and marks.
struct Lexer {
  private let characters: [Character]
  private var position = 0

  init(_ text: String) {
    characters = Array(text.lowercased())
  }

  /// All pieces in order; spaces, hyphens inside words and parentheses only divide.
  mutating func pieces() -> [Token] {
    var pieces: [Token] = []
    while let character = peek() {
      if character == "#" {
        pieces.append(colour())
      } else if let sign = signBeforeNumber() {
        position += 1
        pieces.append(number(sign: sign))
      } else if Self.isDigit(character) {
        pieces.append(number(sign: 0))
      } else if character.isLetter {
        pieces.append(Token.classified(word()))
      } else {
        position += 1
        if Self.isDivider(character) { continue }
        pieces.append(Token.classified(character.isNewline ? "\n" : String(character)))
      }
    }
    return pieces
  }

  private func peek(_ offset: Int = 0) -> Character? {
    let index = position + offset
    return index >= 0 && index < characters.count ? characters[index] : nil
  }

  private static func isDigit(_ character: Character) -> Bool { character >= "0" && character <= "9" }

  private static func isDivider(_ character: Character) -> Bool {
    character == "(" || character == ")" || character == "-" || character == "\u{2010}"
      || (character.isWhitespace && !character.isNewline)
  }

  /// The sign at the position when it stands before a digit and after a space or nothing.
  private func signBeforeNumber() -> Int? {
    guard let next = peek(1), Self.isDigit(next), peek(-1)?.isWhitespace ?? true else { return nil }
    switch peek() {
    case "+": return 1
    case "-", "\u{2212}": return -1
    default: return nil
    }
  }

  private mutating func run(while belongs: (Character) -> Bool) -> String {
    let start = position
    while let character = peek(), belongs(character) { position += 1 }
    return String(characters[start..<position])
  }

  private mutating func word() -> String {
    let word = run { $0.isLetter || $0 == "'" || $0 == "\u{2019}" }
    return String(word.map { $0 == "\u{2019}" ? "'" : $0 })
  }

  private mutating func colour() -> Token {
    position += 1
    let digits = run { $0.isLetter || $0.isNumber }
    let kind = Colours.hexadecimal(digits).map(Token.Kind.colour) ?? .stray
    return Token(kind: kind, text: "#" + digits)
  }

  /// A number with at most one digit after the point that counts, and a unit written onto it.
  private mutating func number(sign: Int) -> Token {
    let start = position
    let whole = run(while: Self.isDigit)
    var fraction = ""
    if let mark = peek(), mark == "." || mark == ",", let next = peek(1), Self.isDigit(next) {
      position += 1
      fraction = run(while: Self.isDigit)
      if mark == "," { fraction += "," }
    }
    let suffix = run { $0.isLetter || $0 == "%" || $0 == "°" }
    let text = (sign < 0 ? "-" : sign > 0 ? "+" : "") + String(characters[start..<position])
    let fractionIsShort = fraction.dropFirst().allSatisfy { $0 == "0" }
    guard fractionIsShort, suffix.isEmpty || Token.units[suffix] != nil,
      let integer = whole.count > 9 ? 999_999_999 : Int(whole)
    else { return Token(kind: .stray, text: text) }
    let tenths = 10 * integer + (fraction.first?.wholeNumberValue ?? 0)
    return Token(kind: .number(Quantity(tenths: tenths, sign: sign, unit: Token.units[suffix])), text: text)
  }
}
