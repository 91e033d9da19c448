import Terminal
import Testing

struct StyleTests {
  @Test(
    arguments: [
      (true, nil, "xterm", true), (true, "", "xterm", true), (true, "1", "xterm", false),
      (true, "0", "xterm", false), (false, nil, "xterm", false), (true, nil, "dumb", false),
      (true, nil, "", false), (true, nil, nil, false),
    ] as [(Bool, String?, String?, Bool)])
  func isOnOnlyWhereWanted(isTerminal: Bool, noColour: String?, term: String?, expected: Bool) {
    #expect(Style(isTerminal: isTerminal, noColour: noColour, term: term).isEnabled == expected)
  }

  @Test func wrapsInSequencesThatNest() {
    let style = Style(isTerminal: true, noColour: nil, term: "xterm")
    #expect(style.bold(style.red("x")) == "\u{1b}[1m\u{1b}[31mx\u{1b}[39m\u{1b}[22m")
    #expect(style.dim("x") == "\u{1b}[2mx\u{1b}[22m")
    #expect(style.green("x") == "\u{1b}[32mx\u{1b}[39m")
    #expect(style.yellow("x") == "\u{1b}[33mx\u{1b}[39m")
    #expect(style.red("") == "")
  }

  @Test func leavesTextAloneWhenOff() {
    let style = Style(isTerminal: false, noColour: nil, term: "xterm")
    #expect(style.bold(style.dim(style.red(style.green(style.yellow("x"))))) == "x")
  }
}
