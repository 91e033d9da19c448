import HTTP
import Testing

@Suite(.timeLimit(.minutes(1))) struct DownloadPolicyTests {
  private static let policy = DownloadPolicy(
    hosts: ["Files.example.org", ".cdn.example.net"], replyLimit: 1000)

  @Test(arguments: [
    "https://files.example.org/a", "https://FILES.example.org:8443/a", "https://x.cdn.example.net/",
    "https://a.b.cdn.example.net/?sig=1",
  ])
  func allows(text: String) throws {
    let request = try Self.policy.request(for: text)
    #expect(request.method == .get)
    #expect(request.credential == nil)
    #expect(request.isPublicOnly)
    #expect(request.replyLimit == 1000)
  }

  @Test(arguments: [
    "https://example.org/a", "https://cdn.example.net/", "https://evilcdn.example.net/",
    "https://files.example.org.evil.example/", "https://127.0.0.1/", "http://127.0.0.1/", "http://localhost/",
  ])
  func refuses(text: String) {
    #expect(throws: HTTPError(.blockedAddress)) { try Self.policy.request(for: text) }
  }

  @Test func refusesPlainHTTPAlsoToAHostOfTheList() {
    let policy = DownloadPolicy(hosts: ["localhost"], replyLimit: 1)
    #expect(throws: HTTPError(.blockedAddress)) { try policy.request(for: "http://localhost/") }
  }

  @Test func refusesWhatIsNoAddress() {
    #expect(throws: HTTPError(.badAddress)) {
      try Self.policy.request(for: "https://files.example.org@evil.example/")
    }
  }

  /// Names on the list that lead inside; what they lead to is looked at when the connection is opened.
  @Test(arguments: [
    "localhost", "127.0.0.1", "127.9.9.9", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]",
    "0.0.0.0",
    "[64:ff9b::127.0.0.1]", "10.0.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.64.0.1",
    "[fe80::1]", "[fd00::1]", "[2002:7f00:1::]", "[2001:db8::1]", "224.0.0.1", "255.255.255.255",
  ])
  func opensNoConnectionToWhatIsNotPublic(host: String) async throws {
    let server = try FaultServer { connection, _ in connection.request() }
    let bare = host.hasPrefix("[") ? try HTTPAddress("https://\(host)").host : host
    let policy = DownloadPolicy(hosts: [bare], replyLimit: 1000)
    let error = try #require(await failure(of: try policy.request(for: "https://\(host):\(server.port)/")))
    #expect(error.code == .blockedAddress, "\(error)")
    #expect(!error.progress.isConnected)
    #expect(server.connectionCount == 0)
  }

  @Test(
    arguments: [
      ([8, 8, 8, 8], true), ([1, 1, 1, 1], true), ([172, 15, 255, 255], true), ([172, 32, 0, 0], true),
      ([100, 63, 255, 255], true), ([100, 128, 0, 0], true), ([198, 17, 255, 255], true),
      ([198, 20, 0, 0], true),
      ([223, 255, 255, 255], true), ([192, 0, 1, 0], true), ([9, 255, 255, 255], true),
      ([11, 0, 0, 0], true),
      ([0, 1, 2, 3], false), ([100, 127, 255, 255], false), ([198, 19, 255, 255], false),
      ([240, 0, 0, 0], false),
      ([192, 0, 2, 1], false), ([203, 0, 113, 9], false), ([172, 16, 0, 0], false), ([], false),
      ([1, 2, 3], false),
      ([0x26, 0x06, 0x47, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], true),
      ([0x20, 0x01, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], true),
      ([0x20, 0x01, 0x01, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], false),
      ([0x3F, 0xFF, 0x0F, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], false),
      ([0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], false),
      ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 8, 8, 8, 8], true),
      ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 8, 8, 8], false),
      ([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, 8, 8, 8, 8], true),
    ] as [([UInt8], Bool)])
  func publicRangesEndWhereTheRegistriesSay(address: [UInt8], isPublic: Bool) {
    #expect(PublicAddress.contains(address) == isPublic)
  }
}
