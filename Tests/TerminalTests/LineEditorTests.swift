import Glibc
import Terminal
import Testing

/// Keys are typed ahead into a pseudo-terminal, so one thread suffices and nothing depends on time.
///
/// Serialised because `Terminal.restore()` concerns every terminal of the process.
@Suite(.serialized)
struct LineEditorTests {
  private let plain = Style(isTerminal: false, noColour: nil, term: nil)

  private func editor(_ terminal: PseudoTerminal, history: [String] = []) -> LineEditor {
    LineEditor(
      input: terminal.slave, output: terminal.slave, style: plain, history: LineHistory(lines: history))
  }

  @Test(
    arguments: [
      ("abc\r", .line("abc")), ("\r", .line("")), ("\u{4}", .endOfInput), ("abc\u{3}", .interrupted),
      ("ac\u{1b}[Db\r", .line("abc")), ("abx\u{1b}[D\u{4}c\r", .line("abc")),
      ("日本語\u{7f}\u{7f}🙂\r", .line("日🙂")),
      ("one two\u{17}x\u{19}\r", .line("one xtwo")), ("\u{10}\r", .line("mask wand")),
      ("ed\u{1b}[A\r", .line("edit")), ("m\u{1b}[A\u{1b}[A\r", .line("mask rect")),
      ("m\u{1b}[A\u{1b}[A\u{1b}[B\u{1b}[B\r", .line("m")), ("\u{10}!\u{10}\r", .line("mask wand!")),
      ("\u{1b}[200~one\ntwo\r\u{3}\u{1b}[201~ x\r", .line("one two x")), ("\u{c}a\r", .line("a")),
    ] as [(String, LineEditor.Outcome)])
  func readsALine(keys: String, outcome: LineEditor.Outcome) throws {
    let terminal = try PseudoTerminal()
    terminal.type(keys)
    var editor = editor(terminal, history: ["mask rect", "edit", "mask wand"])
    #expect(try editor.readLine(prompt: "> ") == outcome)
  }

  @Test func keepsWhatIsTypedAheadForTheNextLine() throws {
    let terminal = try PseudoTerminal()
    terminal.type("one\rtwo\rth")
    var editor = editor(terminal)
    #expect(try editor.readLine(prompt: "> ") == .line("one"))
    #expect(try editor.readLine(prompt: "> ") == .line("two"))
    terminal.type("ree\r")
    #expect(try editor.readLine(prompt: "> ") == .line("three"))
  }

