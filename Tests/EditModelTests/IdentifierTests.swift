import EditModel
import Testing

struct IdentifierTests {
  @Test(arguments: ["e1", "e7", "f2", "e9223372036854775807"])
  func readsQueueIDs(_ text: String) {
    #expect(QueueID(text)?.description == text)
  }

  @Test(arguments: ["", "e", "7", "g7", "e0", "e07", "e-1", "e+1", "e 1", "E7", "e9223372036854775808", "e١"])
  func refusesOtherQueueIDs(_ text: String) {
    #expect(QueueID(text) == nil)
  }

  @Test(arguments: ["0", "7", "7a", "12z"])
  func readsRoundIDs(_ text: String) {
    #expect(RoundID(text)?.description == text)
  }

  @Test(arguments: ["", "a", "0a", "07", "7A", "7aa", "7é", "7ß", "-1", "7 ", "7b\u{301}"])
  func refusesOtherRoundIDs(_ text: String) {
    #expect(RoundID(text) == nil)
  }

  @Test func readsAttemptIDs() {
    #expect(AttemptID("a12") == AttemptID(12))
    for text in ["", "a", "12", "a0", "b1", "a1 "] { #expect(AttemptID(text) == nil) }
  }

  @Test func ordersByNumberThenLetter() {
    let ids = ["0", "2", "7", "7a", "7b", "10"].compactMap { RoundID($0) }
    #expect(ids.reversed().sorted() == ids)
    let queue = ["e1", "e2", "f2", "e10"].compactMap { QueueID($0) }
    #expect(queue.reversed().sorted() == queue)
    #expect(AttemptID(9) < AttemptID(10))
  }

  @Test(arguments: ["a", "sky", "a1._-b", String(repeating: "a", count: 64)])
  func takesNames(_ text: String) {
    #expect(Name.isLegal(text))
  }

  @Test(arguments: [
    "", "1a", ".a", "-a", "A", "a b", "a/b", "a..b", "é", "aé", String(repeating: "a", count: 65), "a\n",
  ])
  func refusesOtherNames(_ text: String) {
    #expect(!Name.isLegal(text))
  }
}

struct SelectorTests {
  @Test(arguments: [
    ("@", Selector.current(back: 0)), ("@-", .current(back: 1)), ("@-3", .current(back: 3)),
    ("source", .source), ("0", .round(.source)), ("7", .round(RoundID(7))),
    ("7a", .round(RoundID(7, variant: "a"))), ("tag:best", .tag("best")),
    ("sha:ab12cd", .pixels(prefix: "ab12cd")),
  ])
  func readsItsForms(_ text: String, _ selector: Selector) {
    #expect(Selector(text) == selector)
    #expect(Selector(selector.description) == selector)
  }

  @Test func readsDigestsInCapitals() {
    #expect(Selector("sha:AB12CD") == .pixels(prefix: "ab12cd"))
  }

  @Test(arguments: [
    "", "@@", "@-0", "@-x", "@--", "@1", "Source", "7A", "tag:", "tag:Bad", "tag", "sha:", "sha:ab12c",
    "sha:ab12cg", "sha:ＡＢ12cd", "sha:" + String(repeating: "a", count: 65),
  ])
  func refusesOtherWords(_ text: String) {
    #expect(Selector(text) == nil)
  }
}

struct TimestampTests {
  /// Milliseconds from Python's datetime.
  @Test(arguments: [
    ("1970-01-01T00:00:00.000Z", 0), ("1969-12-31T23:59:59.999Z", -1),
    ("2000-02-29T00:00:00.000Z", 951_782_400_000), ("2038-01-19T03:14:08.000Z", 2_147_483_648_000),
    ("1900-03-01T00:00:00.000Z", -2_203_891_200_000), ("2100-02-28T23:59:59.001Z", 4_107_542_399_001),
    ("9999-12-31T23:59:59.999Z", 253_402_300_799_999), ("0001-01-01T00:00:00.000Z", -62_135_596_800_000),
    ("1600-02-29T12:00:00.000Z", -11_670_955_200_000), ("2026-11-21T01:02:03.456Z", 1_795_222_923_456),
  ])
  func agreesWithTheCalendar(_ text: String, _ milliseconds: Int64) {
    #expect(Timestamp(milliseconds: milliseconds).description == text)
    #expect(Timestamp(text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "2026-11-21", "2026-11-21T01:02:03Z", "2026-11-21 01:02:03.456Z", "2026-11-21T01:02:03.456z",
    "2026-13-21T01:02:03.456Z", "2026-00-21T01:02:03.456Z", "2026-11-31T01:02:03.456Z",
    "2026-02-29T01:02:03.456Z", "2100-02-29T01:02:03.456Z", "2026-11-21T24:00:00.000Z",
    "2026-11-21T23:60:00.000Z", "2026-11-21T23:59:60.000Z", "2026-11-2xT01:02:03.456Z",
    "+026-11-21T01:02:03.456Z", "2026-11-21T01:02:03.45éZ", "２026-11-21T01:02:03.Z",
  ])
  func refusesOtherTexts(_ text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test(arguments: [Int64.min, .max])
  func printsAnyMoment(_ milliseconds: Int64) {
    #expect(Timestamp(milliseconds: milliseconds).description.hasSuffix("Z"))
  }

  @Test func orders() {
    #expect(Timestamp(milliseconds: -1) < Timestamp(milliseconds: 0))
  }
}
