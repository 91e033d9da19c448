import EditModel
import Glibc
import HTTP
import Testing

@Suite(.timeLimit(.minutes(1))) struct CurlTransportTests {
  @Test func bringsTheReplyAsItCame() async throws {
    let server = try FaultServer { connection, _ in
      connection.request()
      connection.reply("404 Not Here", headers: "X-Odd:  a b \r\nx-odd: c\r\n", body: "words\u{0}more")
    }
    let sink = CollectingSink()
    let head = try await exchange(server.get("/a%20b?c=d"), into: sink).get()
    #expect(
      sink.text
        == "HTTP/1.1 404 Not Here\r\nContent-Length: 10\r\nX-Odd:  a b \r\nx-odd: c\r\n\r\nwords\u{0}more")
    #expect(head.status == 404)
    #expect(head["X-ODD"] == "a b")
    #expect(head.bodyByteCount == 10)
    #expect(head.isComplete)
    #expect(server.received.map(\.line) == ["GET /a%20b?c=d HTTP/1.1"])
  }

  @Test func sendsABodyInPiecesWithItsExactLength() async throws {
    let server = try FaultServer { connection, _ in
      connection.request()
      connection.reply(body: "thanks")
    }
    let source = PatternSource(byteCount: 1_500_001)
    let log = ProgressLog()
    let request = HTTPRequest(
      method: .post, address: try HTTPAddress(server.base), body: .source(source, contentType: "image/png"),
      replyLimit: 100)
    _ = try await exchange(request, progress: log.note).get()
    let received = try #require(server.received.first)
    #expect(received.body == (0..<1_500_001).map(PatternSource.byte))
    #expect(received.values("content-length") == ["1500001"])
    #expect(received.values("content-type") == ["image/png"])
    #expect(source.largestRead <= 1 << 18)
    #expect(log.all.first == HTTPProgress(isConnected: true, bytesUpTotal: 1_500_001))
    let sent = HTTPProgress(
      isConnected: true, bytesUp: 1_500_001, bytesUpTotal: 1_500_001, status: 200, bytesDown: 6)
    #expect(log.all.last == sent)
    #expect(zip(log.all, log.all.dropFirst()).allSatisfy { $0.bytesUp <= $1.bytesUp && $0 != $1 })
  }

  @Test func sendsNothingThatWasNotAskedFor() async throws {
    let server = try FaultServer { connection, _ in
      connection.request()
      connection.reply(body: "")
    }
    _ = try await exchange(server.post(2_000_000)).get()
    var bare = try server.get()
    bare.headers = [HTTPField("X-Own", "1")]
    _ = try await exchange(bare).get()
    let port = server.port
    #expect(
      server.received.map(\.head) == [
        """
        POST / HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAccept: */*\r\nUser-Agent: pentimento\r\n\
        Content-Type: application/octet-stream\r\nContent-Length: 2000000
        """,
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAccept: */*\r\nX-Own: 1\r\nUser-Agent: pentimento",
      ])
  }

  @Test func sendsFormsPartByPart() async throws {
    let server = try FaultServer { connection, _ in
      connection.request()
      connection.reply(body: "")
    }
    let parts = [
      HTTPRequest.Part(name: "prompt", text: "línea\r\n--b"),
      HTTPRequest.Part(
        name: "image[]", fileName: "a\"b\r\n.png", contentType: "image/png",
        source: PatternSource(byteCount: 3)),
      HTTPRequest.Part(name: "empty", text: ""),
    ]
    let request = HTTPRequest(
      method: .post, address: try HTTPAddress(server.base), body: .multipart(parts, boundary: "xX-9_"),
      replyLimit: 100)
    _ = try await exchange(request).get()
    let image = String(decoding: (0..<3).map(PatternSource.byte), as: UTF8.self)
    let expected = """
      --xX-9_\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nlínea\r\n--b\r
      --xX-9_\r\nContent-Disposition: form-data; name="image[]"; filename="a%22b%0D%0A.png"\r
      Content-Type: image/png\r\n\r\n\(image)\r
      --xX-9_\r\nContent-Disposition: form-data; name="empty"\r\n\r\n\r
      --xX-9_--\r\n
      """
    let received = try #require(server.received.first)
    #expect(String(decoding: received.body, as: UTF8.self) == expected)
    #expect(received.values("content-type") == ["multipart/form-data; boundary=xX-9_"])
  }

  @Test func deletesWithoutABody() async throws {
    let server = try FaultServer { connection, _ in
      connection.request()
      connection.send("HTTP/1.1 204 Gone\r\n\r\n")
    }
    let request = HTTPRequest(
      method: .delete, address: try HTTPAddress(server.base + "/files/1"), replyLimit: 100, mayRepeat: true)
    let head = try await exchange(request).get()
    #expect(head.isComplete)
    #expect(server.received.map(\.line) == ["DELETE /files/1 HTTP/1.1"])
    #expect(server.received.first?.values("content-length") == [])
  }

  @Test func postsWithoutABody() async throws {
    let server = try FaultServer { connection, _ in
      connection.request()
      connection.reply(body: "")
    }
    let request = HTTPRequest(method: .post, address: try HTTPAddress(server.base), replyLimit: 100)
    _ = try await exchange(request).get()
    #expect(server.received.first?.values("content-length") == ["0"])
    #expect(server.received.first?.values("content-type") == [])
  }

  @Test func leavesOutInterimHeadsChunksAndTrailers() async throws {
    let server = try FaultServer { connection, _ in
      connection.request()
      connection.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
      connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n")
      connection.send("3\r\nabc\r\n2;note=1\r\nde\r\n0\r\nX-T: v\r\n\r\n")
    }
    let sink = CollectingSink()
    let log = ProgressLog()
    let head = try await exchange(server.post(10), into: sink, progress: log.note).get()
    #expect(
      sink.text == "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\nabcde")
    #expect(head.isComplete && head.bodyByteCount == 5)
    #expect(head["x-t"] == nil)
    #expect(log.all.allSatisfy { $0.status == nil || $0.status == 200 })
  }

  @Test func leavesCompressedBytesAsTheyAre() async throws {
    let server = try FaultServer { connection, _ in
      connection.request()
      connection.reply(headers: "Content-Encoding: gzip\r\n", body: "not gzip at all")
    }
    let sink = CollectingSink()
    let head = try await exchange(server.get(), into: sink).get()
    #expect(sink.text.hasSuffix("\r\n\r\nnot gzip at all"))
    #expect(head.isComplete)
  }

  @Test func marksABodyThatLastsUntilTheConnectionCloses() async throws {
    let server = try FaultServer { connection, _ in
      connection.request()
      connection.send("HTTP/1.1 200 OK\r\n\r\n{\"half\":")
    }
    let head = try await exchange(server.get()).get()
    #expect(!head.isComplete)
    #expect(head.bodyByteCount == 8)
  }

  @Test func neverFollowsAnotherAddress() async throws {
    let other = try FaultServer { connection, _ in connection.request() }
    let server = try FaultServer { connection, _ in
      connection.request()
      connection.reply("307 Temporary Redirect", headers: "Location: \(other.base)/\r\n", body: "")
    }
    let head = try await exchange(server.post(1000)).get()
    #expect(head.status == 307)
    #expect(server.received.count == 1)
    #expect(other.connectionCount == 0)
  }

  @Test func runsManyExchangesBesideEachOther() async throws {
    let server = try FaultServer { connection, _ in
      guard let request = connection.request() else { return }
      connection.reply(body: request.line)
    }
    let transport = CurlTransport()
    let texts = try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<60 {
        group.addTask {
          let sink = CollectingSink()
          let request =
            try number % 2 == 0 ? server.get("/\(number)") : server.post(number * 1000, to: "/\(number)")
          _ = try await exchange(request, over: transport, into: sink).get()
          return sink.text.split(separator: "\r\n").last.map(String.init) ?? ""
        }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(texts == Set((0..<60).map { "\($0 % 2 == 0 ? "GET" : "POST") /\($0) HTTP/1.1" }))
  }

  /// libcurl resolves names in threads of its own; here the environment holds all that it would heed by
  /// itself.
  @Test func heedsNothingOfTheEnvironment() async {
    await #expect(processExitsWith: .success) {
      let proxy = try FaultServer { connection, _ in connection.request() }
      let server = try FaultServer { connection, _ in
        connection.request()
        connection.reply(body: "direct")
      }
      for name in ["http_proxy", "all_proxy", "ALL_PROXY"] { setenv(name, proxy.base, 1) }
      setenv("SSLKEYLOGFILE", "/dev/null", 1)
      let sink = CollectingSink()
      _ = try await exchange(server.get(), into: sink).get()
      precondition(sink.text.hasSuffix("direct") && proxy.connectionCount == 0)
      precondition(getenv("SSLKEYLOGFILE") == nil)
    }
  }
}
