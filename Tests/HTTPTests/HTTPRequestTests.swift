import EditModel
import HTTP
import Testing

/// What a request may say, and where its key may go.
@Suite(.timeLimit(.minutes(1))) struct HTTPRequestTests {
  private func server() throws -> FaultServer {
    try FaultServer { connection, _ in
      connection.request()
      connection.reply(body: "")
    }
  }

  @Test(arguments: [
    HTTPField("X-A", "a\r\nX-B: b"), HTTPField("X-A", "a\nb"), HTTPField("X-A", "a\u{0}b"),
    HTTPField("X-A", "a\u{7F}"), HTTPField("X-A", ""), HTTPField("X-A", "  "), HTTPField("", "a"),
    HTTPField("X A", "a"), HTTPField("X-A:", "a"), HTTPField("X-Ä", "a"), HTTPField("X\r\n", "a"),
    HTTPField("Host", "elsewhere"), HTTPField("content-length", "3"),
    HTTPField("Transfer-Encoding", "chunked"),
    HTTPField("AUTHORIZATION", "Bearer x"), HTTPField("api-key", "x"), HTTPField("Cookie", "a=b"),
    HTTPField("Expect", "100-continue"), HTTPField("Accept-Encoding", "gzip"),
  ])
  func refusesHeadersThatCouldReframeIt(_ field: HTTPField) async throws {
    let server = try server()
    var request = try server.get()
    request.headers = [HTTPField("X-Good", "1"), field]
    #expect(await failure(of: request)?.code == .badHeader)
    #expect(server.connectionCount == 0)
  }

  @Test(arguments: ["a/b\r\nX: y", "", "a\u{0}"]) func refusesContentTypes(_ type: String) async throws {
    let server = try server()
    let address = try HTTPAddress(server.base)
    let part = HTTPRequest.Part(name: "a", contentType: type, source: MemorySource([1]))
    for body in [.bytes([1], contentType: type), .multipart([part], boundary: "b")] as [HTTPRequest.Body] {
      let request = HTTPRequest(method: .post, address: address, body: body, replyLimit: 1)
      #expect(await failure(of: request)?.code == .badHeader)
    }
    #expect(server.connectionCount == 0)
  }

  @Test(arguments: ["", "a b", "a\"b", "a\r\n", String(repeating: "a", count: 71)])
  func refusesBoundaries(_ boundary: String) async throws {
    let request = HTTPRequest(
      method: .post, address: try HTTPAddress("http://127.0.0.1:9"), body: .multipart([], boundary: boundary),
      replyLimit: 1)
    #expect(await failure(of: request)?.code == .badHeader)
  }

  @Test(arguments: [
    (Credential.Scheme.bearer, "authorization", "Bearer sk-1"), (.apiKey, "api-key", "sk-1"),
  ])
  func sendsTheKeyToItsOrigin(scheme: Credential.Scheme, name: String, value: String) async throws {
    let server = try server()
    let secret = try #require(Secret("sk-1"))
    var request = try server.get("/elsewhere")
    request.credential = Credential(
      secret: secret, scheme: scheme, address: try HTTPAddress(server.base + "/v1"))
    _ = try await exchange(request).get()
    #expect(server.received.first?.values(name) == [value])
  }

  @Test func keepsTheKeyFromEveryOtherOrigin() async throws {
    let server = try server()
    let secret = try #require(Secret("sk-1"))
    for other in [
      "https://127.0.0.1:\(server.port)", "http://127.0.0.1:\(server.port ^ 1)",
      "http://localhost:\(server.port)",
      "https://127.0.0.1.example.org:\(server.port)",
    ] {
      var request = try server.get()
      request.credential = Credential(secret: secret, address: try HTTPAddress(other))
      #expect(await failure(of: request)?.code == .keyForOtherHost)
    }
    #expect(server.connectionCount == 0)
  }

  @Test func bodyOfAGetIsAMistakeOfTheProgram() async {
    await #expect(processExitsWith: .failure) {
      _ = HTTPRequest(
        method: .get, address: try HTTPAddress("https://example.org"), body: .bytes([1], contentType: "a/b"),
        replyLimit: 1)
    }
  }
}
