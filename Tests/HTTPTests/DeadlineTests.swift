import Glibc
import HTTP
import Testing

@Suite(.timeLimit(.minutes(1))) struct DeadlineTests {
  private static let short = Duration.milliseconds(200)

  @Test func waitsWithoutStallingForAReplyThatTakesItsTime() async throws {
    let server = try FaultServer { connection, _ in
      connection.request()
      usleep(500_000)
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
      usleep(500_000)
      connection.send("ok")
    }
    let request = try server.post(100_000, deadlines: .init(stall: Self.short))
    #expect(try await exchange(request).get().isComplete)
  }

  @Test func endsAnUploadThatStandsStill() async throws {
    let giveUp = Flag()
    let server = try FaultServer(receiveBuffer: 65_536) { connection, _ in
      _ = connection.head()
      giveUp.wait()
    }
    let request = try server.post(40_000_000, deadlines: .init(stall: Self.short))
    let error = try #require(await failure(of: request))
    giveUp.raise()
    #expect(error.code == .stalled)
    #expect(error.progress.isConnected && error.progress.status == nil)
    #expect(error.progress.bytesUp < 40_000_000)
  }

  @Test func endsAReplyThatStandsStill() async throws {
    let server = try FaultServer { connection, _ in
      connection.request()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
      connection.waitForEnd()
    }
    let error = try #require(
      await failure(of: try server.post(10, deadlines: .init(stall: Self.short))))
    #expect(error.code == .stalled)
    #expect(
      error.progress
        == HTTPProgress(isConnected: true, bytesUp: 10, bytesUpTotal: 10, status: 200, bytesDown: 3))
  }

  @Test func goesOnWhileAReplyTrickles() async throws {
    let server = try FaultServer { connection, _ in
      connection.request()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n")
      for _ in 0..<24 {
        connection.send("a")
        usleep(50_000)
      }
    }
    let request = try server.post(10, deadlines: .init(stall: .seconds(1)))
    #expect(try await exchange(request).get().isComplete)
  }

  @Test func endsAtTheTotalDeadline() async throws {
    let server = try FaultServer { connection, _ in
      connection.request()
      connection.waitForEnd()
    }
    let error = try #require(
      await failure(of: try server.post(1000, deadlines: .init(total: .seconds(1)))))
    #expect(error.code == .timedOut)
    #expect(error.progress == HTTPProgress(isConnected: true, bytesUp: 1000, bytesUpTotal: 1000))
  }

  @Test func endsAtTheDeadlineForConnecting() async throws {
    let server = try FaultServer { connection, _ in connection.waitForEnd() }
    let request = HTTPRequest(
      method: .post, address: try HTTPAddress("https://127.0.0.1:\(server.port)/"),
      deadlines: .init(connect: Self.short), replyLimit: 1)
    let error = try #require(await failure(of: request))
    #expect(error.code == .connectTimedOut)
    #expect(!error.progress.isConnected)
  }

  @Test func totalDeadlineBeforeTheConnectionStandsIsItsOwn() async throws {
    let server = try FaultServer { connection, _ in connection.waitForEnd() }
    let request = HTTPRequest(
      method: .post, address: try HTTPAddress("https://127.0.0.1:\(server.port)/"),
      deadlines: .init(total: Self.short), replyLimit: 1)
    let error = try #require(await failure(of: request))
    #expect(error.code == .timedOut)
    #expect(!error.progress.isConnected)
  }
}
