import Foundation
import Loopback
import Synchronization
import TestSupport
import Testing

/// Answers by path, and writes down how each request ended.
final class Echo: LoopbackHandler {
  private let ends = Mutex<[String]>([])

  var log: [String] { ends.withLock { $0 } }

  func plan(for head: LoopbackHead) -> BodyPlan {
    switch head.path {
    case "/unread": .answerUnread
    case "/reset-after": .resetAfter(1000)
    case "/stop-reading": .stopReadingAfter(10, hold: .milliseconds(20))
    case "/drop": .drop
    default: .read
    }
  }

  func respond(to request: LoopbackRequest, on writer: LoopbackReplyWriter) throws(LoopbackError) {
    let body = request.body
    switch request.head.path {
    case "/chunks":
      try writer.head(status: 200, headers: [], framing: .chunked)
      for byte in body { try writer.bytes([byte]) }
    case "/until-close":
      try writer.head(status: 200, headers: [], framing: .untilClose)
      try writer.bytes(body)
    case "/short":
      try writer.head(status: 200, headers: [], framing: .length(body.count + 1))
      try writer.bytes(body)
    case "/reset":
      try writer.head(status: 200, headers: [], framing: .length(1000))
      try writer.bytes(body)
      writer.reset()
    case "/raw": try writer.raw(Array("HTTP/1.1 2".utf8))
    case "/nothing": writer.close()
    case "/silence": writer.silence(for: nil)
    case "/pause": try writer.pause(for: .seconds(600))
    default:
      let place = "\(request.head.connection).\(request.head.position)"
      let headers = [("x-place", place), ("x-twice", "1"), ("X-Twice", "2"), ("x-query", request.head.query)]
      try writer.head(status: 200, headers: headers, framing: .length(body.count))
      try writer.bytes(body)
    }
  }

  func finished(_ head: LoopbackHead, bodyByteCount: Int, outcome: LoopbackOutcome) {
    ends.withLock { $0.append("\(head.path) \(bodyByteCount) \(outcome.rawValue)") }
  }
}

func post(_ path: String, _ body: String, _ more: String = "") -> String {
  "POST \(path) HTTP/1.1\r\nHost: localhost\r\n\(more)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
}

@Suite struct LoopbackServerTests {
  private let handler = Echo()

  /// Runs with a server, stops it, and returns what it wrote down.
  private func serving(
    _ limits: LoopbackLimits = LoopbackLimits(), _ run: (UInt16) throws -> Void
  ) throws -> [String] {
    let server = try LoopbackServer(port: 0, limits: limits, handler: handler)
    defer { server.stop() }
    try run(server.port)
    server.stop()
    return handler.log
  }

  @Test func keepsConnectionAliveAndAnswersInOrder() throws {
    let log = try serving { port in
      let client = try RawClient(port: port)
      for position in 1...3 {
        client.send(post("/echo?a=\(position)", "body \(position)"))
        let reply = try client.reply()
        #expect(reply.status == 200)
        #expect(reply.text == "body \(position)")
        #expect(reply.value(of: "x-place") == "1.\(position)")
        #expect(reply.all("x-twice") == ["1", "2"])
        #expect(reply.value(of: "x-query") == "a=\(position)")
        #expect(reply.value(of: "connection") == nil)
      }
    }
    #expect(log == Array(repeating: "/echo 6 replied", count: 3))
  }

  @Test func answersRequestsThatWereSentAtOnce() throws {
    _ = try serving { port in
      let client = try RawClient(port: port)
      client.send(post("/echo", "one") + post("/echo", "two"))
      #expect(try client.reply().text == "one")
      #expect(try client.reply().text == "two")
    }
  }

  @Test func closesWhereTheClientAsksForIt() throws {
    _ = try serving { port in
      let client = try RawClient(port: port)
      client.send(post("/echo", "x", "Connection: close\r\n"))
      #expect(try client.reply().value(of: "connection") == "close")
      #expect(client.readToEnd().end == .closed)
      let old = try RawClient(port: port)
      old.send("GET /echo HTTP/1.0\r\n\r\n")
      #expect(try old.reply().status == 200)
      #expect(old.readToEnd().end == .closed)
    }
  }

  @Test func readsChunkedBodies() throws {
    let log = try serving { port in
      let client = try RawClient(port: port)
      client.send("POST /echo HTTP/1.1\r\nHost: 127.0.0.1:80\r\nTransfer-Encoding: chunked\r\n\r\n")
      client.send("3\r\nabc\r\n0A;note=1\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n")
      #expect(try client.reply().text == "abc0123456789")
      client.send(post("/chunks", "xyz"))
      #expect(try client.reply().text == "xyz")
    }
    #expect(log == ["/echo 13 replied", "/chunks 3 replied"])
  }

