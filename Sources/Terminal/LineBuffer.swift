/// The line being edited: its graphemes, the cursor, and what was last deleted by a kill.
///
/// It holds one line: line ends and tabs that come in become spaces, other control characters are left out.
/// The cursor counts graphemes, `0...characters.count`. Whole graphemes are moved over and deleted.
package struct LineBuffer: Equatable, Sendable {
  /// One change of the line or the cursor; where nothing can be done, nothing happens.
  package enum Edit: Hashable, Sendable, CaseIterable {
    case left, right, home, end
    /// To the start of the word before, or the end of the word after; words are letters and digits.
    case wordLeft, wordRight
    case backspace, delete
    /// Deletes back to the last blank, as Ctrl-W.
    case killBlankWordLeft
    case killWordLeft, killWordRight
    case killToStart, killToEnd
    /// Inserts what the last run of kills deleted.
    case yank
  }

  /// Most bytes of UTF-8 in a line.
  package static let maximumByteCount = 1 << 20

  package private(set) var characters: [Character] = []
  package private(set) var cursor = 0
  private var killed = ""
  private var isKilling = false

  package init() {}

  package var text: String { String(characters) }

  /// Inserts text at the cursor and moves the cursor behind it.
  ///
  /// - Returns: False when the line would be longer than `maximumByteCount`; then nothing is inserted.
  package mutating func insert(_ text: String) -> Bool {
    let before = String(characters[..<cursor]) + Self.singleLine(text)
    return set(before: before, after: String(characters[cursor...]))
  }

  /// Puts a line in place of the whole and the cursor at its end.
  ///
  /// - Returns: False when the line is longer than `maximumByteCount`; then nothing changes.
  package mutating func replaceAll(with text: String) -> Bool {
    set(before: Self.singleLine(text), after: "")
  }

  /// Puts text in place of the graphemes from `start` to the cursor.
  ///
  /// - Precondition: `start` is not behind the cursor.
  /// - Returns: False when the line would be longer than `maximumByteCount`; then nothing changes.
  package mutating func replace(from start: Int, with text: String) -> Bool {
    precondition(start >= 0 && start <= cursor, "the replaced part ends at the cursor")
    let before = String(characters[..<start]) + Self.singleLine(text)
    return set(before: before, after: String(characters[cursor...]))
  }

  /// Empties the line; what was killed can still be yanked.
  package mutating func removeAll() {
    characters = []
    cursor = 0
    isKilling = false
  }

  package mutating func apply(_ edit: Edit) {
    switch edit {
    case .left: move(to: cursor - 1)
    case .right: move(to: cursor + 1)
    case .home: move(to: 0)
    case .end: move(to: characters.count)
    case .wordLeft: move(to: wordStart(before: cursor))
    case .wordRight: move(to: wordEnd(after: cursor))
    case .backspace: remove(max(cursor - 1, 0)..<cursor)
    case .delete: remove(cursor..<min(cursor + 1, characters.count))
    case .killBlankWordLeft: kill(blankWordStart(before: cursor)..<cursor)
    case .killWordLeft: kill(wordStart(before: cursor)..<cursor)
    case .killWordRight: kill(cursor..<wordEnd(after: cursor))
    case .killToStart: kill(0..<cursor)
    case .killToEnd: kill(cursor..<characters.count)
    case .yank: _ = insert(killed)
    }
  }

  /// Splits the joined text into graphemes anew, because the parts may combine where they meet.
  private mutating func set(before: String, after: String) -> Bool {
    isKilling = false
    guard before.utf8.count + after.utf8.count <= Self.maximumByteCount else { return false }
    characters = Array(before + after)
    cursor = 0
    var bytes = 0
    while cursor < characters.count, bytes < before.utf8.count {
      bytes += characters[cursor].utf8.count
      cursor += 1
    }
    return true
  }

  private mutating func move(to target: Int) {
    isKilling = false
    cursor = min(max(target, 0), characters.count)
  }

  private mutating func remove(_ range: Range<Int>) {
    let before = String(characters[..<range.lowerBound])
    // A part of a line that fits fits.
    _ = set(before: before, after: String(characters[range.upperBound...]))
  }

  private mutating func kill(_ range: Range<Int>) {
    let text = String(characters[range])
    if !isKilling {
      // A kill that finds nothing keeps what can be yanked.
      if !range.isEmpty { killed = text }
    } else if range.upperBound == cursor {
      killed = text + killed
    } else {
      killed += text
    }
    let continues = isKilling || !range.isEmpty
    remove(range)
    isKilling = continues
  }
}
