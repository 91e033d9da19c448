import Foundation
import Simulator
import Synchronization
import TestSupport
import Testing

@Suite struct SimulatorServerTests {
  private static let edits = "/v1/images/edits"

  @Test func answersWithTheServicesReplyAndItsOwnHeaders() throws {
    let clock = SimulatorClock(unixTime: { 1_000_000 }, elapsed: { .seconds(7) })
    let running = try Running(clock: clock) { $0.tier = .first }
    let client = try running.client
    client.send(request(Self.edits))
    let reply = try client.reply()
    #expect(reply.status == 200)
    #expect(reply.text == ScriptedService.whole)
    #expect(reply.value(of: "content-type") == "application/json")
    #expect(reply.value(of: "x-ratelimit-remaining-input-images") == "4")
    #expect(reply.value(of: "openai-processing-ms") == "0")
    let account = running.settledAccount
    #expect(reply.value(of: "x-request-id") == account.lines[0].requestID)
  }

  @Test func keepsAnAccountOfEveryRequest() throws {
    let running = try Running()
    let client = try running.client
    for (path, method) in [(Self.edits, "POST"), ("/v1/models", "GET"), ("/v1/images/generations", "POST")] {
      client.send(request(path, method: method, body: "abc"))
      _ = try client.reply()
    }
    let account = running.settledAccount
    #expect(account.posts == 2)
    #expect(account.nanodollars == 2_220)
    #expect(account.images == 2)
    #expect(account.lines.map(\.route) == ["edits", "models", "generations"])
    #expect(account.lines.map(\.position) == [1, 2, 3])
    #expect(account.lines.map(\.isExecuted) == [true, false, true])
    #expect(account.lines.map(\.outcome) == Array(repeating: "replied", count: 3))
    #expect(account.lines.map(\.bodyByteCount) == [3, 3, 3])
    #expect(Set(account.lines.map(\.requestID)).count == 3)
    #expect(account.lines[0].usage == Account.Usage(text: 10, imageIn: 20, imageOut: 30, textOut: 0))
  }