  @Test func asksForTheBodyThatTheClientHoldsBack() throws {
    _ = try serving { port in
      let client = try RawClient(port: port)
      client.send("POST /echo HTTP/1.1\r\nHost: [::1]\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
      #expect(try client.reply(patience: 5000, isInterim: true).status == 100)
      client.send("ok")
      #expect(try client.reply().text == "ok")
    }
  }

  @Test func answersWithoutReadingTheBody() throws {
    let log = try serving { port in
      let client = try RawClient(port: port)
      client.send("POST /unread HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000\r\n\r\n")
      client.send([UInt8](repeating: 0, count: 9_000_000))
      #expect(try client.reply().value(of: "connection") == "close")
    }
    #expect(log == ["/unread 0 replied"])
  }

  @Test func carriesLargeBodiesBothWays() throws {
    var body = [UInt8](repeating: 0, count: 5_000_000)
    for index in body.indices { body[index] = UInt8(truncatingIfNeeded: index &* 31 ^ index >> 8) }
    _ = try serving { port in
      let client = try RawClient(port: port)
      client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.count)\r\n\r\n")
      #expect(client.send(body) == body.count)
      #expect(try client.reply().body == body)
    }
  }

  @Test(arguments: [
    ("/reset-after", RawClient.End.reset, "/reset-after 1000 cut"),
    ("/stop-reading", .reset, "/stop-reading 10 cut"), ("/reset", .reset, "/reset 5000 cut"),
    ("/until-close", .closed, "/until-close 5000 replied"), ("/short", .closed, "/short 5000 cut"),
    ("/nothing", .closed, "/nothing 5000 cut"), ("/raw", .closed, "/raw 5000 cut"),
  ])
  func endsConnectionAsPlanned(path: String, end: RawClient.End, line: String) throws {
    let body = String(repeating: "b", count: 5000)
    let log = try serving { port in
      let client = try RawClient(port: port)
      client.send(post(path, body))
      let (bytes, found) = client.readToEnd()
      #expect(found == end)
      let hasBody = ["/reset", "/until-close", "/short"].contains(path)
      #expect(String(decoding: bytes, as: UTF8.self).hasSuffix(body) == hasBody)
      #expect(bytes.isEmpty == ["/reset-after", "/stop-reading", "/nothing"].contains(path))
    }
    #expect(log == [line])
  }

  @Test func resetsInsideAChunk() throws {
    let chunk = "190\r\n" + String(repeating: "c", count: 400) + "\r\n"
    let log = try serving { port in
      let client = try RawClient(port: port)
      client.send("POST /reset-after HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
      client.send(chunk + chunk + chunk.dropLast(201))
      #expect(client.readToEnd().end == .reset)
    }
    #expect(log == ["/reset-after 1000 cut"])
  }

  @Test func dropsConnectionWithoutAByte() throws {
    let log = try serving { port in
      let client = try RawClient(port: port)
      client.send(post("/drop", ""))
      #expect(client.readToEnd().bytes.isEmpty)
    }
    #expect(log == ["/drop 0 cut"])
  }

  @Test func noticesThatTheClientLeft() throws {
    let server = try LoopbackServer(port: 0, handler: handler)
    for path in ["/pause", "/silence"] {
      let client = try RawClient(port: server.port)
      client.send(post(path, ""))
    }
    while handler.log.count < 2 { Thread.sleep(forTimeInterval: 0.001) }
    server.stop()
    #expect(Set(handler.log) == ["/pause 0 clientGone", "/silence 0 cut"])
  }

  @Test func stopEndsWhatIsUnderWay() throws {
    let server = try LoopbackServer(port: 0, handler: handler)
    let client = try RawClient(port: server.port)
    client.send(post("/pause", ""))
    server.stop()
    server.stop()
    #expect(client.readToEnd().bytes.isEmpty)
    #expect(throws: RawClientError.self) { _ = try RawClient(port: server.port) }
  }

  @Test func refusesPortThatIsTaken() throws {
    _ = try serving { port in
      #expect {
        _ = try LoopbackServer(port: port, handler: handler)
      } throws: { error in
        (error as? LoopbackError)?.code == .notListening && (error as? LoopbackError)?.port == port
      }
    }
  }

  @Test func furtherConnectionsWaitForAFreePlace() throws {
    var limits = LoopbackLimits()
    limits.connections = 1
    _ = try serving(limits) { port in
      var first: RawClient? = try RawClient(port: port)
      first?.send(post("/echo", "first"))
      #expect(try first?.reply().text == "first")
      let second = try RawClient(port: port)
      second.send(post("/echo", "second"))
      #expect(second.readToEnd(patience: 50).end == .silent)
      first = nil
      #expect(try second.reply().text == "second")
    }
  }

  @Test func closesAfterSilence() throws {
    var limits = LoopbackLimits()
    limits.idle = .milliseconds(30)
    _ = try serving(limits) { port in
      let client = try RawClient(port: port)
      client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab")
      #expect(client.readToEnd().end == .closed)
    }
  }
}
