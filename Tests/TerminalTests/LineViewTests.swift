import Terminal
import Testing

struct LineViewTests {
  private func buffer(_ text: String, cursor: Int? = nil) -> LineBuffer {
    var buffer = LineBuffer()
    #expect(buffer.insert(text) == true)
    for _ in 0..<(buffer.characters.count - (cursor ?? buffer.characters.count)) { buffer.apply(.left) }
    return buffer
  }

  private func frame(_ text: String, cursor: Int? = nil, columns: Int) -> LineView.Frame {
    var view = LineView()
    return view.frame(prompt: "> ", buffer: buffer(text, cursor: cursor), columns: columns)
  }

  @Test(
    arguments: [
      ("", nil, 40, "", 2), ("abc", nil, 40, "abc", 5), ("abc", 1, 40, "abc", 3), ("日本", 1, 40, "日本", 4),
      ("e\u{301}x", 1, 40, "e\u{301}x", 3), ("a\u{202e}b", nil, 40, "a\\u{202e}b", 12),
      ("👩‍🚀!", 1, 40, "👩‍🚀!", 4), ("abcdefg", nil, 10, "abcdefg", 9),
      ("abcdefgh", nil, 10, "<efgh", 7), ("abcdefgh", 0, 10, " abcde>", 3), ("abcdefgh", 5, 10, "<bcdef>", 7),
      ("日本語日本語", nil, 10, "<本語", 7), ("日本語日本語", 0, 10, " 日本>", 3),
    ] as [(String, Int?, Int, String, Int)])
  func showsTheLine(text: String, cursor: Int?, columns: Int, shown: String, cursorColumn: Int) {
    let frame = frame(text, cursor: cursor, columns: columns)
    #expect(frame.prompt == "> ")
    #expect(frame.text == shown)
    #expect(frame.cursorColumn == cursorColumn)
  }

  @Test func movesTheRowOnlyWhenTheCursorLeavesIt() {
    var view = LineView()
    var line = buffer("abcdefghijkl")
    #expect(view.frame(prompt: "", buffer: line, columns: 8).text == "<ijkl")
    for _ in 0..<4 { line.apply(.left) }
    #expect(
      view.frame(prompt: "", buffer: line, columns: 8) == view.frame(prompt: "", buffer: line, columns: 8))
    #expect(view.frame(prompt: "", buffer: line, columns: 8).text == "<ijkl")
    line.apply(.left)
    let moved = view.frame(prompt: "", buffer: line, columns: 8)
    #expect(moved.text == "<hijkl")
    #expect(moved.cursorColumn == 1)
    #expect(view.frame(prompt: "", buffer: line, columns: 14).text == "abcdefghijkl")
  }

  @Test func showsMoreOfTheLineWhenItsEndIsDeleted() {
    var view = LineView()
    var line = buffer("abcdefghijkl")
    #expect(view.frame(prompt: "", buffer: line, columns: 8).text == "<ijkl")
    line.apply(.backspace)
    line.apply(.backspace)
    #expect(view.frame(prompt: "", buffer: line, columns: 8).text == "<ghij")
  }

  @Test func cutsALongPromptForTheLine() {
    var view = LineView()
    let frame = view.frame(prompt: "a long prompt> ", buffer: buffer("x"), columns: 20)
    #expect(frame.prompt == "a long pr…")
    #expect(frame.cursorColumn == 11)
  }

  @Test func neverReachesTheLastColumnAndAlwaysShowsTheCursor() {
    var draws = Draws(seed: 11)
    let pieces = ["a", "日", "🙂", "e\u{301}", " ", "\u{200B}", "👩‍🚀", "\u{301}"]
    for _ in 0..<300 {
      var view = LineView()
      var line = buffer((0..<30).map { _ in pieces.randomElement(using: &draws) ?? "" }.joined())
      for _ in 0..<20 {
        let columns = Int.random(in: 1...50, using: &draws)
        line.apply(LineBuffer.Edit.allCases.randomElement(using: &draws) ?? .left)
        let frame = view.frame(prompt: "日> ", buffer: line, columns: columns)
        let width = TerminalText.width(of: frame.prompt) + TerminalText.width(of: frame.text)
        #expect(width <= columns - 1)
        #expect((0..<columns).contains(frame.cursorColumn))
      }
    }
  }
}
