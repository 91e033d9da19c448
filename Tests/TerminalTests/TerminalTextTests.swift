import Terminal
import Testing

struct TerminalTextTests {
  /// Cells by EastAsianWidth.txt (W, F: 2), general category (Mn, Me, Cf: 0) and emoji-sequences.txt.
  @Test(arguments: [
    ("", 0), ("a", 1), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("a\u{20DD}", 1), ("\u{301}", 0),
    ("日本", 4), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("ｆ", 2), ("ﾊ", 1), ("。", 2), ("\u{303F}", 1),
    ("\u{10FF}", 1), ("\u{1100}", 2), ("\u{115F}", 2), ("\u{2E80}", 2), ("\u{A4C6}", 2), ("\u{A4D0}", 1),
    ("\u{4DC0}", 2),
    ("\u{ABFF}", 1), ("\u{AC00}", 2), ("\u{D7A3}", 2), ("\u{FF01}", 2), ("\u{FF60}", 2), ("\u{FF61}", 1),
    ("\u{20000}", 2), ("\u{2FFFD}", 2), ("\u{3FFFD}", 2), ("\u{1D400}", 1), ("\u{17000}", 2),
    ("🙂", 2), ("👍🏽", 2), ("☝🏽", 2), ("❤", 1), ("❤\u{FE0F}", 2), ("👩‍🚀", 2), ("👨‍👩‍👧‍👦", 2), ("🇫🇷", 2),
    ("\u{1F1EB}", 1), ("⌚", 2), ("☀", 1), ("✓", 1), ("…", 1), ("─", 1),
    ("कि", 2), ("नी", 2), ("ไทย", 3), ("\u{600}", 1), ("\u{200B}", 0), ("\u{FEFF}", 0), ("\u{7}", 0),
    ("\u{AD}", 1), ("\u{85}", 0), ("\u{2028}", 0),
  ])
  func countsCells(text: String, cells: Int) {
    #expect(TerminalText.width(of: text) == cells)
  }

  @Test(arguments: [
    ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("abc", 1, "…"), ("abc", 0, ""), ("abc", -4, ""), ("", 0, ""),
    ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("日本語", 2, "…"),
    ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("👨‍👩‍👧‍👦ab", 3, "👨‍👩‍👧‍👦…"),
  ])
  func truncatesWholeGraphemes(text: String, limit: Int, expected: String) {
    #expect(TerminalText.truncated(text, to: limit) == expected)
  }

  @Test(arguments: [
    ("ab", 4, "ab  ", "  ab"), ("日", 3, "日 ", " 日"), ("abc", 2, "abc", "abc"), ("", -1, "", ""),
  ])
  func padsToCells(text: String, target: Int, left: String, right: String) {
    #expect(TerminalText.padded(text, to: target) == left)
    #expect(TerminalText.padded(text, to: target, alignment: .right) == right)
  }
}

struct CleaningTests {
  @Test(arguments: [
    ("plain, ünï – 日本 🙂 ❤\u{FE0F}", "plain, ünï – 日本 🙂 ❤\u{FE0F}", "plain, ünï – 日本 🙂 ❤\u{FE0F}"),
    ("\u{1b}[2J", "\\x1b[2J", "\\x1b[2J"),
    ("a\nb\tc", "a\nb\tc", "a\\x0ab\\x09c"),
    ("a\r\nb\rc\r", "a\nb\\x0dc\\x0d", "a\\x0d\\x0ab\\x0dc\\x0d"),
    ("\r\r\n", "\\x0d\n", "\\x0d\\x0d\\x0a"),
    ("\u{7f}\u{0}\u{9b}31m\u{85}", "\\x7f\\x00\\x9b31m\\x85", "\\x7f\\x00\\x9b31m\\x85"),
    ("a\u{202e}gnp.exe", "a\\u{202e}gnp.exe", "a\\u{202e}gnp.exe"),
    ("\u{feff}x\u{200b}y\u{2066}", "\\u{feff}x\\u{200b}y\\u{2066}", "\\u{feff}x\\u{200b}y\\u{2066}"),
    ("\u{2028}\u{2029}\u{ad}", "\\u{2028}\\u{2029}\\xad", "\\u{2028}\\u{2029}\\xad"),
    ("\u{e0041}\u{3164}\u{34f}", "\\u{e0041}\\u{3164}\\u{34f}", "\\u{e0041}\\u{3164}\\u{34f}"),
    ("\u{fff9}a\u{fffb}", "\\u{fff9}a\\u{fffb}", "\\u{fff9}a\\u{fffb}"),
    ("back\\slash", "back\\slash", "back\\slash"),
  ])
  func writesOutWhatIsNotDrawn(text: String, lines: String, line: String) {
    #expect(TerminalText.cleaned(text) == lines)
    #expect(TerminalText.cleanedLine(text) == line)
  }

  @Test func leavesNothingThatDrivesATerminal() {
    sweep(count: 1000, seed: 1)
  }

  @Test(.enabled(if: sweepsAreOn))
  func leavesNothingThatDrivesATerminalInLongSweep() {
    sweep(count: 100_000, seed: 2)
  }

  private func sweep(count: Int, seed: UInt64) {
    var draws = Draws(seed: seed)
    for _ in 0..<count {
      let text = draws.hostileText()
      let cleaned = TerminalText.cleaned(text)
      let bad = cleaned.unicodeScalars.first { Self.isDangerous($0) && $0 != "\n" && $0 != "\t" }
      #expect(bad == nil, "left in \(text.debugDescription)")
      let line = TerminalText.cleanedLine(text)
      #expect(!line.unicodeScalars.contains(where: Self.isDangerous), "left in \(text.debugDescription)")
      #expect(TerminalText.cleaned(cleaned) == cleaned)
    }
  }

  /// Listed by number, apart from the properties that the code asks: Unicode's controls, bidirectional and
  /// zero-width characters, separators, annotation marks, fillers and tags.
  private static let dangerous: [ClosedRange<UInt32>] = [
    0x00...0x1F, 0x7F...0x9F, 0xAD...0xAD, 0x34F...0x34F, 0x61C...0x61C, 0x115F...0x1160, 0x17B4...0x17B5,
    0x180B...0x180F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x3164...0x3164, 0xFEFF...0xFEFF,
    0xFFA0...0xFFA0, 0xFFF0...0xFFFB, 0x1D173...0x1D17A, 0xE0000...0xE0FFF,
  ]

  private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
    dangerous.contains { $0.contains(scalar.value) }
  }
}
