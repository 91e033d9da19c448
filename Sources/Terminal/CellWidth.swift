/// The cells that single Unicode scalars take on a terminal.
///
/// - Note: Source: Unicode Standard Annex #11 and EastAsianWidth.txt (classes W and F take two cells);
///   combining and format characters take none, as in the usual `wcwidth`. Wide emoji are not in the table:
///   the standard library knows them by their property Emoji_Presentation.
enum CellWidth {
  static func of(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return isControl(value) ? 0 : 1 }
    if isZero(scalar) { return 0 }
    return isWide(scalar) ? 2 : 1
  }

  private static func isControl(_ value: UInt32) -> Bool {
    value < 0x20 || (0x7F..<0xA0).contains(value)
  }

  private static func isZero(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    // Vowels and finals of decomposed Hangul are drawn inside the cells of the leading consonant.
    if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { return true }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .lineSeparator, .paragraphSeparator: return true
    case .format: return !prependedMarks.contains(value)
    default: return false
    }
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    guard value >= 0x1100 else { return false }
    // Each regional indicator takes one cell, so that a pair, drawn as a flag, takes two.
    if (0x1F1E6...0x1F1FF).contains(value) { return false }
    return scalar.properties.isEmojiPresentation || isInWideRange(value)
  }

  private static func isInWideRange(_ value: UInt32) -> Bool {
    var low = 0
    var high = wideRanges.count
    while low < high {
      let middle = (low + high) / 2
      if wideRanges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < wideRanges.count && wideRanges[low].contains(value)
  }

  /// Property Prepended_Concatenation_Mark: format characters that are drawn.
  private static let prependedMarks: Set<UInt32> = [
    0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD,
  ]

  /// Classes W and F of EastAsianWidth.txt, Unicode 14 and the hexagrams of Unicode 16, without emoji; gaps
  /// without characters are filled in.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0xA4C6, 0xA960...0xA97C,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
    0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x1B2FB, 0x1F200...0x1F265,
    0x20000...0x2FFFD, 0x30000...0x3FFFD,
  ]
}
