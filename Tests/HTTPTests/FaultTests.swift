import EditModel
import Glibc
import HTTP
import Testing

/// What goes wrong on the other side, and the evidence that is left.
@Suite(.timeLimit(.minutes(1))) struct FaultTests {
  struct Fault: CustomTestStringConvertible, Sendable {
    let name: String
    let code: HTTPError.Code
    /// Whether the whole body is counted as sent; nil where either may be.
    var isSent: Bool? = true
    var status: Int?
    var bytesDown: Int? = 0
    /// The flag is up when the other side has seen the status.
    let serve: @Sendable (FaultConnection, Flag) -> Void

    var testDescription: String { name }
  }

  private static let bodyByteCount = 40_000_000

  private static func replying(
    _ name: String, _ code: HTTPError.Code, status: Int? = nil, bytesDown: Int? = 0, _ reply: String
  ) -> Fault {
    Fault(name: name, code: code, status: status, bytesDown: bytesDown) { connection, _ in
      connection.request()
      connection.send(reply)
    }
  }

  static let faults: [Fault] = [
    Fault(name: "reset in the head", code: .uploadFailed, isSent: false) { connection, _ in
      connection.skip(1)
      connection.reset()
    },
    Fault(name: "reset during the upload", code: .uploadFailed, isSent: false) { connection, _ in
      _ = connection.head()
      connection.skip(1000)
      connection.reset()
    },
    Fault(name: "closed during the upload", code: .uploadFailed, isSent: false) { connection, _ in
      _ = connection.head()
      connection.skip(1000)
    },
    Fault(name: "reset after the upload", code: .reset) { connection, _ in
      connection.request()
      connection.reset()
    },
    Fault(name: "closed after the upload", code: .emptyReply) { connection, _ in connection.request() },
    Fault(name: "reset after half a status line", code: .reset) { connection, _ in
      connection.request()
      connection.send("HTTP/1.1 20")
      connection.reset()
    },
    Fault(name: "reset after the status line", code: .reset, status: 200) { connection, seen in
      connection.request()
      connection.send("HTTP/1.1 200 OK\r\n")
      seen.wait()
      connection.reset()
    },
    Fault(name: "reset in the body", code: .reset, status: 200, bytesDown: nil) { connection, seen in
      connection.request()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
      seen.wait()
      connection.reset()
    },
    replying("only an interim head", .emptyReply, "HTTP/1.1 100 Continue\r\n\r\n"),
    replying(
      "body too short", .truncated, status: 200, bytesDown: 3,
      "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"),
    replying(
      "chunk cut", .truncated, status: 200, bytesDown: 3,
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc"),
    replying(
      "last chunk missing", .truncated, status: 200, bytesDown: 3,
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"),
    replying(
      "chunk size no number", .badReply, status: 200, bytesDown: 0,
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"),
    replying(
      "two lengths", .badReply, status: 200, bytesDown: nil,
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde"),
    replying(
      "length and chunks", .badReply, status: 200, bytesDown: nil,
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
    replying(
      "length no number", .badReply, status: 200, bytesDown: nil,
      "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nabc"),
    replying(
      "length beyond all numbers", .badReply, status: 200, bytesDown: nil,
      "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\nabc"),
    replying(
      "compressed transfer", .badReply, status: 200, bytesDown: nil,
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    replying("no HTTP", .badReply, "SSH-2.0-something\r\n"),
    replying(
      "one long header", .badReply, status: 200, bytesDown: 0,
      "HTTP/1.1 200 OK\r\nX: \(String(repeating: "a", count: 200_000))\r\n\r\n"),
    replying(
      "many headers", .badReply, status: 200, bytesDown: 0,
      "HTTP/1.1 200 OK\r\n\(String(repeating: "X: aaaaaaaaaaaaaaaaaaaaaaaa\r\n", count: 10_000))\r\n"),
    replying(
      "interim heads without end", .badReply,
      String(repeating: "HTTP/1.1 102 Processing\r\n\r\n", count: 10_000)),
    replying(
      "body above the limit", .tooLarge, status: 200, bytesDown: nil,
      "HTTP/1.1 200 OK\r\n\r\n\(String(repeating: "abcdefgh", count: 200_000))"),
    replying(
      "chunks above the limit", .tooLarge, status: 200, bytesDown: nil,
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        + String(repeating: "8\r\nabcdefgh\r\n", count: 200_000)),
  ]

  @Test(arguments: faults) func everyFaultLeavesItsEvidence(_ fault: Fault) async throws {
    let seen = Flag()
    let server = try FaultServer(receiveBuffer: 65_536) { connection, _ in fault.serve(connection, seen) }
    // Only what breaks off during the upload wants a body that no buffer takes.
    let request = try server.post(fault.code == .uploadFailed ? Self.bodyByteCount : 100_000)
    let sink = CollectingSink()
    let error = try #require(
      await exchange(request, into: sink) { step in if step.status != nil { seen.raise() } }.failure)
    #expect(error.code == fault.code, "\(error)")
    #expect(error.progress.isConnected)
    if let isSent = fault.isSent {
      #expect((error.progress.bytesUp == error.progress.bytesUpTotal) == isSent, "\(error)")
    }
    #expect(error.progress.status == fault.status)
    if let bytesDown = fault.bytesDown { #expect(error.progress.bytesDown == bytesDown, "\(error)") }
    #expect(error.progress.bytesDown <= request.replyLimit)
    #expect(sink.byteCount <= request.replyLimit + HTTPHead.byteLimit)
    #expect(server.connectionCount == 1)
  }

  @Test func smallBodyThatTheSystemTookCountsAsSent() async throws {
    let isSent = Flag()
    let server = try FaultServer { connection, _ in
      _ = connection.head()
      isSent.wait()
      connection.reset()
    }
    let request = try server.post(100)
    let outcome = await exchange(request) { step in if step.bytesUp == 100 { isSent.raise() } }
    let error = try #require(outcome.failure)
    #expect(error.code == .reset)
    #expect(error.progress == HTTPProgress(isConnected: true, bytesUp: 100, bytesUpTotal: 100))
  }

  /// libcurl has read the body by then, but the connection takes none of it.
  @Test func bodyThatWasReadAndNotTakenCountsAsNotSent() async throws {
    let isReset = Flag()
    let server = try FaultServer { connection, _ in
      _ = connection.head()
      connection.reset()
      isReset.raise()
    }
    let request = HTTPRequest(
      method: .post, address: try HTTPAddress(server.base),
      body: .source(HeldSource(until: isReset), contentType: "a/b"), replyLimit: 1)
    let error = try #require(await failure(of: request))
    #expect(error.code == .uploadFailed)
    #expect(error.progress == HTTPProgress(isConnected: true, bytesUp: 0, bytesUpTotal: 100))
  }

  @Test func countsAsSentWhatTheSystemTookAndNoMore() async throws {
    let giveUp = Flag()
    let (counts, counted) = AsyncStream<Int>.makeStream()
    let server = try FaultServer(receiveBuffer: 65_536) { connection, _ in
      _ = connection.head()
      giveUp.wait()
      counted.yield(connection.countToEnd())
    }
    let request = try server.post(Self.bodyByteCount, deadlines: .init(stall: .milliseconds(300)))
    let error = try #require(await failure(of: request))
    #expect(error.code == .stalled)
    giveUp.raise()
    #expect(await counts.first { _ in true } == error.progress.bytesUp)
  }

  @Test func takesAReplyThatComesBeforeTheWholeBody() async throws {
    let server = try FaultServer(receiveBuffer: 65_536) { connection, _ in
      _ = connection.head()
      connection.skip(1000)
      connection.reply("413 Too Large", body: "too large")
      connection.waitForEnd()
    }
    let sink = CollectingSink()
    let head = try await exchange(server.post(Self.bodyByteCount), into: sink).get()
    #expect(head.status == 413)
    #expect(sink.text.hasSuffix("too large"))
  }

  @Test func sameLengthTwiceIsOne() async throws {
    let server = try FaultServer { connection, _ in
      connection.request()
      connection.reply(headers: "Content-Length: 3\r\n", body: "abc")
    }
    #expect(try await exchange(server.get()).get().isComplete)
  }

  @Test func saysThatNobodyListens() async throws {
    let address = try FaultServer { _, _ in }.base
    let request = HTTPRequest(method: .post, address: try HTTPAddress(address), replyLimit: 1)
    let error = try #require(await failure(of: request))
    #expect(error.code == .refused)
    #expect(!error.progress.isConnected)
  }

  /// Names below `invalid` never exist (RFC 6761).
  @Test func saysThatANameLeadsNowhere() async throws {
    let request = HTTPRequest(
      method: .post, address: try HTTPAddress("https://no-such-name.invalid/"), replyLimit: 1)
    let error = try #require(await failure(of: request))
    #expect(error.code == .nameNotResolved)
    #expect(!error.progress.isConnected)
  }

  @Test func saysThatEncryptionFailed() async throws {
    let server = try FaultServer { connection, _ in connection.send("HTTP/1.1 400 Bad Request\r\n\r\n") }
    let request = HTTPRequest(
      method: .post, address: try HTTPAddress("https://127.0.0.1:\(server.port)/"), replyLimit: 1)
    let error = try #require(await failure(of: request))
    #expect(error.code == .tlsFailed)
    #expect(!error.progress.isConnected)
  }

  @Test(arguments: [0, 70_000]) func saysThatTheSourceIsShorterThanItSaid(end: Int) async throws {
    for fails in [false, true] {
      let server = try FaultServer { connection, _ in connection.request() }
      let source = PatternSource(byteCount: 1_000_000, end: end, fails: fails)
      let request = HTTPRequest(
        method: .post, address: try HTTPAddress(server.base), body: .source(source, contentType: "a/b"),
        replyLimit: 1)
      let error = try #require(await failure(of: request))
      #expect(error.code == .sourceFailed)
      #expect(error.detail == (fails ? "planned" : "shorter than it said"))
      #expect(error.progress.bytesUp <= end)
      #expect(server.received.isEmpty)
    }
  }

  @Test(arguments: [10, 45]) func saysThatTheReplyCannotBeKept(limit: Int) async throws {
    let server = try FaultServer { connection, _ in
      connection.request()
      connection.reply(body: "a picture that was paid")
    }
    let sink = CollectingSink(limit: limit)
    let error = try #require(await exchange(server.get(), into: sink).failure)
    #expect(error.code == .sinkFailed)
    #expect(error.progress.status == 200)
    #expect(error.detail == "diskFull")
  }
}