  @Test func printsPromptAndLineAndGoesToTheNextRow() throws {
    let terminal = try PseudoTerminal()
    terminal.type("日x\u{1b}[D\r")
    var editor = editor(terminal)
    _ = try editor.readLine(prompt: "p> ")
    #expect(
      terminal.screen()
        == "\u{1b}[?2004h\r\u{1b}[Kp> \r\u{1b}[3C\r\u{1b}[Kp> 日x\r\u{1b}[6C\r\n\u{1b}[?2004l")
  }

  @Test func marksAnInterruptedLine() throws {
    let terminal = try PseudoTerminal()
    terminal.type("ab\u{3}")
    var editor = editor(terminal)
    _ = try editor.readLine(prompt: "> ")
    #expect(terminal.screen().hasSuffix("> ab\r\u{1b}[4C^C\r\n\u{1b}[?2004l"))
  }

  @Test func asksForTheSizeAtEachRow() throws {
    let terminal = try PseudoTerminal(columns: 40)
    terminal.type("abcdefghijklmnopqrst\t\r")
    var editor = editor(terminal)
    _ = try editor.readLine(prompt: "> ") { _, _ in
      terminal.setColumns(12)
      return []
    }
    #expect(terminal.screen().contains("> <opqrst\r"))
    #expect(Terminal.size(of: terminal.slave) == Terminal.Size(columns: 12, rows: 10))
  }

  @Test(arguments: [
    ("op fi\t\r", ["file.png"], "op file.png"), ("op fi\t\r", ["file1", "file2"], "op file"),
    ("op fi\tx\r", [], "op fix"), ("op \"my f\t\r", ["\"my file\" "], "op \"my file\" "),
    ("fi\t\r", ["fine\u{1b}", "file"], "file"), ("a b\u{1b}[D\t\r", ["all", "any"], "a ab"),
  ])
  func completesTheWord(keys: String, candidates: [String], line: String) throws {
    let terminal = try PseudoTerminal()
    terminal.type(keys)
    var editor = editor(terminal)
    #expect(try editor.readLine(prompt: "> ") { _, _ in candidates } == .line(line))
  }

  @Test func tellsTheCompleterLineAndCursor() throws {
    let terminal = try PseudoTerminal()
    terminal.type("日本 x\u{1b}[D\t\r")
    var editor = editor(terminal)
    var asked: [String] = []
    _ = try editor.readLine(prompt: "> ") { line, cursor in
      asked.append("\(line)@\(cursor)")
      return []
    }
    #expect(asked == ["日本 x@3"])
  }

  @Test func listsCandidatesThatDifferFromHere() throws {
    let terminal = try PseudoTerminal(columns: 16)
    terminal.type("f\t\r")
    var editor = editor(terminal)
    _ = try editor.readLine(prompt: "> ") { _, _ in ["fa", "fbb", "fc", "f\u{202e}d"] }
    #expect(terminal.screen().contains("\r\nfa\r\nfbb\r\nfc\r\nf\\u{202e}d\r\n\r\u{1b}[K> f"))
    terminal.type("f\t\r")
    _ = try editor.readLine(prompt: "> ") { _, _ in ["fa", "fbb", "fc", "日f", "fe"] }
    #expect(terminal.screen().contains("\r\nfa   fbb  fc\r\n日f  fe\r\n\r\u{1b}[K> f"))
  }

  @Test func ringsForAnOversizedLineAndKeepsIt() throws {
    let terminal = try PseudoTerminal()
    terminal.type("a\t\r")
    var editor = editor(terminal)
    let tooLong = String(repeating: "a", count: LineBuffer.maximumByteCount + 1)
    #expect(try editor.readLine(prompt: "> ") { _, _ in [tooLong] } == .line("a"))
    #expect(terminal.screen().contains("\u{7}"))
  }

  @Test func isRawOnlyWhileReading() throws {
    let terminal = try PseudoTerminal(isRaw: false)
    let before = terminal.modes
    #expect(!terminal.isInRawMode)
    terminal.type("typed ahead\t\n")
    var editor = editor(terminal)
    var wasRaw = false
    let outcome = try editor.readLine(prompt: "> ") { _, _ in
      wasRaw = terminal.isInRawMode
      return []
    }
    #expect(outcome == .line("typed ahead"))
    #expect(wasRaw)
    #expect(same(terminal.modes, before))
  }

  @Test func isPutBackFromOutsideDuringReading() throws {
    let terminal = try PseudoTerminal(isRaw: false)
    let before = terminal.modes
    terminal.type("\t\n")
    var editor = editor(terminal)
    var isRawBefore = false
    var isRawAfter = true
    _ = try editor.readLine(prompt: "> ") { _, _ in
      isRawBefore = terminal.isInRawMode
      Terminal.restore()
      Terminal.restore()
      isRawAfter = terminal.isInRawMode
      return []
    }
    #expect(isRawBefore)
    #expect(!isRawAfter)
    #expect(same(terminal.modes, before))
  }

  /// The master's end is closed before the editor waits for more, so a line half typed is all there is.
  @Test func endsWithoutALineWhenTheTerminalGoes() throws {
    let terminal = try PseudoTerminal()
    terminal.type("half a command\t")
    var editor = editor(terminal)
    let master = terminal.master
    let outcome = Result { () throws(TerminalError) in
      try editor.readLine(prompt: "> ") { _, _ in
        close(master)
        return []
      }
    }
    terminal.forgetMaster()
    #expect(outcome == .success(.endOfInput))
  }

  @Test func refusesWhatIsNoTerminal() throws {
    let pipe = try Pipe()
    var editor = LineEditor(input: pipe.readEnd, output: pipe.writeEnd, style: plain)
    let error = #expect(throws: TerminalError.self) { try editor.readLine(prompt: "> ") }
    #expect(error?.code == .notATerminal)
    #expect(Terminal.size(of: pipe.readEnd) == nil)
  }

  @Test func isUsableOnlyOnACapableTerminal() throws {
    let terminal = try PseudoTerminal()
    let pipe = try Pipe()
    let slave = terminal.slave
    #expect(LineEditor.isUsable(input: slave, output: slave, term: "xterm"))
    #expect(!LineEditor.isUsable(input: slave, output: slave, term: "dumb"))
    #expect(!LineEditor.isUsable(input: slave, output: slave, term: nil))
    #expect(!LineEditor.isUsable(input: pipe.readEnd, output: slave, term: "xterm"))
    #expect(!LineEditor.isUsable(input: slave, output: pipe.writeEnd, term: "xterm"))
  }

  private func same(_ left: termios, _ right: termios) -> Bool {
    var left = left
    var right = right
    return withUnsafeBytes(of: &left.c_cc) { one in
      withUnsafeBytes(of: &right.c_cc) { two in one.elementsEqual(two) }
    } && left.c_iflag == right.c_iflag && left.c_oflag == right.c_oflag && left.c_cflag == right.c_cflag
      && left.c_lflag == right.c_lflag
  }
}
