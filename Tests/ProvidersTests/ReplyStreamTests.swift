import Billing
import EditModel
import HTTP
import Providers
import Synchronization
import Testing

@Suite struct ReplyStreamTests {
  /// A stream as the service sends it: two unfinished pictures, "one" and "two", then "hello".
  private static let stream = """
    event: image_edit.partial_image
    data: {"type":"image_edit.partial_image","b64_json":"b25l","partial_image_index":0,"size":"1024x1024"}

    event: image_edit.partial_image
    data: {"b64_json":"dHdv","partial_image_index":1,"type":"image_edit.partial_image"}

    event: image_edit.completed
    data: {"type":"image_edit.completed","b64_json":"aGVsbG8=","usage":\(Answer.usage)}


    """

  private func texts(_ payloads: [HostedReply.Payload]) throws -> [String] {
    try payloads.map { String(decoding: try $0.bytes(), as: UTF8.self) }
  }

  @Test(arguments: [1, 2, 3, 17, 100_000], ["\n", "\r\n", "\r"])
  func reportsUnfinishedPicturesAsTheyCome(_ piece: Int, _ lineEnd: String) async throws {
    let seen = Mutex<[String]>([])
    let answer = Answer.events(Self.stream.replacing("\n", with: lineEnd))
    let reply = try await Bench.send(
      Bench.edit(HostedSettings(quality: "low", partials: 2)), answer: answer, piece: piece
    ) { step in
      guard case .partial(let payload) = step, case .partial(let index) = payload.role else { return }
      let text = (try? payload.bytes()).map { String(decoding: $0, as: UTF8.self) } ?? "?"
      seen.withLock { $0.append("\(index) \(text)") }
    }.get()
    #expect(seen.withLock { $0 } == ["0 one", "1 two"])
    #expect(try texts(reply.pictures) == ["hello"])
    #expect(try texts(reply.payloads) == ["one", "two", "hello"])
    #expect(reply.usage?.usage?.imageOut == 1372)
    let restored = HostedReply.restored(
      envelope: reply.envelope, cuts: reply.cuts, payloads: try reply.payloads.map { try $0.bytes() })
    #expect(restored == answer)
  }

  @Test func readsGenerationsAndTheSumOfSeveral() throws {
    let event =
      "data: {\"type\":\"image_generation.completed\",\"b64_json\":\"b25l\",\"usage\":\(Answer.usage)}\n\n"
    let answer = Answer.events(event + event + "data: [DONE]\n\n")
    let reply = try Bench.provider().read(MemorySource(answer))
    #expect(try texts(reply.pictures) == ["one", "one"])
    #expect(reply.usage?.usage?.imageIn == 3072)
    #expect(reply.usage?.text == "\(Answer.usage)\n\(Answer.usage)")
  }

  /// The data of one event may be written in several lines.
  @Test(arguments: ["\n", "\r\n", "\r"])
  func readsDataInSeveralLines(_ lineEnd: String) throws {
    let text = """
      : comment
      id: 7
      event: image_edit.completed
      data: {"type":"image_edit.completed",
      data:"b64_json":"aGVsbG8=",
      data:
      data:  "usage":{"input_tokens_details":
      data: {"text_tokens":1,"image_tokens":2},"output_tokens":3}}

      """
    let answer = Answer.events(text.replacing("\n", with: lineEnd))
    let reply = try Bench.provider().read(MemorySource(answer))
    #expect(try texts(reply.pictures) == ["hello"])
    #expect(reply.usage?.usage?.imageOut == 3)
  }

  @Test func base64AcrossTwoLinesIsNone() {
    let answer = Answer.events("data: {\"type\":\"x.completed\",\"b64_json\":\"aGVs\ndata: bG8=\"}\n\n")
    #expect(throws: ProviderError.self) { try Bench.provider().read(MemorySource(answer)) }
  }

  /// Before the first byte of `completed` the outcome is unknown; from its name on it is billed.
  @Test func aStreamCutAnywhereIsJudgedByWhetherCompletedBegan() throws {
    let answer = Answer.events(Self.stream)
    let text = String(decoding: answer, as: UTF8.self)
    let name = "event: image_edit.completed\ndata: {"
    let began = text[..<text.firstRange(of: name)!.upperBound].utf8.count
    let whole = text.utf8.count - 2
    for end in 0..<whole {
      let error = #expect(throws: ProviderError.self) {
        try Bench.provider().read(MemorySource(Array(answer[..<end])))
      }
      let lineEnd = began - "\ndata: {".utf8.count
      if end < lineEnd { #expect(error?.effect == .unknown, "at \(end)") }
      if end >= began { #expect(error?.effect == .billedWithoutResult, "at \(end)") }
    }
    // The last empty line says nothing that the document does not.
    #expect(try Bench.provider().read(MemorySource(Array(answer[..<whole]))).pictures.count == 1)
  }

  @Test func saysHowFarItIs() async throws {
    let steps = Mutex<[String]>([])
    _ = try await Bench.send(answer: Answer.json(200, Answer.whole)) { step in
      let text =
        switch step {
        case .sending: "sending"
        case .waiting: "waiting"
        case .receiving: "receiving"
        case .partial: "partial"
        }
      steps.withLock { $0.append(text) }
    }
    #expect(steps.withLock { $0 } == ["waiting"])
  }

  @Test func aFullSpoolKeepsItsCause() async throws {
    let error = try await Bench.send(
      answer: Answer.json(200, "{"),
      failure: HTTPError(.sinkFailed, progress: HTTPProgress(isConnected: true, status: 200))
    ).failure
    #expect(error?.code == .replyNotWritten && error?.effect == .billedWithoutResult)
  }
}
