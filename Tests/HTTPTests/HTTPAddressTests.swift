import HTTP
import Testing

@Suite struct HTTPAddressTests {
  @Test(arguments: [
    ("https://API.Example.org", "https://api.example.org", "/"),
    ("HTTPS://api.example.org:443/v1?a=b", "https://api.example.org", "/v1?a=b"),
    ("https://api.example.org:8443?x", "https://api.example.org:8443", "/?x"),
    ("https://[2001:DB8:0:0::1]:443/a", "https://[2001:db8::1]", "/a"),
    ("https://10.0.0.1/", "https://10.0.0.1", "/"),
    ("https://my_host-1.internal/a//b", "https://my_host-1.internal", "/a//b"),
    ("http://localhost:8080/v1/", "http://localhost:8080", "/v1/"),
    ("http://127.3.2.1:80", "http://127.3.2.1", "/"),
    ("http://[::1]:81/", "http://[::1]:81", "/"),
  ])
  func readsOneSpellingPerOrigin(text: String, origin: String, target: String) throws {
    let address = try HTTPAddress(text)
    #expect(address.origin == origin)
    #expect(address.target == target)
    #expect(try HTTPAddress(address.text) == address)
  }

  @Test(arguments: [
    "", "api.example.org", "//api.example.org", "https:/a", "https://", "https:///v1", "ftp://example.org",
    "file:///etc/passwd", "http://example.org", "http://10.0.0.1", "http://127.0.0.1.example.org",
    "http://127.1",
    "http://0x7f000001", "https://0x7f000001", "https://2130706433", "https://0177.0.0.1", "https://127.1",
    "https://1.2.3.4.5", "https://256.1.1.1", "https://01.2.3.4", "https://user@example.org",
    "https://user:pass@example.org", "https://example.org#part", "https://exa mple.org",
    "https://ex\r\nample.org",
    "https://example.org/a\u{0}b", "https://example.org/ü", "https://bücher.example", "https://example..org",
    "https://.example.org", "https://example.org.", "https://example.org:0", "https://example.org:65536",
    "https://example.org:+1",
    "https://example.org:", "https://example.org:1:2", "https://[::1", "https://[::g]",
    "https://[::1%25eth0]",
    "https://example.org\\@evil.example", "https://example.org/a/../b", "https://example.org/%2e%2E/b",
    "https://example.org/.", "http://[::ffff:127.0.0.1]", "http://localhost.example.org",
  ])
  func refuses(text: String) {
    #expect(throws: HTTPError(.badAddress)) { try HTTPAddress(text) }
  }

  @Test func knowsThisMachineByItsSpellings() throws {
    for text in ["http://127.0.0.1", "https://127.255.0.9:1", "http://localhost", "https://[0::1]"] {
      #expect(try HTTPAddress(text).isLoopback)
    }
    for text in ["https://128.0.0.1", "https://127.example.org", "https://[::2]"] {
      #expect(try !HTTPAddress(text).isLoopback)
    }
  }

  @Test(arguments: [
    ("https://a.org", "x", [], "https://a.org/x"),
    ("https://a.org/v1", "/images/edits", [], "https://a.org/v1/images/edits"),
    ("https://a.org/v1", "../.././/files/..", [], "https://a.org/v1/files"),
    ("https://a.org/v1/", "images/edits", [], "https://a.org/v1/images/edits"),
    ("https://a.org/v1?api=2", "f/a b%/ü", [], "https://a.org/v1/f/a%20b%25/%C3%BC?api=2"),
    (
      "https://a.org/v1?api=2", "f", [("p", "a&b=c d"), ("q", "")],
      "https://a.org/v1/f?api=2&p=a%26b%3Dc%20d&q="
    ),
    ("https://a.org/v1?", "f?g#h", [("p", "1")], "https://a.org/v1/f%3Fg%23h?p=1"),
  ])
  func appends(base: String, path: String, query: [(String, String)], expected: String) throws {
    let pairs = query.map { (name: $0.0, value: $0.1) }
    #expect(try HTTPAddress(base).appending(path: path, query: pairs).text == expected)
  }

  @Test func proxyMayBePlain() throws {
    #expect(try HTTPAddress(proxy: "http://proxy.internal:3128").origin == "http://proxy.internal:3128")
    for text in ["http://proxy.internal/path", "http://u@proxy.internal", "socks5://proxy.internal"] {
      #expect(throws: HTTPError(.badAddress)) { try HTTPAddress(proxy: text) }
    }
  }
}
