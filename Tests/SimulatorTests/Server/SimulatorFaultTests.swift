import CZlib
import Foundation
import Simulator
import TestSupport
import Testing

@Suite struct SimulatorFaultTests {
  private static let path = "/v1/images/edits"

  /// What one fault does: how the connection ends, what came, whether the work was done and billed.
  struct Case: Sendable, CustomTestStringConvertible {
    let rule: String
    let end: RawClient.End
    /// The reply's status; `nil` where not even a head comes.
    let status: Int?
    let isBilled: Bool
    let outcome: String
    var testDescription: String { rule }

    init(
      _ rule: String, _ end: RawClient.End, _ status: Int?, isBilled: Bool, _ outcome: String = "cut"
    ) {
      (self.rule, self.end, self.status, self.isBilled, self.outcome) = (rule, end, status, isBilled, outcome)
    }
  }

  @Test(arguments: [
    Case("reset-upload after=1000", .reset, nil, isBilled: false),
    Case("reset-upload", .reset, nil, isBilled: false),
    Case("stall-upload after=10 hold=10ms", .reset, nil, isBilled: false),
    Case("silence hold=10ms", .closed, nil, isBilled: true),
    Case("silence hold=10ms work=none", .closed, nil, isBilled: false),
    Case("silence", .silent, nil, isBilled: true), Case("close", .closed, nil, isBilled: true),
    Case("close work=none", .closed, nil, isBilled: false), Case("reset", .reset, nil, isBilled: true),
    Case("reset work=none", .reset, nil, isBilled: false), Case("cut-head", .closed, 200, isBilled: true),
    Case("silence-after-head", .silent, 200, isBilled: true),
    Case("silence-after-head hold=10ms after=5", .closed, 200, isBilled: true),
    Case("reset-download", .reset, 200, isBilled: true),
    Case("reset-download after=3", .reset, 200, isBilled: true),
    Case("truncate", .closed, 200, isBilled: true), Case("cut", .closed, 200, isBilled: true, "replied"),
    Case("wrong-length by=10", .closed, 200, isBilled: true),
    Case("wrong-length by=-10", .closed, 200, isBilled: true),
    Case("status 413 early=yes", .closed, 413, isBilled: false, "replied"),
    Case("redirect early=yes", .closed, 307, isBilled: false, "replied"),
    Case("duplicate-headers names=connection value=close", .silent, 200, isBilled: true, "replied"),
    Case("drop-reused", .silent, 200, isBilled: true, "replied"),
  ])
  func endsConnectionAndBillsAsStated(item: Case) throws {
    let running = try Running("edits 1 \(item.rule)")
    let (bytes, end) = try read(running, untilSilent: item.end == .silent)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(end == item.end)
    #expect(item.status.map { text.hasPrefix("HTTP/1.1 \($0)") } ?? bytes.isEmpty)
    let line = try #require(running.settledAccount.lines.first)
    #expect(line.isExecuted == item.isBilled)
    #expect(line.nanodollars == (item.isBilled ? 1_110 : 0))
    #expect(running.service.mishaps.count == (item.isBilled ? 1 : 0))
    #expect(line.outcome == item.outcome)
    let isApplied = !item.rule.hasPrefix("drop")
    #expect(line.fault == (isApplied ? "edits 1 \(item.rule)" : nil))
    let statusIsKept = item.status != nil && item.rule != "cut-head"
    #expect(line.status == (statusIsKept ? item.status : nil))
  }

  /// - Parameter untilSilent: The connection stays open: reading ends when nothing comes after the work.
  private func read(
    _ running: Running, untilSilent: Bool = false
  ) throws -> ([UInt8], RawClient.End) {
    let client = try running.client
    client.send(request(Self.path, body: String(repeating: "b", count: 3000)))
    guard untilSilent else { return client.readToEnd() }
    running.waitForWork()
    return client.readToEnd(patience: 300)
  }

  @Test(arguments: [
    ("truncate after=40", 40), ("cut after=40", 40), ("reset-download after=40", 40),
    ("silence-after-head after=40 hold=10ms", 40), ("truncate", 45), ("truncate after=9999", 90),
    ("wrong-length by=-10", 90),
  ])
  func sendsSoManyBytesOfTheBody(rule: String, count: Int) throws {
    #expect(ScriptedService.whole.utf8.count == 90)
    // What is cut behind its end arrives whole, and the connection stays open.
    let running = try Running("edits 1 \(rule)")
    let (bytes, _) = try read(running, untilSilent: rule.hasSuffix("9999"))
    let text = String(decoding: bytes, as: UTF8.self)
    let body = try #require(text.range(of: "\r\n\r\n").map { text[$0.upperBound...] })
    #expect(body == ScriptedService.whole.prefix(count))
    let announced = rule.hasPrefix("cut") ? nil : rule.hasPrefix("wrong") ? 80 : 90
    #expect(text.contains("Content-Length: \(announced ?? 0)\r\n") == (announced != nil))
  }

