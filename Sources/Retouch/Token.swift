import Raster

/// One word, number, colour or mark of an instruction.
struct Token: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case word
    case number(Quantity)
    case colour(Colour)
    /// Between clauses that may share words: "and", a comma.
    case and
    /// Between clauses that share nothing: "then", "but", a full stop.
    case stop
    /// No part of the English that is understood: quotes, stray marks, malformed numbers.
    case stray
  }

  let kind: Kind
  /// What it is read as, in lower case: of words that mean one thing together, that one thing.
  let text: String
  /// What was written, in lower case.
  let spoken: String

  init(kind: Kind, text: String, spoken: String? = nil) {
    self.kind = kind
    self.text = text
    self.spoken = spoken ?? text
  }
}

/// A number with its unit.
struct Quantity: Equatable, Sendable {
  enum Unit: Equatable, Sendable {
    case percent
    case pixels
    case degrees

    var mark: String {
      switch self {
      case .percent: "%"
      case .pixels: " px"
      case .degrees: "°"
      }
    }
  }

  /// The magnitude in tenths, below 10¹⁰.
  var tenths: Int
  /// `+1` or `-1` when a sign is written, else 0.
  var sign: Int
  var unit: Unit?
}

extension Token {
  /// Reads a text into tokens; never fails, since what cannot be read becomes a stray token.
  static func tokens(of text: String) -> [Token] {
    var lexer = Lexer(text)
    return joined(lexer.pieces())
  }

  /// Words and marks that mean one thing together.
  private static let joints: [(parts: [String], word: String)] = [
    (["black", "and", "white"], "grayscale"), (["black", "&", "white"], "grayscale"),
    (["b", "&", "w"], "grayscale"), (["gray", "scale"], "grayscale"), (["grey", "scale"], "grayscale"),
    (["get", "rid", "of"], "remove"), (["colour", "temperature"], "temperature"),
    (["color", "temperature"], "temperature"), (["colour", "saturation"], "saturation"),
    (["color", "saturation"], "saturation"), (["per", "cent"], "percent"), (["and", "then"], "then"),
    (["and", "also"], "and"), ([",", "and", "then"], "then"), ([",", "then"], "then"),
    ([",", "and"], "and"), ([",", "and", "also"], "and"), ([",", "but"], "but"),
    (["thank", "you"], "thanks"), (["as", "well"], "too"), (["for", "me"], "please"),
    (["can", "you"], "please"), (["could", "you"], "please"), (["would", "you"], "please"),
    (["a", "little", "bit"], "slightly"), (["a", "little"], "slightly"), (["a", "bit"], "slightly"),
    (["little", "bit"], "slightly"), (["a", "touch"], "slightly"), (["a", "tad"], "slightly"),
    (["very", "slightly"], "slightly"), (["a", "whole", "lot"], "strongly"), (["a", "lot"], "strongly"),
    (["very", "much"], "strongly"), (["very", "strongly"], "strongly"),
    (["a", "great", "deal"], "strongly"), ([",", "left", "to", "right"], "rightwards"),
    ([",", "right", "to", "left"], "leftwards"), ([",", "top", "to", "bottom"], "downwards"),
    ([",", "bottom", "to", "top"], "upwards"), ([",", "from", "left", "to", "right"], "rightwards"),
    ([",", "from", "right", "to", "left"], "leftwards"), ([",", "from", "top", "to", "bottom"], "downwards"),
    ([",", "from", "bottom", "to", "top"], "upwards"),
  ]

  private static func joined(_ pieces: [Token]) -> [Token] {
    var tokens: [Token] = []
    var index = 0
    while index < pieces.count {
      let rest = pieces[index...]
      let joint = joints.filter { joint in rest.prefix(joint.parts.count).map(\.text) == joint.parts }
        .max { $0.parts.count < $1.parts.count }
      if let joint, pieces[index].kind == .word || pieces[index].kind == .and {
        let parts = rest.prefix(joint.parts.count)
        let token = classified(joint.word)
        let spoken = parts.map(\.spoken).joined(separator: " ")
        tokens.append(Token(kind: token.kind, text: token.text, spoken: spoken))
        index += joint.parts.count
      } else {
        tokens.append(pieces[index])
        index += 1
      }
      attachUnit(&tokens)
    }
    return tokens
  }

  /// Merges a unit word into the bare number before it, and "twenty five" into one number.
  private static func attachUnit(_ tokens: inout [Token]) {
    guard tokens.count > 1, case .number(var quantity) = tokens[tokens.count - 2].kind, quantity.unit == nil
    else { return }
    let last = tokens[tokens.count - 1]
    let text = tokens[tokens.count - 2].text
    if last.kind == .word, let unit = units[last.text] {
      quantity.unit = unit
    } else if case .number(let ones) = last.kind, text.first?.isLetter == true,
      last.text.first?.isLetter == true, quantity.tenths >= 200, ones.tenths < 100
    {
      quantity.tenths += ones.tenths
    } else {
      return
    }
    tokens.removeLast(2)
    tokens.append(Token(kind: .number(quantity), text: text + " " + last.text))
  }

  static let units: [String: Quantity.Unit] = [
    "%": .percent, "percent": .percent, "px": .pixels, "pixel": .pixels, "pixels": .pixels,
    "°": .degrees, "degree": .degrees, "degrees": .degrees, "deg": .degrees,
  ]

  private static let numerals: [String: Int] = [
    "five": 5, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
  ]

  /// The token of one lower-case word or mark.
  static func classified(_ text: String) -> Token {
    switch text {
    case "and", ",", "&": return Token(kind: .and, text: text)
    case "then", "but", ".", ";", "!", ":", "?", "\n": return Token(kind: .stop, text: text)
    default: break
    }
    if let value = numerals[text] {
      return Token(kind: .number(Quantity(tenths: 10 * value, sign: 0)), text: text)
    }
    let isWord = units[text] != nil || text.first?.isLetter == true
    return Token(kind: isWord ? .word : .stray, text: text)
  }
}
