import Terminal
import Testing

struct LineBufferTests {
  /// A buffer from text in which `|` marks the cursor.
  private func buffer(_ marked: String) -> LineBuffer {
    let parts = marked.split(separator: "|", omittingEmptySubsequences: false)
    var buffer = LineBuffer()
    #expect(buffer.insert(String(parts[1])) == true)
    buffer.apply(.home)
    #expect(buffer.insert(String(parts[0])) == true)
    return buffer
  }

  private func marked(_ buffer: LineBuffer) -> String {
    String(buffer.characters[..<buffer.cursor]) + "|" + String(buffer.characters[buffer.cursor...])
  }

  @Test(
    arguments: [
      ("ab|c", [.left], "a|bc"), ("|abc", [.left], "|abc"), ("abc|", [.right], "abc|"),
      ("a|bc", [.right], "ab|c"),
      ("ab|c", [.home], "|abc"), ("a|bc", [.end], "abc|"),
      ("one two-three|", [.wordLeft], "one two-|three"), ("one two-|three", [.wordLeft], "one |two-three"),
      ("one |  two", [.wordRight], "one   two|"),
      ("|", [.wordLeft, .wordRight, .delete, .backspace, .yank], "|"),
      ("ab|c", [.backspace], "a|c"), ("|abc", [.backspace], "|abc"), ("ab|c", [.delete], "ab|"),
      ("e\u{301}👨‍👩‍👧‍👦|x", [.backspace], "e\u{301}|x"), ("e\u{301}|x", [.backspace], "|x"),
      ("日本|語", [.left, .delete], "日|語"), ("🇫🇷🇩🇪|", [.backspace], "🇫🇷|"),
      ("one two-three  |x", [.killBlankWordLeft], "one |x"), ("one two-three|", [.killWordLeft], "one two-|"),
      ("one |two three", [.killWordRight], "one | three"),
      ("one |two", [.killToStart], "|two"), ("one |two", [.killToEnd], "one |"),
      ("one |two", [.killToEnd, .home, .yank], "two|one "),
      ("a b c|", [.killBlankWordLeft, .killBlankWordLeft, .yank], "a b c|"),
      ("a b c|", [.killBlankWordLeft, .left, .killBlankWordLeft, .yank], "a b| "),
      ("a |b c", [.killWordRight, .killWordRight, .yank, .yank], "a b cb c|"),
      ("ab |cd", [.killToEnd, .killToStart, .yank], "ab cd|"),
      ("a b|", [.killBlankWordLeft, .killToEnd, .home, .yank], "b|a "),
      ("ab|", [.killToEnd, .yank], "ab|"),
    ] as [(String, [LineBuffer.Edit], String)])
  func edits(before: String, edits: [LineBuffer.Edit], after: String) {
    var buffer = buffer(before)
    for edit in edits { buffer.apply(edit) }
    #expect(marked(buffer) == after)
  }

  @Test func joinsWhatIsTypedWithTheGraphemeBefore() {
    var buffer = buffer("e|x")
    #expect(buffer.insert("\u{301}") == true)
    #expect(buffer.characters == ["e\u{301}", "x"])
    #expect(buffer.cursor == 1)
  }

  @Test func joinsWhatMeetsWhenSomethingBetweenIsDeleted() {
    var buffer = buffer("\u{1F1EB}x|\u{1F1F7}")
    buffer.apply(.backspace)
    #expect(buffer.characters == ["🇫🇷"])
    #expect(buffer.cursor == 0 || buffer.cursor == 1)
    #expect(buffer.text == "🇫🇷")
  }

  @Test(arguments: [
    ("a\nb", "a b"), ("a\r\nb\rc\n", "a b c"), ("\n\na\n\n\nb\n", "a b"), ("a\tb", "a b"),
    ("\u{1b}[31mx\u{3}", "[31mx"),
    ("  a  ", "  a  "), (" ", " "), ("a\u{2028}b", "a b"), ("\u{9b}\u{7f}", ""),
  ])
  func keepsOneLineWithoutControls(inserted: String, expected: String) {
    var buffer = LineBuffer()
    #expect(buffer.insert(inserted) == true)
    #expect(buffer.text == expected)
    #expect(buffer.replaceAll(with: inserted) == true)
    #expect(buffer.text == expected)
  }

  @Test func refusesMoreThanTheLimitAndKeepsTheLine() {
    var buffer = buffer("ab|c")
    let rest = String(repeating: "x", count: LineBuffer.maximumByteCount - 3)
    #expect(buffer.insert(rest + "y") == false)
    #expect(marked(buffer) == "ab|c")
    #expect(buffer.replaceAll(with: rest + "wxyz") == false)
    #expect(buffer.insert(rest) == true)
    #expect(buffer.text.utf8.count == LineBuffer.maximumByteCount)
    #expect(buffer.insert("z") == false)
  }

  @Test(arguments: [
    ("open fi|x", 5), ("op|", 0), ("|", 0), ("a |", 2), ("a \"b c|", 2), ("a \"b c\" d|", 8), ("日本 \"x|", 3),
  ])
  func findsTheWordUnderCompletion(text: String, start: Int) {
    #expect(buffer(text).completionStart == start)
  }

  @Test func replacesTheWordBeforeTheCursor() {
    var buffer = buffer("open fi| now")
    #expect(buffer.replace(from: buffer.completionStart, with: "file.png") == true)
    #expect(marked(buffer) == "open file.png| now")
  }

  @Test func yanksIntoTheNextLine() {
    var buffer = buffer("one two|")
    buffer.apply(.killBlankWordLeft)
    buffer.removeAll()
    #expect(marked(buffer) == "|")
    buffer.apply(.yank)
    #expect(marked(buffer) == "two|")
  }

  /// The text and cursor against a plain model of two character lists, for material that never combines.
  @Test func agreesWithTwoListsOnRandomEdits() {
    var draws = Draws(seed: 7)
    var buffer = LineBuffer()
    var left: [Character] = []
    var right: [Character] = []
    let letters: [Character] = ["a", "é", "日", "🙂", " ", "-"]
    for _ in 0..<5000 {
      switch Int.random(in: 0...8, using: &draws) {
      case 0...3:
        let letter = letters.randomElement(using: &draws) ?? "a"
        #expect(buffer.insert(String(letter)) == true)
        left.append(letter)
      case 4:
        buffer.apply(.left)
        if let moved = left.popLast() { right.insert(moved, at: 0) }
      case 5:
        buffer.apply(.right)
        if !right.isEmpty { left.append(right.removeFirst()) }
      case 6:
        buffer.apply(.backspace)
        _ = left.popLast()
      case 7:
        buffer.apply(.delete)
        if !right.isEmpty { right.removeFirst() }
      default:
        buffer.apply(.killBlankWordLeft)
        while left.last == " " { left.removeLast() }
        while let last = left.last, last != " " { left.removeLast() }
      }
      #expect(buffer.characters == left + right)
      #expect(buffer.cursor == left.count)
    }
  }
}
