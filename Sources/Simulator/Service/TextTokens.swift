/// A count of text tokens that stands in for the tokeniser, whose vocabulary is not here.
///
/// It keeps what the tokeniser's rules prove: no token holds two words, parts of a word and a number, or more
/// than three digits, and each covers at least one byte. Words above eight bytes count as several, which is near
/// the truth for English.
enum TextTokens {
  private static let bytesPerWordToken = 8
  private static let marksPerToken = 4

  static func count(_ text: String) -> Int {
    var total = 0
    var run = Run(kind: .space)
    for scalar in text.unicodeScalars {
      let kind = Kind(scalar)
      let joins = kind == .joiner && run.kind == .word
      if kind != run.kind, !joins {
        total += run.tokens
        run = Run(kind: kind)
      }
      run.scalars += 1
      run.bytes += scalar.utf8.count
    }
    return total + run.tokens
  }

  private struct Run {
    let kind: Kind
    var scalars = 0
    var bytes = 0

    init(kind: Kind) {
      self.kind = kind
    }

    var tokens: Int {
      switch kind {
      case .word: (bytes + bytesPerWordToken - 1) / bytesPerWordToken
      case .digit: (scalars + 2) / 3
      case .joiner, .mark: (scalars + marksPerToken - 1) / marksPerToken
      // One space belongs to the word after it.
      case .space: scalars > 1 ? 1 : 0
      case .lineBreak: scalars > 0 ? 1 : 0
      }
    }
  }

  private enum Kind {
    case word
    case digit
    case joiner
    case mark
    case space
    case lineBreak

    init(_ scalar: Unicode.Scalar) {
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: self = .word
      case .decimalNumber, .letterNumber, .otherNumber: self = .digit
      case .nonspacingMark, .spacingMark, .enclosingMark: self = .joiner
      default: self = Self.plain(scalar)
      }
    }

    private static func plain(_ scalar: Unicode.Scalar) -> Kind {
      switch scalar {
      case "'": .joiner
      case "\n", "\r": .lineBreak
      case " ", "\t": .space
      default: .mark
      }
    }
  }
}
