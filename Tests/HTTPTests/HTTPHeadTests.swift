import EditModel
import HTTP
import Testing

@Suite struct HTTPHeadTests {
  @Test func readsTheHeadOfAStoredReplyAgain() async throws {
    let server = try FaultServer { connection, _ in
      connection.request()
      connection.reply("429 Slow Down", headers: "Retry-After: 7\r\nX-Long: a\r\n  b\t\r\n", body: "{}")
    }
    let sink = CollectingSink()
    let sent = try await exchange(server.get(), into: sink).get()
    let (stored, offset) = try HTTPHead.read(from: sink)
    #expect(stored.status == 429)
    #expect(stored.headers == sent.headers)
    #expect(stored["x-long"] == "a b")
    #expect(stored.isComplete && stored.bodyByteCount == 2)
    #expect(Array(sink.bytes[offset...]) == Array("{}".utf8))
  }

  @Test func storedReplyIsWholeOnlyWhenItsLengthSaysSo() throws {
    func read(_ text: String) throws -> HTTPHead { try HTTPHead.read(from: MemorySource(Array(text.utf8))).0 }
    #expect(try read("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc").isComplete)
    #expect(try !read("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab").isComplete)
    #expect(try !read("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcd").isComplete)
    #expect(try !read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nabc").isComplete)
    #expect(try !read("HTTP/1.0 200 OK\n\nabc").isComplete)
    #expect(try read("HTTP/1.1 204\r\n\r\n").isComplete)
  }

  @Test(arguments: [
    "", "\r\n\r\n", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n", "HTTP/2 200\r\n\r\n",
    "HTTP/1.1 20\r\n\r\n",
    "HTTP/1.1 +20 OK\r\n\r\n", "HTTP/1.1 099 OK\r\n\r\n", "ICY 200 OK\r\n\r\n",
    "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
    "HTTP/1.1 200 OK\r\n: no name\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\na",
    "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\na",
  ])
  func refusesWhatIsNoHead(_ text: String) {
    let error = #expect(throws: HTTPError.self) { try HTTPHead.read(from: MemorySource(Array(text.utf8))) }
    #expect(error?.code == .badReply)
  }

  @Test func refusesAHeadWithoutEnd() {
    let long = "HTTP/1.1 200 OK\r\n" + String(repeating: "A: b\r\n", count: 20_000) + "\r\n"
    let error = #expect(throws: HTTPError.self) { try HTTPHead.read(from: MemorySource(Array(long.utf8))) }
    #expect(error?.code == .badReply)
  }

  @Test func readsBytesThatAreNoText() throws {
    let bytes =
      Array("HTTP/1.1 200 OK\r\nA: ".utf8) + [0xFF, 0xFE] + Array("\r\nContent-Length: 0\r\n\r\n".utf8)
    let (head, offset) = try HTTPHead.read(from: MemorySource(bytes))
    #expect(head["a"] == "\u{FFFD}\u{FFFD}")
    #expect(offset == bytes.count)
  }

  /// Whatever comes, reading ends with a head or an error.
  @Test func survivesRandomBytes() throws {
    var random = SystemRandomNumberGenerator()
    let alphabet = Array("HTP/1. 205\r\n\r\n:,abContent-Length: chunked".utf8)
    for _ in 0..<5000 {
      let count = Int.random(in: 0..<80, using: &random)
      let tail = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      let bytes = Array("HTTP/1.1 200 OK\r\n".utf8) + tail
      let head = try? HTTPHead.read(from: MemorySource(bytes))
      if let head { #expect((0...bytes.count).contains(head.bodyOffset), "\(bytes)") }
    }
  }
}
