import Billing
import EditModel
import HTTP
import Providers
import Testing

@Suite struct ReplyReadingTests {
  private func read(_ body: String) -> Result<HostedReply, ProviderError> {
    read(Answer.json(200, body))
  }

  private func read(_ answer: [UInt8]) -> Result<HostedReply, ProviderError> {
    Result { () throws(ProviderError) in try Bench.provider().read(MemorySource(answer)) }
  }

  @Test func readsPictureAndUsage() throws {
    let reply = try read(Answer.whole).get()
    #expect(try reply.pictures.map { try $0.bytes() } == [Array("hello".utf8)])
    #expect(reply.usage?.text == Answer.usage)
    let usage = try #require(reply.usage?.usage)
    #expect(usage.textIn == 67 && usage.imageIn == 1536 && usage.imageOut == 1372 && usage.textOut == 0)
    #expect(usage.cachedIn == nil)
  }

  @Test func readsVariantsInOrder() throws {
    let body = #"{"data":[{"b64_json":"YQ=="},{"b64_json":"YmM="},{"b64_json":null},{"b64_json":"ZGVm"}]}"#
    let reply = try read(body).get()
    #expect(try reply.pictures.map { String(decoding: try $0.bytes(), as: UTF8.self) } == ["a", "bc", "def"])
    #expect(reply.usage == nil)
  }

  @Test func readsAPayloadFromAnyPlace() throws {
    let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let body = #"{"data":[{"b64_json":"\#(String(decoding: Oracle.base64(bytes), as: UTF8.self))"}]}"#
    let payload = try read(body).get().pictures[0]
    #expect(payload.byteCount == 1_000)
    for (start, count) in [(0, 1), (1, 1), (2, 5), (3, 7), (500, 499), (997, 3), (999, 1), (0, 1_000)] {
      #expect(try payload.bytes(in: start..<start + count) == Array(bytes[start..<start + count]))
    }
    #expect(try payload.bytes(in: 998..<1_010) == Array(bytes[998...]))
  }

  @Test(arguments: [
    #"{"data":[{"b64_json":"YQ"}]}"#, #"{"data":[{"b64_json":"YR=="}]}"#, #"{"data":[{"b64_json":"YWJ="}]}"#,
    #"{"data":[{"b64_json":"Y==="}]}"#, #"{"data":[{"b64_json":"YQ==YQ=="}]}"#,
    #"{"data":[{"b64_json":""}]}"#,
    #"{"data":[{"b64_json":"===="}]}"#, #"{"data":[{"b64_json":"YW Jj"}]}"#,
    #"{"data":[{"b64_json":"YW-_"}]}"#,
    #"{"data":[{"b64_json":"YW\nJj"}]}"#, #"{"data":[{"b64_json":"%%%%"}]}"#,
    #"{"data":[{"b64_json":"YWJj="}]}"#,
    #"{"data":[{"b64_json":"data:image/png;base64,YWJj"}]}"#, #"{"data":[{"b64_json":"Pz\/+/+\/\/"}]}"#,
    #"{"data":[{"b64_json":"/w\/\u0041"}]}"#,
    #"{"data":[{"b64_json":1}]}"#, #"{"data":[{"b64_json":{}}]}"#, #"{"data":["YWJj"]}"#,
    #"{"data":[{"b64_json":"YWJj"}]} x"#, #"{"data":[{"b64_json":"YWJj"}]}{}"#,
    #"{"data":[{"b64_json":"YWJj"}],}"#,
    #"{"data":[{"b64_json":"YWJj"},]}"#, #"{"data":[{"b64_json":"YWJj"}],"a":1,"a":2}"#,
    #"{"data":[{"b64_json":"YWJj"}],"data":[]}"#, #"{"data":[{"b64_json":"YWJj"}],"a":1,"\u0061":2}"#,
    #"{"data":[{"b64_json":"YWJj"}],"a":01}"#, #"{"data":[{"b64_json":"YWJj"}],"a":1.}"#,
    #"{"data":[{"b64_json":"YWJj"}],"a":+1}"#, #"{"data":[{"b64_json":"YWJj"}],"a":.5}"#,
    #"{"data":[{"b64_json":"YWJj"}],"a":NaN}"#, #"{"data":[{"b64_json":"YWJj"}],"a":truE}"#,
    #"{"data":[{"b64_json":"YWJj"}],"a":"\x"}"#, #"{"data":[{"b64_json":"YWJj"}],"a":"\u12G4"}"#,
    #"{"data":[{"b64_json":"YWJj"}] "a":1}"#, #"{"data":[{"b64_json":"YWJj"}],a:1}"#, #"{'data':[]}"#,
    #"[{"b64_json":"YWJj"}]"#, #""YWJj""#, "", " ", "null", "{}", #"{"data":[]}"#, #"{"data":null}"#,
    #"{"data":[{"url":"https://elsewhere.example/a.png"}]}"#, "\u{FEFF}" + Answer.whole, Answer.whole + "\0",
  ])
  func refusesWhatIsNoWholeAnswer(_ body: String) {
    let error = read(body).failure
    #expect(error?.code == .brokenReply && error?.effect == .billedWithoutResult)
  }

