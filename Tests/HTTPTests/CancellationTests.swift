import Glibc
import HTTP
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct CancellationTests {
  /// Tells a test that the server has come to a point.
  private final class Signal: Sendable {
    private let stream = AsyncStream<Void>.makeStream()

    func give() { stream.continuation.yield() }

    func wait() async {
      for await _ in stream.stream { return }
    }
  }

  enum Point: CaseIterable {
    case connecting
    case uploading
    case waiting
    case receiving
  }

  @Test(arguments: Point.allCases) func endsAnExchangeAnywhere(point: Point) async throws {
    let reached = Signal()
    let ended = Signal()
    let server = try FaultServer(receiveBuffer: 65_536) { connection, _ in
      switch point {
      case .connecting: break
      case .uploading: _ = connection.head()
      case .waiting: connection.request()
      case .receiving:
        connection.request()
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
      }
      if point != .receiving { reached.give() }
      connection.waitForEnd()
      ended.give()
    }
    let scheme = point == .connecting ? "https" : "http"
    let byteCount = point == .uploading ? 40_000_000 : 10
    let request = HTTPRequest(
      method: .post, address: try HTTPAddress("\(scheme)://127.0.0.1:\(server.port)/"),
      body: .source(PatternSource(byteCount: byteCount), contentType: "a/b"), replyLimit: 100)
    let task = Task {
      await exchange(request) { step in if step.bytesDown > 0 { reached.give() } }
    }
    await reached.wait()
    task.cancel()
    let error = try #require(await task.value.failure)
    #expect(error.code == .cancelled)
    #expect(error.progress.isConnected == (point != .connecting))
    #expect(error.progress.status == (point == .receiving ? 200 : nil))
    if point == .waiting { #expect(error.progress.bytesUp == 10) }
    // The connection is given up, not left to run on.
    await ended.wait()
  }

  @Test func sendsNothingForATaskThatIsCancelledAlready() async throws {
    let server = try FaultServer { connection, _ in connection.request() }
    let request = try server.post(10)
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return await exchange(request)
    }
    task.cancel()
    let error = try #require(await task.value.failure)
    #expect(error == HTTPError(.cancelled, progress: HTTPProgress(bytesUpTotal: 10)))
    #expect(server.connectionCount == 0)
  }

  @Test func everyExchangeEndsOnceWhenCancelledAtAnyMoment() async throws {
    let server = try FaultServer { connection, number in
      connection.request()
      if number % 3 == 0 { connection.reset() }
      connection.reply(body: "done")
    }
    let transport = CurlTransport()
    let ended = Atomic(0)
    for round in 0..<20 {
      let tasks = try (0..<10).map { _ in
        let request = try server.post(200_000)
        return Task { await exchange(request, over: transport) }
      }
      usleep(UInt32(round * 150))
      for task in tasks where round % 2 == 0 { task.cancel() }
      for task in tasks {
        _ = await task.value
        ended.add(1, ordering: .relaxed)
      }
    }
    #expect(ended.load(ordering: .relaxed) == 200)
  }
}
