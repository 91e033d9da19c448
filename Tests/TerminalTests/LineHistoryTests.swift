import Terminal
import Testing

struct LineHistoryTests {
  @Test func goesUpAndComesBackToTheDraft() {
    var history = LineHistory(lines: ["one", "two", "three"])
    #expect(history.older(than: "dr", prefix: "") == "three")
    #expect(history.older(than: "three", prefix: "three") == "two")
    #expect(history.older(than: "two", prefix: "two") == "one")
    #expect(history.older(than: "one", prefix: "one") == nil)
    #expect(history.newer(than: "one") == "two")
    #expect(history.newer(than: "two") == "three")
    #expect(history.newer(than: "three") == "dr")
    #expect(history.newer(than: "dr") == nil)
  }

  @Test func keepsThePrefixWithWhichItBegan() {
    var history = LineHistory(lines: ["mask rect", "edit a", "mask wand", "plan", "mask wand"])
    #expect(history.older(than: "ma", prefix: "ma") == "mask wand")
    #expect(history.older(than: "mask wand", prefix: "mask wand") == "mask rect")
    #expect(history.older(than: "mask rect", prefix: "mask rect") == nil)
    #expect(history.newer(than: "mask rect") == "mask wand")
    #expect(history.newer(than: "mask wand") == "ma")
  }

  @Test func findsNothingForAnUnknownPrefix() {
    var history = LineHistory(lines: ["one"])
    #expect(history.older(than: "x", prefix: "x") == nil)
    #expect(history.newer(than: "x") == nil)
  }

  @Test func startsAnewAfterLeaving() {
    var history = LineHistory(lines: ["one", "two"])
    #expect(history.older(than: "", prefix: "") == "two")
    history.leave()
    #expect(history.newer(than: "two!") == nil)
    #expect(history.older(than: "two!", prefix: "") == "two")
    #expect(history.newer(than: "two") == "two!")
  }

  @Test func addsWithoutBlanksAndRepetitions() {
    var history = LineHistory(lines: ["a"], limit: 3)
    for line in ["", "  ", "a", "b", "b", "a", "c"] { history.add(line) }
    #expect(history.lines == ["b", "a", "c"])
    #expect(LineHistory(lines: ["a", "b", "c"], limit: 2).lines == ["b", "c"])
  }
}
