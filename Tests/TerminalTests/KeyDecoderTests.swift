import Terminal
import Testing

struct KeyDecoderTests {
  private static let table: [(String, [Key])] = [
    ("abc", [.text("abc")]), ("é日🙂", [.text("é日🙂")]), ("a\rb\n", [.text("a"), .enter, .text("b"), .enter]),
    ("\u{1}\u{2}\u{5}\u{6}", [.edit(.home), .edit(.left), .edit(.end), .edit(.right)]),
    ("\u{3}\u{4}\u{9}\u{c}", [.interrupt, .endOfInput, .tab, .clearScreen]),
    ("\u{8}\u{7f}", [.edit(.backspace), .edit(.backspace)]), ("\u{10}\u{e}", [.up, .down]),
    (
      "\u{b}\u{15}\u{17}\u{19}",
      [.edit(.killToEnd), .edit(.killToStart), .edit(.killBlankWordLeft), .edit(.yank)]
    ),
    ("\u{1b}[A\u{1b}[B\u{1b}[C\u{1b}[D", [.up, .down, .edit(.right), .edit(.left)]),
    ("\u{1b}OA\u{1b}OB\u{1b}OC\u{1b}OD", [.up, .down, .edit(.right), .edit(.left)]),
    ("\u{1b}[H\u{1b}[F\u{1b}OH\u{1b}OF", [.edit(.home), .edit(.end), .edit(.home), .edit(.end)]),
    ("\u{1b}[1~\u{1b}[4~\u{1b}[7~\u{1b}[8~", [.edit(.home), .edit(.end), .edit(.home), .edit(.end)]),
    ("\u{1b}[3~\u{1b}[3;5~", [.edit(.delete), .edit(.killWordRight)]),
    ("\u{1b}[1;5C\u{1b}[1;3D\u{1b}[1;1C", [.edit(.wordRight), .edit(.wordLeft), .edit(.right)]),
    ("\u{1b}b\u{1b}f\u{1b}d", [.edit(.wordLeft), .edit(.wordRight), .edit(.killWordRight)]),
    ("\u{1b}\u{7f}\u{1b}\u{8}", [.edit(.killWordLeft), .edit(.killWordLeft)]),
    ("\u{1b}\u{1b}[A", [.up]), ("\u{1b}xy", [.text("y")]), ("\u{1b}[15~z", [.text("z")]),
    ("\u{1b}[[Az", [.text("z")]), ("\u{1b}[1;\u{3}z", [.interrupt, .text("z")]), ("\u{1b}é", [.text("é")]),
    ("\u{1b}[<35;1;2Mz", [.text("z")]), ("a\u{9b}b\u{85}", [.text("ab")]), ("\u{0}\u{1a}\u{1d}", []),
    ("\u{1b}[200~a\nb\u{3}\r\u{1b}[A\u{1b}[201~z", [.paste("a\nb\u{3}\r\u{1b}[A"), .text("z")]),
    ("\u{1b}[200~\u{1b}[201~", [.paste("")]),
    ("\u{1b}[201~z", [.text("z")]),
  ]

  @Test(arguments: table)
  func decodesKeys(input: String, keys: [Key]) {
    var decoder = KeyDecoder()
    #expect(decoder.decode(Array(input.utf8)) == keys)
  }

  @Test(arguments: table)
  func decodesTheSameWhenCutAnywhere(input: String, keys: [Key]) {
    let bytes = Array(input.utf8)
    for cut in 0...bytes.count {
      var decoder = KeyDecoder()
      let parts = decoder.decode(Array(bytes[..<cut])) + decoder.decode(Array(bytes[cut...]))
      #expect(joined(parts) == keys)
    }
    var decoder = KeyDecoder()
    #expect(joined(bytes.flatMap { decoder.decode([$0]) }) == keys)
  }

  /// Neighbouring texts as one, because a cut may divide what was typed.
  private func joined(_ keys: [Key]) -> [Key] {
    keys.reduce(into: []) { result, key in
      if case .text(let more) = key, case .text(let text)? = result.last {
        result[result.count - 1] = .text(text + more)
      } else {
        result.append(key)
      }
    }
  }

  @Test(
    arguments: [
      ([0x61, 0xFF, 0x62], "a\u{FFFD}b"), ([0xC3, 0x41], "\u{FFFD}A"), ([0xE6, 0x97, 0x20], "\u{FFFD} "),
    ] as [([UInt8], String)])
  func showsInvalidBytesAsReplacement(bytes: [UInt8], text: String) {
    var decoder = KeyDecoder()
    #expect(joined(decoder.decode(bytes)) == [.text(text)])
  }

  @Test func dropsAnOversizedPasteWhole() {
    var decoder = KeyDecoder()
    let limit = LineBuffer.maximumByteCount
    let body = String(repeating: "x", count: limit)
    // Compared outside the expectation, which would print a megabyte.
    let fits = decoder.decode(pasted(body)) == [.paste(body)]
    let exceeds = decoder.decode(pasted(body + "y") + Array("z".utf8)) == [.oversizedPaste, .text("z")]
    let farExceeds = decoder.decode(pasted(body + body + body + "\r")) == [.oversizedPaste]
    #expect(fits)
    #expect(exceeds)
    #expect(farExceeds)
    #expect(decoder.decode(Array("\u{1b}[200~ok\u{1b}[201~".utf8)) == [.paste("ok")])
  }

  private func pasted(_ text: String) -> [UInt8] {
    Array("\u{1b}[200~\(text)\u{1b}[201~".utf8)
  }

  @Test func neverGivesControlsAsText() {
    var draws = Draws(seed: 3)
    var decoder = KeyDecoder()
    for _ in 0..<2000 {
      for case .text(let text) in decoder.decode(draws.bytes(24)) {
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
      }
    }
  }
}
