import EditModel
import HTTP
import Providers
import Raster
import Testing

extension HTTPRequest {
  /// The body as text: of a form its parts, a line each.
  var bodyText: String {
    get throws {
      switch body {
      case .none: return ""
      case .source(let source, let contentType):
        return "\(contentType)\n" + String(decoding: try source.bytes(limit: 1_000_000), as: UTF8.self)
      case .multipart(let parts, _):
        let lines = try parts.map { part in
          let file = [part.fileName, part.contentType].compactMap(\.self).joined(separator: " ")
          let text = String(decoding: try part.source.bytes(limit: 1_000_000), as: UTF8.self)
          return "\(part.name)=\(text)" + (file.isEmpty ? "" : " (\(file))")
        }
        return lines.joined(separator: "\n")
      }
    }
  }
}

@Suite struct RequestFormTests {
  private func sent(
    _ request: HostedRequest, from account: HostedAccount? = nil
  ) async throws -> HTTPRequest {
    let transport = FakeTransport(Answer.json(200, Answer.whole))
    _ = try await Bench.provider(request.model).send(
      request, from: try account ?? Bench.account(), over: transport, into: Spool(), deadline: .seconds(300),
      progress: { _ in })
    return try #require(transport.requests.first)
  }

  @Test func anEditIsAForm() async throws {
    let request = Bench.edit(
      prompt: "Make \"it\" röd\n now", mask: Bench.file("MASK", name: "mask.png"),
      size: PixelSize(width: 1536, height: 1024))
    let sent = try await sent(request)
    #expect(sent.method == .post)
    #expect(sent.address.text == "https://api.openai.com/v1/images/edits")
    #expect(
      try sent.bodyText == """
        image=PICTURE (picture.png image/png)
        mask=MASK (mask.png image/png)
        prompt=Make "it" röd
         now
        model=gpt-image-2-2026-04-21
        n=1
        size=1536x1024
        quality=medium
        background=auto
        output_format=png
        """)
  }

  @Test func severalPicturesAreAList() async throws {
    let request = Bench.edit(inputs: [Bench.file("A"), Bench.file("B", type: "image/webp", name: "b.webp")])
    let text = try await sent(request).bodyText
    #expect(text.hasPrefix("image[]=A (picture.png image/png)\nimage[]=B (b.webp image/webp)\nprompt="))
  }

  @Test func settingsAreSentWhereTheyAreSet() async throws {
    let settings = HostedSettings(
      quality: "max", variants: 3, background: "transparent", moderation: "low", complexity: "high",
      partials: 2)
    let sent = try await sent(Bench.edit(settings, model: "gpt-image-2.6-flare"))
    #expect(
      try sent.bodyText == """
        image=PICTURE (picture.png image/png)
        prompt=Make the sky red
        model=gpt-image-2.6-flare
        n=3
        size=1024x1024
        quality=max
        background=transparent
        moderation=low
        output_format=png
        stream=true
        partial_images=2
        complexity=high
        """)
    #expect(sent.headers.contains(HTTPField("Accept", "text/event-stream")))
    #expect(sent.deadlines.stall == .seconds(300))
  }

  @Test func aGenerationIsJSON() async throws {
    let request = HostedRequest(
      kind: .generate, model: "gpt-image-2-2026-04-21", prompt: "A \"cat\"\\\n\u{1}é",
      size: PixelSize(width: 1024, height: 1024), settings: HostedSettings(quality: "low"))
    let sent = try await sent(request)
    #expect(sent.address.text == "https://api.openai.com/v1/images/generations")
    #expect(
      try sent.bodyText == #"""
        application/json
        {"prompt":"A \"cat\"\\\n\u0001é","model":"gpt-image-2-2026-04-21","n":1,"size":"1024x1024","quality":"low","background":"auto","moderation":"auto","output_format":"png"}
        """#)
  }

  @Test func uploadedFilesAreNamedByTheirIDs() async throws {
    let request = Bench.edit(
      HostedSettings(quality: "low", partials: 1),
      inputs: [Bench.file("PICTURE"), Bench.file("", id: "file-7")], mask: Bench.file("", id: "file-8"))
    #expect(
      try await sent(request).bodyText == #"""
        application/json
        {"images":[{"image_url":"data:image/png;base64,UElDVFVSRQ=="},{"file_id":"file-7"}],"mask":{"file_id":"file-8"},"prompt":"Make the sky red","model":"gpt-image-2-2026-04-21","n":1,"size":"1024x1024","quality":"low","background":"auto","output_format":"png","stream":true,"partial_images":1}
        """#)
  }

  /// Read in odd pieces, the made body is the same as in one.
  @Test(arguments: [1, 2, 3, 4, 5, 7, 64, 1_000])
  func aBodyThatIsMadeWhileSentIsTheSameInAnyPieces(_ piece: Int) async throws {
    let picture = String(repeating: "0123456789", count: 30) + "x"
    let request = Bench.edit(inputs: [Bench.file(picture), Bench.file("", id: "file-7")])
    guard case .source(let source, _) = try await sent(request).body else {
      Issue.record("no JSON")
      return
    }
    var bytes: [UInt8] = []
    while bytes.count < source.byteCount {
      var buffer = [UInt8](repeating: 0, count: piece)
      let count = try buffer.withUnsafeMutableBytes { try source.read(at: bytes.count, into: $0) }
      try #require(count > 0)
      bytes += buffer[..<count]
    }
    let characters = String(decoding: Oracle.base64(Array(picture.utf8)), as: UTF8.self)
    #expect(String(decoding: bytes, as: UTF8.self).contains("base64,\(characters)\"}"))
    #expect(try bytes == source.bytes(limit: 10_000))
  }

  @Test func theKeyTheAccountAndTheLimitsGoAlong() async throws {
    let address = try HTTPAddress("https://api.openai.com/v1/")
    let account = HostedAccount(
      name: "openai", address: address,
      credential: Credential(secret: Secret("sk-1234567")!, address: address),
      organisation: "org-1", project: "proj-1")
    let request = Bench.edit(HostedSettings(quality: "low", variants: 2))
    let sent = try await sent(request, from: account)
    #expect(sent.credential == account.credential)
    #expect(sent.headers.contains(HTTPField("OpenAI-Organization", "org-1")))
    #expect(sent.headers.contains(HTTPField("OpenAI-Project", "proj-1")))
    #expect(sent.headers.contains(HTTPField("Accept", "application/json")))
    #expect(sent.deadlines.total == .seconds(300))
    #expect(sent.deadlines.stall == .seconds(60))
    #expect(!sent.mayRepeat)
    // (4·1024·1024·1.01 + 64 KiB)·4/3·2 + 1 MiB
    #expect((12_520_000...12_530_000).contains(sent.replyLimit))
    #expect(sent.replyLimit == request.replyLimit)
  }

  /// Each variant may bring as many unfinished pictures as were asked for.
  @Test func roomForAnswersCountsUnfinishedPicturesOfEachVariant() {
    func files(_ variants: Int, _ partials: Int) -> Int {
      HostedRequest.replyLimit(
        size: PixelSize(width: 1024, height: 1024), variants: variants, partials: partials) - 1_048_576
    }
    let one = files(1, 0)
    #expect(files(1, 3) == one * 4)
    #expect(files(4, 0) == one * 4)
    #expect(files(3, 2) == one * 9)
    #expect(files(10, 3) == one * 40)
    #expect(files(0, -1) == one)
  }

  @Test func noRoomForAnswersOverflows() {
    let side = Int.max
    #expect(
      HostedRequest.replyLimit(size: PixelSize(width: side, height: side), variants: 10, partials: 3) > 0)
    #expect(
      HostedRequest.replyLimit(
        size: PixelSize(width: side, height: side), variants: side, partials: side) > 0)
  }

  @Test(
    arguments: [
      (nil, "https://r.openai.azure.com/openai/v1/images/edits", "my-deployment"),
      ("preview", "https://r.openai.azure.com/openai/v1/images/edits?api-version=preview", "my-deployment"),
      (
        "2025-04-01-preview",
        "https://r.openai.azure.com/openai/deployments/my-deployment/images/edits?api-version=2025-04-01-preview",
        nil
      ),
    ] as [(String?, String, String?)])
  func azureHasItsOwnAddresses(_ version: String?, _ address: String, _ model: String?) async throws {
    for base in ["", "/", "/openai", "/openai/v1", "/openai/v1/"] {
      let account = try Bench.account(
        "https://r.openai.azure.com" + base, form: .azure(deployment: "my-deployment", version: version))
      let sent = try await sent(Bench.edit(), from: account)
      #expect(sent.address.text == address)
      #expect(sent.credential?.scheme == .apiKey)
      let lines = try sent.bodyText.split(separator: "\n")
      #expect(lines.first { $0.hasPrefix("model=") } == model.map { "model=\($0)" })
    }
  }

  @Test(arguments: ["", "a/b", "..", "a?b", "a b", "ü"])
  func refusesDeploymentsThatAreNoSegment(_ name: String) async throws {
    let account = try Bench.account(
      "https://r.openai.azure.com", form: .azure(deployment: name, version: nil))
    await #expect { try await sent(Bench.edit(), from: account) } throws: { error in
      (error as? ProviderError)?.code == .badAddress
    }
  }

  @Test(arguments: [
    ("images/variations", ProviderError.Code.retired, "images/edits"),
    ("chat/completions", .notBuilt, "images/edits"), ("responses", .notBuilt, "images/edits"),
    ("images/edits", .badAddress, "the base, as …/v1"),
  ])
  func refusesEndpointsAsBase(_ path: String, _ code: ProviderError.Code, _ allowed: String) async throws {
    let account = try Bench.account("https://gateway.example/v1/\(path)")
    let transport = FakeTransport([])
    let error = await #expect(throws: ProviderError.self) {
      try await Bench.provider().send(
        Bench.edit(), from: account, over: transport, into: Spool(), deadline: .seconds(1), progress: { _ in }
      )
    }
    #expect(error?.code == code && error?.allowed.first == allowed && error?.effect == .notExecuted)
    #expect(transport.requests.isEmpty)
  }
}
