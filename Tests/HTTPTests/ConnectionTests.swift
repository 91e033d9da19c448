import EditModel
import HTTP
import Testing

/// Which connection a request takes, and how often it is sent.
@Suite(.timeLimit(.minutes(1))) struct ConnectionTests {
  private func keepingServer() throws -> FaultServer {
    try FaultServer { connection, _ in
      while let request = connection.request() { connection.reply(body: request.line) }
    }
  }

  @Test func keepsConnectionsForWhatMayBeRepeated() async throws {
    let server = try keepingServer()
    let transport = CurlTransport()
    for _ in 0..<3 { _ = try await exchange(server.get(mayRepeat: true), over: transport).get() }
    #expect(server.connectionCount == 1)
    _ = try await exchange(server.get(), over: transport).get()
    #expect(server.connectionCount == 2)
  }

  @Test func everyPostTakesItsOwnConnection() async throws {
    let server = try keepingServer()
    let transport = CurlTransport()
    _ = try await exchange(server.get(mayRepeat: true), over: transport).get()
    for _ in 0..<3 {
      _ = try await exchange(server.post(10, mayRepeat: true), over: transport).get()
    }
    _ = try await exchange(server.get(mayRepeat: true), over: transport).get()
    #expect(server.connectionCount == 4)
  }

  /// libcurl sends again whatever a kept connection lost, also a POST.
  @Test func postIsSentOnceWhenKeptConnectionsAreDropped() async throws {
    let server = try FaultServer { connection, _ in
      connection.request()
      connection.reply(body: "")
      // Reads the next request of a kept connection, which counts, and drops it.
      connection.request()
    }
    let transport = CurlTransport()
    for _ in 0..<4 {
      _ = try await exchange(server.get(mayRepeat: true), over: transport).get()
      _ = try await exchange(server.post(10), over: transport).get()
    }
    #expect(server.received.filter { $0.line.hasPrefix("POST") }.count == 4)
    #expect(server.received.filter { $0.line.hasPrefix("GET") }.count > 4)
  }

  @Test func goesThroughAProxyWithoutShowingItTheKey() async throws {
    let proxy = try FaultServer { connection, _ in
      connection.request()
      connection.reply("403 Forbidden", body: "no")
    }
    let address = try HTTPAddress("https://api.example.org/v1")
    let secret = try #require(Secret("sk-canary"))
    let request = HTTPRequest(
      method: .post, address: address, credential: Credential(secret: secret, address: address),
      body: .bytes([1, 2, 3], contentType: "a/b"), replyLimit: 100, proxy: try HTTPAddress(proxy: proxy.base))
    let error = try #require(await failure(of: request))
    #expect(error.code == .refused)
    #expect(!error.progress.isConnected)
    #expect(proxy.received.map(\.line) == ["CONNECT api.example.org:443 HTTP/1.1"])
    #expect(
      proxy.received.allSatisfy { !$0.head.contains("canary") && !$0.head.contains("User-Agent: pentimento") }
    )
  }

  /// libcurl by itself takes 1080 for a proxy that names no port.
  @Test func proxyWithoutAPortHasItsSchemes() async throws {
    let request = HTTPRequest(
      method: .get, address: try HTTPAddress("https://api.example.org"),
      deadlines: .init(connect: .seconds(1)),
      replyLimit: 100, proxy: try HTTPAddress(proxy: "http://127.0.0.1"))
    let error = try #require(await failure(of: request))
    #expect(!error.progress.isConnected)
    #expect(error.detail?.contains("1080") == false)
  }

  @Test func goesToThisMachineWithoutTheProxy() async throws {
    let proxy = try FaultServer { connection, _ in connection.request() }
    let server = try keepingServer()
    var request = try server.get()
    request.proxy = try HTTPAddress(proxy: proxy.base)
    _ = try await exchange(request).get()
    #expect(proxy.connectionCount == 0)
  }
}
