import EditModel
import HTTP
import Providers
import Testing

@Suite struct FilesAndModelsTests {
  private func upload(
    _ answer: [UInt8], failure: HTTPError? = nil, to account: HostedAccount? = nil
  ) async throws -> (HTTPRequest, Result<UploadedFile, ProviderError>) {
    let transport = FakeTransport(answer, failure: failure)
    let account = try account ?? Bench.account()
    let result: Result<UploadedFile, ProviderError>
    do throws(ProviderError) {
      result = .success(
        try await Bench.provider().upload(
          Bench.file("REFERENCE", name: "ref.png"), keptFor: .seconds(86_400), to: account, over: transport,
          deadline: .seconds(60)))
    } catch {
      result = .failure(error)
    }
    return (try #require(transport.requests.first), result)
  }

  @Test func uploadsWithAnEnd() async throws {
    let body =
      #"{"id":"file-abc","object":"file","bytes":9,"created_at":1763726400,"expires_at":1763812800,"purpose":"vision"}"#
    let (request, result) = try await upload(Answer.json(200, body, ["x-request-id: req_1"]))
    #expect(request.address.text == "https://api.openai.com/v1/files")
    #expect(request.method == .post && !request.mayRepeat)
    #expect(
      try request.bodyText == """
        purpose=vision
        expires_after[anchor]=created_at
        expires_after[seconds]=86400
        file=REFERENCE (ref.png image/png)
        """)
    let file = try result.get()
    #expect(file.id == "file-abc")
    #expect(file.expires == Timestamp(milliseconds: 1_763_812_800_000))
    #expect(file.facts.requestID == "req_1")
  }

  @Test(arguments: [
    Answer.json(200, "{}"), Answer.json(200, #"{"id":"a b"}"#), Answer.json(200, #"{"id":"file-1"} x"#),
    Answer.json(200, "[]"), Answer.json(200, ""), [], Answer.json(500, "{}"),
  ])
  func anUploadCostsNothingWhateverBecomesOfIt(_ answer: [UInt8]) async throws {
    let failure = answer.isEmpty ? HTTPError(.reset, progress: HTTPProgress(isConnected: true)) : nil
    let error = try await upload(answer, failure: failure).1.failure
    #expect(error?.effect == .rejected)
    // A service that fails, or says nothing, may be asked again; one that answers nonsense would do so again.
    #expect(error?.mayRetry == (answer.isEmpty || answer == Answer.json(500, "{}")))
  }

  @Test func datesBeyondReasonCountAsNone() async throws {
    let (_, result) = try await upload(Answer.json(200, #"{"id":"file-1","expires_at":999999999999999}"#))
    #expect(try result.get().expires == nil)
  }

  @Test func azureKeepsFilesAtTheResource() async throws {
    let account = try Bench.account(
      "https://r.openai.azure.com", form: .azure(deployment: "d", version: "2025-04-01-preview"))
    let (request, _) = try await upload(Answer.json(200, #"{"id":"f"}"#), to: account)
    #expect(request.address.text == "https://r.openai.azure.com/openai/files?api-version=2025-04-01-preview")
  }

  @Test func listsModelsWithTheirEnds() async throws {
    let body = """
      {"object":"list","data":[{"id":"gpt-image-2","object":"model","shutdown_date":null},
      {"id":"gpt-image-1.5","shutdown_date":"2026-12-01","owned_by":"x"},{"object":"model"}]}
      """
    let transport = FakeTransport(Answer.json(200, body))
    let models = try await Bench.provider().models(
      of: Bench.account(), over: transport, deadline: .seconds(10))
    #expect(
      models == [
        ListedModel(id: "gpt-image-2", shutdownDate: nil),
        ListedModel(id: "gpt-image-1.5", shutdownDate: "2026-12-01"),
      ])
    #expect(transport.requests.first?.method == .get)
    #expect(transport.requests.first?.mayRepeat == true)
    #expect(transport.requests.first?.address.text == "https://api.openai.com/v1/models")
  }

  @Test func aRefusedKeyIsSaid() async throws {
    let answer = Answer.json(
      401, #"{"error":{"message":"Incorrect API key provided.","code":"invalid_api_key"}}"#)
    let error = try await upload(answer).1.failure
    #expect(error?.code == .keyRefused && error?.providerCode == "invalid_api_key")
  }
}
