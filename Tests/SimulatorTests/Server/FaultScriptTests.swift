import Simulator
import Testing

@Suite struct FaultScriptTests {
  private func rule(_ text: String) throws -> FaultScript.Rule {
    let rules = try FaultScript(reading: text).rules
    return try #require(rules.first)
  }

  @Test func readsRoutesPlacesAndComments() throws {
    let script = try FaultScript(
      reading: """
        # A comment, and an empty line

        edits 3 close
          generations 2-4   reset
        files 5+ silence
        any * drop-reused
        """)
    #expect(script.rules.map(\.route) == [.edits, .generations, .files, .any])
    #expect(script.rules.map(\.place) == [.range(3...3), .range(2...4), .from(5), .from(1)])
    #expect(script.rules.map(\.text)[1] == "generations 2-4   reset")
  }

  @Test(arguments: [
    ("reset-upload after=7", Fault.Kind.resetUpload(after: 7), false),
    ("stall-upload after=7 hold=300ms", .stallUpload(after: 7, hold: .milliseconds(300)), false),
    ("drop-reused", .dropReused, false), ("refuse", .mishap(.refusedInput), true),
    ("refuse stage=output", .mishap(.refusedOutput), true),
    (
      "redirect status=302 location=http://a.example/x",
      .redirect(status: 302, location: "http://a.example/x"), false
    ),
    ("redirect work=done", .redirect(status: 307, location: nil), true),
    ("silence", .silence(hold: nil), true),
    ("silence work=none hold=2s", .silence(hold: .seconds(2)), false), ("close work=none", .close, false),
    ("reset", .reset, true), ("giant bytes=10", .giant(byteCount: 10), true),
    ("gzip-bomb", .gzipBomb(byteCount: 200_000_000), true), ("cut-head after=3", .cutHead(after: 3), true),
    ("silence-after-head after=4", .silenceAfterHead(after: 4, hold: nil), true),
    ("reset-download", .resetDownload(after: nil), true), ("truncate after=0", .truncate(after: 0), true),
    ("cut after=9", .cut(after: 9), true), ("wrong-length by=-3", .wrongLength(by: -3), true),
    ("slow rate=100", .slow(bytesPerSecond: 100), true), ("invalid-json", .invalidJSON, true),
    ("truncated-base64", .mishap(.truncatedBase64), true),
    ("wrong-size size=16x32", .mishap(.wrongSize(width: 16, height: 32)), true),
    ("missing-usage", .missingUsage, true),
    ("duplicate-headers names=a,b value=9", .duplicateHeaders(names: ["a", "b"], value: "9"), true),
  ])
  func readsEveryKind(text: String, kind: Fault.Kind, reachesService: Bool) throws {
    let fault = try rule("edits 1 \(text)").fault
    #expect(fault == Fault(kind, reachesService: reachesService))
  }

  @Test func everyKindIsReadByName() throws {
    #expect(Fault.kindNames.count == 23)
    for name in Fault.kindNames { _ = try rule("any * \(name)\(name == "status" ? " 500" : "")") }
  }

  @Test(arguments: [
    ("retry-after=2", RetryAfterForm.text("2")), ("retry-after=date+5", .date(.imf, offset: 5)),
    ("retry-after=rfc850-60", .date(.rfc850, offset: -60)),
    ("retry-after=asctime+0", .date(.asctime, offset: 0)),
    ("retry-after=\"in a while\"", .text("in a while")), ("retry-after=date", .text("date")),
  ])
  func readsFormsOfRetryAfter(text: String, form: RetryAfterForm) throws {
    var expected = StatusFault(status: 429)
    expected.retryAfter = form
    #expect(try rule("any 1 status 429 \(text)").fault.kind == .status(expected))
  }

  @Test func readsAWholeStatus() throws {
    var expected = StatusFault(status: 503)
    (expected.body, expected.type, expected.code) = (.html, "t", "c")
    (expected.message, expected.retryAfterMilliseconds) = ("a = b", "1500")
    let text = "any 1 status 503 body=html type=t code=c message=\"a = b\" retry-after-ms=1500 early=yes"
    #expect(try rule(text).fault == Fault(.status(expected), reachesService: false, isEarly: true))
  }

  @Test(arguments: [
    ("edit 1 close", "edit"), ("edits 0 close", "0"), ("edits 3-2 close", "3-2"),
    ("edits 1-2-3 close", "1-2-3"),
    ("edits x close", "x"), ("edits", ""), ("edits 1", ""), ("edits 1 explode", "explode"),
    ("edits 1 status", ""), ("edits 1 status 200", "200"), ("edits 1 close after=3", "after=3"),
    ("edits 1 close now", "now"), ("edits 1 cut after=x", "after=x"), ("edits 1 cut after=-1", "after=-1"),
    ("edits 1 cut after=1 after=2", "after=2"), ("edits 1 silence hold=5", "hold=5"),
    ("edits 1 silence work=maybe", "work=maybe"), ("edits 1 cut work=none", "work=none"),
    ("edits 1 status 500 early=yes work=done", "early=yes"),
    ("edits 1 status 500 message=\"open", "message=open"),
    ("edits 1 wrong-size size=0x5", "size=0x5"), ("edits 1 refuse stage=x", "stage=x"),
    ("edits 1 cut after=1 now", "now"),
  ])
  func namesLineAndWordOfABadRule(text: String, found: String) {
    #expect {
      _ = try FaultScript(reading: "# first\n\n\(text)\n")
    } throws: { error in
      guard let error = error as? SimulatorError else { return false }
      return error.code == .badFaultRule && error.line == 3 && error.found == found && error.expected != nil
    }
  }
}
