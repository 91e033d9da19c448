import Billing
import EditModel
import HTTP
import Providers
import Testing

/// Answers of several pictures that bring fewer than were asked for, or more.
@Suite struct ReplyVariantsTests {
  private static let event = completed("b25l")

  private static func completed(_ picture: String, usage: String = ",\"usage\":\(Answer.usage)") -> String {
    "event: image_edit.completed\ndata: {\"type\":\"image_edit.completed\",\"b64_json\":\"\(picture)\"\(usage)}\n\n"
  }

  private static func request(_ variants: Int) -> HostedRequest {
    Bench.edit(HostedSettings(quality: "low", variants: variants, partials: 1))
  }

  private func texts(_ reply: HostedReply) throws -> [String] {
    try reply.pictures.map { String(decoding: try $0.bytes(), as: UTF8.self) }
  }

  private func restored(_ reply: HostedReply) throws -> [UInt8]? {
    HostedReply.restored(
      envelope: reply.envelope, cuts: reply.cuts, payloads: try reply.payloads.map { try $0.bytes() })
  }

  @Test(arguments: 1...4)
  func usageOfEventsIsTheBillOnlyWhenAllCame(_ asked: Int) async throws {
    let answer = Answer.events(Self.event + Self.completed("dHdv"))
    let sent = try await Bench.send(Self.request(asked), answer: answer).get()
    let read = try Bench.provider().read(MemorySource(answer), asked: asked)
    for reply in [sent, read] {
      #expect(try texts(reply) == ["one", "two"])
      #expect(reply.usage?.usage?.imageOut == (asked <= 2 ? 2744 : nil))
      #expect(reply.usage?.text == "\(Answer.usage)\n\(Answer.usage)")
    }
  }

  /// Wherever the second event is cut, the first picture is a reply, and what came can be put together again.
  @Test func aLaterEventThatIsCutLeavesTheWholeOnes() async throws {
    let answer = Answer.events(Self.event + Self.completed("dHdv"))
    let first = Answer.events(Self.event).count
    for end in first..<answer.count - 2 {
      let cut = Array(answer[..<end])
      let failure = HTTPError(.truncated, progress: HTTPProgress(isConnected: true, status: 200))
      let reply = try await Bench.send(Self.request(2), answer: cut, failure: failure).get()
      #expect(try texts(reply) == ["one"], "at \(end)")
      #expect(reply.usage != nil && reply.usage?.usage == nil, "at \(end)")
      #expect(try restored(reply) == cut, "at \(end)")
    }
    let whole = try await Bench.send(Self.request(2), answer: Array(answer.dropLast(2))).get()
    #expect(whole.usage?.usage?.imageOut == 2744)
  }

  /// A picture that is cut is no payload, and larger than what else an answer holds.
  @Test func aLargePictureThatIsCutTakesNoneWithIt() throws {
    let cut = Answer.events(Self.event + Self.completed(String(repeating: "AAAA", count: 500_000)))
      .dropLast(1_000)
    let reply = try Bench.provider().read(MemorySource(Array(cut)), asked: 2)
    #expect(try texts(reply) == ["one"])
    #expect(reply.usage?.usage == nil)
    #expect(reply.envelope.count > 1_900_000)
    #expect(try restored(reply) == Array(cut))
  }

  @Test(arguments: [
    "event: error\ndata: {\"error\":{\"code\":\"moderation_blocked\"}}\n\n", "data: {{\n\n", "event: x\n",
  ])
  func whatFollowsAWholePictureTakesItNotAway(_ end: String) throws {
    let answer = Answer.events(Self.event + end)
    let reply = try Bench.provider().read(MemorySource(answer), asked: 3)
    #expect(try texts(reply) == ["one"])
    #expect(reply.usage?.usage == nil)
    #expect(try restored(reply) == answer)
  }

  @Test func anEventWithoutUsageLeavesTheBillUnknown() throws {
    let answer = Answer.events(Self.event + Self.completed("dHdv", usage: ""))
    let reply = try Bench.provider().read(MemorySource(answer), asked: 2)
    #expect(try texts(reply) == ["one", "two"])
    #expect(reply.usage?.usage == nil)
    #expect(reply.usage?.text == Answer.usage)
  }

  @Test func usageOfADocumentIsTheBillWhateverItBrought() throws {
    let reply = try Bench.provider().read(MemorySource(Answer.json(200, Answer.whole)), asked: 4)
    #expect(try texts(reply) == ["hello"])
    #expect(reply.usage?.usage?.imageOut == 1372)
  }

  /// More pictures than letters for variants are never handed on.
  @Test(arguments: [2, 26, 27, 64, 65, 300])
  func morePicturesThanAskedAreBounded(_ count: Int) throws {
    let events = Answer.events(String(repeating: Self.event, count: count))
    let reply = try Bench.provider().read(MemorySource(events))
    #expect(reply.pictures.count == min(count, 26))
    #expect(reply.usage?.usage?.imageOut == (count <= 26 ? 1372 * count : nil))
    #expect(try restored(reply) == events)
    let entries = Array(repeating: #"{"b64_json":"b25l"}"#, count: count).joined(separator: ",")
    let document = MemorySource(Answer.json(200, #"{"data":[\#(entries)]}"#))
    if count <= 26 {
      #expect(try Bench.provider().read(document).pictures.count == count)
    } else {
      let error = #expect(throws: ProviderError.self) { try Bench.provider().read(document) }
      #expect(error?.effect == .billedWithoutResult)
    }
  }
}
