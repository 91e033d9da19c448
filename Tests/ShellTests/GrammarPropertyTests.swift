import EditModel
import Raster
import Shell
import Testing

struct GrammarPropertyTests {
  private static let pool =
    Grammar.verbs.flatMap(\.names) + Grammar.verbs.flatMap(\.subcommands)
    + Grammar.verbs.flatMap { $0.forms.flatMap { $0.options.map(\.name) } }
    + Setting.all.map(\.key)
    + [
      "1", "2", "25%", "-3.5", "1,2", "3%,4", "5,6", "hat", "photo.png", "a b", "@", "@-2", "7a",
      "tag:best", "e1", "f2", "local", "white", "strict", "--", "--json", "--name=hat", "the", "\"",
      "$", "$20", ";", "\\", "", "<<END", "#", "é", "--force=1", "--save=x.png", "\u{0}", "x\u{301}",
    ]

  /// Lines of one verb's forms with words put in, taken out and exchanged.
  private static func lines(seed: UInt64, count: Int) -> [[Word]] {
    var random = SplitMix64(seed: seed)
    let examples = Grammar.verbs.flatMap(\.forms).map(\.example)
    return (0..<count).map { _ in
      var words = (try? Lexer.commands(in: examples.randomElement(using: &random) ?? ""))?.first ?? []
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let place = Int.random(in: 0...words.count, using: &random)
        let text = pool.randomElement(using: &random) ?? ""
        let origin: Word.Origin = Int.random(in: 0..<4, using: &random) == 0 ? .quoted : .bare
        switch Int.random(in: 0..<3, using: &random) {
        case 0 where place < words.count: words.remove(at: place)
        case 1 where place < words.count: words[place] = Word(text, origin)
        default: words.insert(Word(text, origin), at: place)
        }
      }
      return words
    }
  }

  @Test func commandThatParsesIsReadBackFromItsText() throws {
    var parsedCount = 0
    for words in Self.lines(seed: 7, count: 8000) where !words.isEmpty {
      guard let command = try? Grammar.command(from: words) else { continue }
      parsedCount += 1
      let lists = try Lexer.commands(in: command.text)
      #expect(lists.count == 1, "\(command.text)")
      let again = try Grammar.command(from: try #require(lists.first))
      #expect(again.request == command.request, "\(command.text)")
      #expect(again.text == command.text)
    }
    #expect(parsedCount > 1500)
  }

  @Test func promptAndCompletionTakeAnyLine() {
    for words in Self.lines(seed: 8, count: 2000) {
      let line = words.map(\.text).joined(separator: " ")
      if case .instruction(let text) = Reading(prompt: line) {
        #expect(!text.isEmpty)
        #expect(words.first.flatMap { Grammar.spec(named: $0.text) } == nil, "\(line)")
      }
      for cursor in [0, line.count / 2, line.count] {
        let completion = Grammar.completions(line, cursor: cursor)
        #expect((0...line.count).contains(completion.start))
      }
    }
  }
}