  @Test func givesItsAccountAsJSON() throws {
    let running = try Running()
    let client = try running.client
    client.send(request(Self.edits))
    _ = try client.reply()
    client.send(request("/simulator/account", method: "GET"))
    let reply = try client.reply()
    let object = try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any]
    #expect(object?["posts"] as? Int == 1)
    #expect(object?["nanodollars"] as? Int == 1_110)
    let lines = object?["lines"] as? [[String: Any]]
    #expect(lines?.count == 1)
    #expect(lines?.first?["path"] as? String == Self.edits)
    #expect(running.settledAccount.lines.count == 1)
  }

  @Test func sendsEventsOneByOne() throws {
    let running = try Running(service: ScriptedService(streams: true))
    let client = try running.client
    client.send(request(Self.edits))
    let reply = try client.reply()
    #expect(reply.value(of: "transfer-encoding") == "chunked")
    #expect(reply.text == ScriptedService.events.joined())
  }

  @Test func enforcesTheTierOnItsFastClock() throws {
    let time = Mutex(Duration.zero)
    let clock = SimulatorClock(unixTime: { 1_000_000 }, elapsed: { time.withLock { $0 } })
    let running = try Running(clock: clock) { options in
      options.tier = .first
      options.speed = 50
    }
    let client = try running.client
    let statuses = try (0..<6).map { _ in
      client.send(request(Self.edits))
      return try client.reply().status
    }
    #expect(statuses == [200, 200, 200, 200, 200, 429])
    client.send(request(Self.edits))
    let refusal = try client.reply()
    #expect(refusal.value(of: "retry-after") == "12")
    #expect(refusal.value(of: "retry-after-ms") == "12000")
    #expect(refusal.value(of: "date") == "Mon, 12 Jan 1970 13:46:40 GMT")
    let error = try JSONSerialization.jsonObject(with: Data(refusal.body)) as? [String: [String: Any]]
    #expect(error?["error"]?["code"] as? String == "rate_limit_exceeded")
    #expect(error?["error"]?["type"] as? String == "input-images")
    #expect(
      error?["error"]?["message"] as? String
        == "Rate limit reached for gpt-image-2 (for limit gpt-image) in organization org-simulator on "
        + "input-images per min: Limit 5, Used 5, Requested 1. Please try again in 12s.")
    time.withLock { $0 = .milliseconds(240) }
    client.send(request(Self.edits))
    #expect(try client.reply().status == 200)
    let account = running.settledAccount
    #expect(account.nanodollars == 6 * 1_110)
    #expect(account.lines.map(\.isExecuted) == [true, true, true, true, true, false, false, true])
  }

  @Test func saysThatARequestBeyondTheLimitNeverComesThrough() throws {
    let running = try Running(service: ScriptedService(images: 6)) { $0.tier = .first }
    let client = try running.client
    client.send(request(Self.edits))
    let reply = try client.reply()
    #expect(reply.status == 429)
    #expect(reply.value(of: "retry-after") == nil)
    #expect(reply.text.contains("Request too large for gpt-image-2"))
    #expect(running.settledAccount.nanodollars == 0)
  }

  @Test func takesTimeButBillsBeforeItAndKeepsTheBillWhenTheClientLeaves() throws {
    let running = try Running { $0.latency = .table }
    do {
      let client = try running.client
      client.send(request(Self.edits))
      running.waitForWork()
      #expect(client.readToEnd(patience: 50).end == .silent)
    }
    let account = running.settledAccount
    #expect(account.nanodollars == 1_110)
    #expect(account.lines.map(\.outcome) == ["clientGone"])
    #expect(account.lines.map(\.status) == [nil])
  }

  @Test func saysHowLongTheWorkTook() throws {
    let running = try Running { options in
      options.latency = .table
      options.speed = 10_000
    }
    let client = try running.client
    client.send(request(Self.edits))
    let milliseconds = try client.reply().value(of: "openai-processing-ms").flatMap { Int($0) } ?? 0
    // 32 s and 23 ms for each of 30 tokens, a tenth less at the least; this machine's own time comes on top.
    #expect(milliseconds >= 29_000)
  }

  @Test func eventsSayHowLongTheWorkIsGoingToTake() throws {
    let clock = SimulatorClock(unixTime: { 1_000_000 }, elapsed: { .seconds(7) })
    let running = try Running(service: ScriptedService(streams: true), clock: clock) { options in
      options.latency = .table
      options.speed = 10_000
    }
    let client = try running.client
    client.send(request(Self.edits))
    let milliseconds = try client.reply().value(of: "openai-processing-ms").flatMap { Int($0) } ?? 0
    // The same, to 44 % more.
    #expect((29_000...48_000).contains(milliseconds))
  }

  /// A client learns from the reply when it was counted: so long before it as the work is said to have taken.
  @Test func countsACallWhenItsBodyHasArrivedAndItsWorkFromThere() throws {
    let time = Mutex(Duration.seconds(10))
    let clock = SimulatorClock(unixTime: { 1_000_000 }, elapsed: { time.withLock { $0 } })
    // Each call is read for 3 s of the limits' time, and worked on for 6 s.
    let service = ScriptedService(
      reading: { time.withLock { $0 += .milliseconds(60) } },
      working: { time.withLock { $0 += .milliseconds(120) } })
    let running = try Running(service: service, clock: clock) { options in
      options.tier = .first
      options.speed = 50
      options.counting = .sliding
    }
    let client = try running.client
    for _ in 0..<5 {
      client.send(request(Self.edits))
      #expect(try client.reply().value(of: "openai-processing-ms") == "9000")
    }
    client.send(request(Self.edits))
    // The first was counted 45 s before this one arrived, which has been read for 3 s meanwhile.
    #expect(try client.reply().value(of: "retry-after-ms") == "15000")
  }

  @Test func refusesPortThatIsTaken() throws {
    let running = try Running()
    #expect(throws: SimulatorError(.notListening, found: String(running.server.port))) {
      _ = try Running { $0.port = running.server.port }
    }
  }

  @Test func standsBeforeTheSimulatedPictureService() throws {
    var options = SimulatorOptions()
    options.faults = try FaultScript(reading: "generations 2 wrong-size size=512x256")
    let server = try SimulatorServer(options)
    defer { server.stop() }
    let client = try RawClient(port: server.port)
    let body = #"{"model":"gpt-image-2","prompt":"a red sea","size":"1024x640","quality":"low"}"#
    let sides = try (0..<2).map { _ -> [UInt8] in
      client.send(
        request("/v1/images/generations", body: body, headers: "Content-Type: application/json\r\n"))
      let object = try JSONSerialization.jsonObject(with: Data(try client.reply().body)) as? [String: Any]
      let item = (object?["data"] as? [[String: Any]])?.first
      let picture = (item?["b64_json"] as? String).flatMap { Data(base64Encoded: $0) } ?? Data()
      return Array(picture.dropFirst(16).prefix(8))
    }
    #expect(sides == [[0, 0, 4, 0, 0, 0, 2, 128], [0, 0, 2, 0, 0, 0, 1, 0]])
    let line = server.account.lines[0]
    // Output tokens of 1024x640 at low quality, as published: 107.
    #expect(line.usage?.imageOut == 107)
    #expect(line.nanodollars == 107 * 30_000 + (line.usage?.text ?? 0) * 5_000)
  }
}