  @Test func refusesBytesThatAreNoUTF8() {
    let text = Array(#"{"data":[{"b64_json":"YWJj"}],"a":"?"}"#.utf8)
    for bytes: [UInt8] in [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]] {
      let place = text.lastIndex(of: UInt8(ascii: "?"))!
      let body = text[..<place] + bytes + text[(place + 1)...]
      #expect(read(Answer.head(200) + body).failure?.code == .brokenReply)
    }
  }

  @Test func boundsDepthAndText() throws {
    func nested(_ depth: Int) -> String {
      let open = String(repeating: "[", count: depth)
      let close = String(repeating: "]", count: depth)
      return #"{"data":[{"b64_json":"YWJj"}],"a":\#(open)\#(close)}"#
    }
    #expect(read(nested(63)).success != nil)
    #expect(read(nested(64)).failure?.code == .brokenReply)
    #expect(read(#"{"a":"# + String(repeating: "[", count: 100_000)).failure?.code == .brokenReply)
    let long = String(repeating: "x", count: 1_200_000)
    #expect(read(#"{"data":[{"b64_json":"YWJj"}],"a":"\#(long)"}"#).failure?.code == .brokenReply)
    let texts = (0..<3).map { #""a\#($0)":"\#(long.prefix(600_000))""# }.joined(separator: ",")
    #expect(read(#"{"data":[{"b64_json":"YWJj"}],\#(texts)}"#).failure?.code == .brokenReply)
  }

  /// Numbers that no integer holds are legal and count as not said.
  @Test(arguments: [
    "1e999", "-1", "1.5", "1e2", "99999999999999999999", "null", "\"7\"", "[7]", "-1e999", "0.0",
  ])
  func countsThatAreNoneAreNotGuessed(_ number: String) throws {
    let body =
      #"{"data":[{"b64_json":"YWJj"}],"usage":{"input_tokens_details":{"text_tokens":\#(number),"image_tokens":1},"output_tokens":5}}"#
    let reply = try read(body).get()
    #expect(reply.pictures.count == 1)
    #expect(reply.usage != nil)
    #expect(reply.usage?.usage == nil)
  }

  @Test func undividedOutputIsPicture() throws {
    let body =
      #"{"data":[{"b64_json":"YWJj"}],"usage":{"input_tokens_details":{"text_tokens":2,"image_tokens":3},"output_tokens":5}}"#
    let usage = try read(body).get().usage?.usage
    #expect(usage?.imageOut == 5 && usage?.textOut == 0 && usage?.textIn == 2 && usage?.imageIn == 3)
  }

  @Test func readsTextOutAndCached() throws {
    let body = """
      {"data":[{"b64_json":"YWJj"}],"usage":{"input_tokens_details":{"text_tokens":2,"image_tokens":3,"cached_tokens":1},
      "output_tokens":5,"output_tokens_details":{"image_tokens":4,"text_tokens":1}}}
      """
    let usage = try read(body).get().usage?.usage
    #expect(usage?.imageOut == 4 && usage?.textOut == 1 && usage?.cachedIn == 1)
  }

  @Test func takesEveryLegalSpelling() throws {
    let body = """
      \t{ "a" : [ ] , "b":{ }, "c":-0.0e+10, "d":true,"e":false,"f":null, "g":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\\ud83d x\\udc00",
      "da\\u0074a":[{"b64_\\u006ason":"Pz8/"}]}\r\n
      """
    let reply = try read(body).get()
    #expect(try reply.pictures[0].bytes() == Array("???".utf8))
  }

  @Test func takesSlashesThatAreAllEscaped() throws {
    let reply = try read(#"{"data":[{"b64_json":"Pz8\/Pz8\/"}]}"#).get()
    #expect(try reply.pictures[0].bytes() == Array("??????".utf8))
    #expect(reply.cuts[0].length == 10)
  }

  @Test func anAnswerCutAnywhereIsNone() throws {
    let answer = Answer.json(200, Answer.whole)
    let bodyStart = answer.count - Answer.whole.utf8.count
    for end in 0..<answer.count {
      let error = try #require(read(Array(answer[..<end])).failure)
      let isBilled = end >= bodyStart
      #expect(error.code == (isBilled ? .brokenReply : .noReply))
      #expect(error.effect == (isBilled ? .billedWithoutResult : .unknown))
    }
  }

  @Test func readsWhatWasRefused() {
    let body = #"{"error":{"code":"moderation_blocked","message":"No."}}"#
    let error = read(Answer.json(400, body)).failure
    #expect(error?.code == .contentRefused && error?.effect == .rejected && error?.status == 400)
  }

  /// That the document is whole shows in itself, however the connection ended.
  @Test func aWholeDocumentIsAReplyHoweverTheExchangeEnded() async throws {
    let result = try await Bench.send(
      answer: Answer.json(200, Answer.whole),
      failure: .init(.truncated, progress: .init(isConnected: true, status: 200)))
    #expect(result.success?.pictures.count == 1)
  }
}
