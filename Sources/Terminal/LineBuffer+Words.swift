extension LineBuffer {
  /// Where the word under completion starts: behind the last blank before the cursor that is not in quotes.
  ///
  /// Quotes are `"…"`; in an open quote the word starts with the quote character.
  package var completionStart: Int {
    var start = 0
    var isQuoted = false
    for index in 0..<cursor {
      if characters[index] == "\"" { isQuoted.toggle() }
      if !isQuoted, characters[index].isWhitespace { start = index + 1 }
    }
    return start
  }

  func wordStart(before position: Int) -> Int {
    var index = position
    while index > 0, !isWord(characters[index - 1]) { index -= 1 }
    while index > 0, isWord(characters[index - 1]) { index -= 1 }
    return index
  }

  func wordEnd(after position: Int) -> Int {
    var index = position
    while index < characters.count, !isWord(characters[index]) { index += 1 }
    while index < characters.count, isWord(characters[index]) { index += 1 }
    return index
  }

  func blankWordStart(before position: Int) -> Int {
    var index = position
    while index > 0, characters[index - 1].isWhitespace { index -= 1 }
    while index > 0, !characters[index - 1].isWhitespace { index -= 1 }
    return index
  }

  private func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber
  }

  /// Text as it may stand in the line: its lines, without empty ones, joined by one space each; tabs become
  /// spaces; other control characters are left out.
  package static func singleLine(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\t" {
        result.append(" ")
      } else if scalar.properties.generalCategory != .control || Character(scalar).isNewline {
        result.append(scalar)
      }
    }
    return String(result).split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