  @Test(arguments: [
    ("400", 400, "invalid_request_error", nil), ("408", 408, "invalid_request_error", "request_timeout"),
    ("409", 409, "invalid_request_error", "conflict"), ("429", 429, "requests", "rate_limit_exceeded"),
    ("500", 500, "server_error", "server_error"), ("502", 502, "server_error", "server_error"),
    ("503", 503, "server_error", "server_is_overloaded"), ("504", 504, "server_error", "server_error"),
    ("429 type=insufficient_quota code=insufficient_quota", 429, "insufficient_quota", "insufficient_quota"),
  ])
  func answersStatusesAsTheServiceDoes(
    rule: String, status: Int, type: String, code: String?
  ) throws {
    let reply = try sound("status \(rule)", isBilled: false)
    let object = try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: [String: Any]]
    #expect(reply.status == status)
    #expect(object?["error"]?["type"] as? String == type)
    #expect(object?["error"]?["code"] as? String == code)
    #expect(reply.value(of: "x-request-id")?.hasPrefix("req_") == true)
  }

  /// One request whose reply is well framed; the connection stays usable.
  private func sound(_ rule: String, isBilled: Bool) throws -> RawClient.Reply {
    let clock = SimulatorClock(unixTime: { 784_111_777 }, elapsed: { .zero })
    let running = try Running("edits 1 \(rule)", clock: clock)
    let client = try running.client
    client.send(request(Self.path))
    let reply = try client.reply()
    client.send(request(Self.path))
    #expect(try client.reply().text == ScriptedService.whole)
    #expect(running.settledAccount.lines.map(\.isExecuted) == [isBilled, true])
    return reply
  }

  @Test(arguments: [
    ("retry-after=2", "retry-after", "2"), ("retry-after-ms=1500", "retry-after-ms", "1500"),
    ("retry-after=date+5", "retry-after", "Sun, 06 Nov 1994 08:49:42 GMT"),
    ("retry-after=rfc850+5", "retry-after", "Sunday, 06-Nov-94 08:49:42 GMT"),
    ("retry-after=asctime+5", "retry-after", "Sun Nov  6 08:49:42 1994"),
    ("retry-after=date-37", "retry-after", "Sun, 06 Nov 1994 08:49:00 GMT"),
    ("retry-after=999999999999999999999", "retry-after", "999999999999999999999"),
    ("retry-after=\"soon, maybe\"", "retry-after", "soon, maybe"), ("code=slow_down", "retry-after", nil),
  ])
  func saysWhenToTryAgain(attribute: String, name: String, value: String?) throws {
    let reply = try sound("status 429 \(attribute)", isBilled: false)
    #expect(reply.value(of: name) == value)
  }

  @Test func billsAnErrorAfterTheWorkWhereAskedTo() throws {
    let reply = try sound("status 504 body=html work=done", isBilled: true)
    #expect(reply.value(of: "content-type") == "text/html")
    #expect(reply.text.hasPrefix("<html>"))
    #expect(try sound("status 500 body=empty", isBilled: false).body.isEmpty)
  }

  @Test func redirectsToAnotherHost() throws {
    let away = try sound("redirect", isBilled: false)
    #expect(away.status == 307)
    #expect(away.value(of: "location") == "https://redirect.invalid/v1/images/edits")
    let told = try sound("redirect status=302 location=http://127.0.0.2:1/x", isBilled: false)
    #expect(told.status == 302)
    #expect(told.value(of: "location") == "http://127.0.0.2:1/x")
  }

  @Test func breaksJSONButNotItsFrame() throws {
    let broken = try sound("invalid-json", isBilled: true)
    #expect(throws: (any Error).self) { try JSONSerialization.jsonObject(with: Data(broken.body)) }
    let bare = try sound("missing-usage", isBilled: true)
    let object = try JSONSerialization.jsonObject(with: Data(bare.body)) as? [String: Any]
    #expect(object.map { Set($0.keys) } == ["created", "data"])
  }

  @Test func breaksEventsOneByOne() throws {
    for (rule, isJSON) in [("missing-usage", true), ("invalid-json", false)] {
      let running = try Running("edits 1 \(rule)", service: ScriptedService(streams: true))
      let client = try running.client
      client.send(request(Self.path))
      let text = try client.reply().text
      let data = text.split(separator: "\n").filter { $0.hasPrefix("data: ") }.map { $0.dropFirst(6) }
      #expect(data.count == 2)
      #expect(text.hasSuffix("\n\n"))
      #expect(!text.contains("usage") == isJSON)
      for item in data {
        let object = try? JSONSerialization.jsonObject(with: Data(item.utf8)) as? [String: Any]
        #expect((object?["type"] != nil) == isJSON)
      }
    }
  }

  @Test func passesMishapsToTheService() throws {
    let running = try Running(
      """
      edits 1 refuse
      edits 2 refuse stage=output
      edits 3 truncated-base64
      edits 4 wrong-size size=16x48
      """)
    let client = try running.client
    let statuses = try (0..<5).map { _ in
      client.send(request(Self.path))
      return try client.reply().status
    }
    #expect(statuses == [400, 400, 200, 200, 200])
    #expect(
      running.service.mishaps
        == [.refusedInput, .refusedOutput, .truncatedBase64, .wrongSize(width: 16, height: 48), nil])
    #expect(running.settledAccount.lines.map(\.nanodollars) == [0, 0, 1_110, 1_110, 1_110])
  }

  @Test func repeatsHeaders() throws {
    let reply = try sound("duplicate-headers names=x-request-id,Content-Type value=twice", isBilled: true)
    #expect(reply.all("x-request-id").count == 2)
    #expect(reply.all("content-type") == ["application/json", "twice"])
    let running = try Running("edits 1 duplicate-headers names=content-length value=5")
    let text = String(decoding: try read(running, untilSilent: true).0, as: UTF8.self)
    #expect(text.contains("content-length: 5\r\n") && text.contains("Content-Length: 90\r\n"))
  }

  @Test func sendsSlowlyButWhole() throws {
    let clock = ContinuousClock()
    let start = clock.now
    #expect(try sound("slow rate=300", isBilled: true).text == ScriptedService.whole)
    // Three pieces of 30 bytes: two pauses lie between them.
    #expect(clock.now - start >= .milliseconds(200))
  }

  @Test func sendsGiants() throws {
    #expect(try sound("giant bytes=300000", isBilled: true).body.count == 300_000)
    let running = try Running("edits 1 giant bytes=1000000000000")
    do {
      let client = try running.client
      client.send(request(Self.path))
      #expect(throws: RawClientError.self) { try client.reply(limit: 1_000_000) }
    }
    #expect(running.settledAccount.lines.map(\.outcome) == ["clientGone"])
  }

  @Test(arguments: [1, 2, 258, 259, 260, 1000, 5_000_000])
  func sendsGzipBombsThatZlibReads(count: Int) throws {
    let reply = try sound("gzip-bomb bytes=\(count)", isBilled: true)
    #expect(reply.value(of: "content-encoding") == "gzip")
    #expect(reply.body.count < 300 + count / 150)
    var stream = z_stream()
    var output = [UInt8](repeating: 0, count: count + 1)
    var input = reply.body
    var code = inflateInit2_(&stream, 31, zlibVersion(), Int32(MemoryLayout<z_stream>.size))
    #expect(code == Z_OK)
    input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        code = inflate(&stream, Z_FINISH)
      }
    }
    inflateEnd(&stream)
    // The end is reached only when checksum and length agree.
    #expect(code == Z_STREAM_END)
    #expect(stream.total_out == UInt(count))
    #expect(output.prefix(count).allSatisfy { $0 == 0x20 })
  }

  @Test func dropsReusedConnectionsAlone() throws {
    let running = try Running("posts * drop-reused")
    let client = try running.client
    client.send(request(Self.path))
    #expect(try client.reply().status == 200)
    client.send(request(Self.path))
    #expect(client.readToEnd().bytes.isEmpty)
    let fresh = try running.client
    fresh.send(request(Self.path))
    #expect(try fresh.reply().status == 200)
    let account = running.settledAccount
    #expect(account.posts == 3)
    #expect(account.lines.map(\.isExecuted) == [true, false, true])
    #expect(account.lines.map(\.position) == [1, 2, 1])
  }

  @Test func countsByRouteAndTakesTheFirstRuleThatFits() throws {
    let running = try Running(
      """
      any 5+ status 503
      posts 3 status 500
      edits 1-2 status 429
      generations * status 409
      """)
    let client = try running.client
    let requests = [
      ("models", "GET"), ("images/edits", "POST"), ("images/generations", "POST"), ("images/edits", "POST"),
      ("images/edits", "POST"),
    ]
    let statuses = try requests.map { path, method in
      client.send(request("/openai/deployments/pictures/\(path)?api-version=1", method: method))
      return try client.reply().status
    }
    #expect(statuses == [200, 429, 409, 500, 503])
  }

  @Test func whatTheTierRefusesGetsNoFault() throws {
    let running = try Running("edits 6 close") { $0.tier = .first }
    let client = try running.client
    let statuses = try (0..<6).map { _ in
      client.send(request(Self.path))
      return try client.reply().status
    }
    #expect(statuses == [200, 200, 200, 200, 200, 429])
    #expect(running.settledAccount.lines[5].fault == nil)
  }
}
