import Loopback
import TestSupport
import Testing

@Suite struct LoopbackHeadTests {
  private static let host = "Host: localhost\r\n"

  @Test(arguments: [
    ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\n\(host)\(host)\r\n", 400),
    ("GET / HTTP/2.0\r\n\(host)\r\n", 505), ("GET /\r\n\(host)\r\n", 400),
    ("GET x HTTP/1.1\r\n\(host)\r\n", 400),
    ("GET  / HTTP/1.1\r\n\(host)\r\n", 400), ("GET / HTTP/1.1\n\(host)\r\n", 400),
    ("GET / HTTP/1.1\r\n\(host)A : b\r\n\r\n", 400), ("GET / HTTP/1.1\r\n\(host) folded\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\n\(host)A: \u{1}\r\n\r\n", 400), ("GET / HTTP/1.1\r\n\(host)nocolon\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\n\(host)Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\n\(host)Content-Length: -1\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\n\(host)Content-Length: 99999999999999999999\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\n\(host)Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\n\(host)Transfer-Encoding: gzip\r\n\r\n", 501),
    ("POST / HTTP/1.1\r\n\(host)Content-Length: 101\r\n\r\n", 413),
    ("POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n65\r\n", 413),
    ("POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
    ("POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n-1\r\n", 400),
    ("POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n", 421),
    ("GET / HTTP/1.1\r\nHost: 127.0.0.1.example.com\r\n\r\n", 421),
    ("GET / HTTP/1.1\r\n\(host)A: \(String(repeating: "a", count: 1000))\r\n\r\n", 431),
  ])
  func refusesBrokenRequests(request: String, status: Int) throws {
    var limits = LoopbackLimits()
    limits.headByteCount = 500
    limits.bodyByteCount = 100
    let server = try LoopbackServer(port: 0, limits: limits, handler: Echo())
    defer { server.stop() }
    let client = try RawClient(port: server.port)
    client.send(request)
    #expect(try client.reply().status == status)
    #expect(client.readToEnd().end == .closed)
  }

  @Test(arguments: ["localhost", "localhost:8080", "127.0.0.1", "127.1.2.3:1", "[::1]", "[::1]:99"])
  func takesNamesOfThisMachine(host: String) throws {
    let server = try LoopbackServer(port: 0, handler: Echo())
    defer { server.stop() }
    let client = try RawClient(port: server.port)
    client.send("\r\nGET / HTTP/1.1\r\nHost: \(host)\r\n\r\n")
    #expect(try client.reply().status == 200)
  }

  @Test func headHasNoBody() throws {
    let server = try LoopbackServer(port: 0, handler: Echo())
    defer { server.stop() }
    let client = try RawClient(port: server.port)
    client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc")
    let (bytes, end) = client.readToEnd()
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("Content-Length: 3\r\n") && text.hasSuffix("\r\n\r\n"))
    #expect(end == .closed)
  }
}
