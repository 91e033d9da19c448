import Foundation
import Simulator
import Synchronization
import TestSupport

/// A service that answers everything alike and counts how often it was asked.
final class ScriptedService: SimulatedService {
  static let charge = Charge(
    model: "gpt-image-2", usage: SimUsage(text: 10, imageIn: 20, imageOut: 30), nanodollars: 1_110, images: 1)
  /// 22 bytes of picture between the quotes.
  static let whole =
    #"{"created":1,"data":[{"b64_json":"aVZCT1J3MEtHZ29BQUFBTg=="}],"usage":{"total_tokens":60}}"#
  static let events = [
    "event: image_edit.partial_image\ndata: {\"type\":\"image_edit.partial_image\",\"b64_json\":\"aVZC\"}\n\n",
    "event: image_edit.completed\ndata: {\"type\":\"image_edit.completed\",\"usage\":{\"total_tokens\":60}}\n\n",
  ]

  private let asked = Mutex<[Mishap?]>([])
  private let streams: Bool
  private let demandedImages: Int
  private let (reading, working): (@Sendable () -> Void, @Sendable () -> Void)

  /// - Parameters:
  ///   - reading: Called while a request is read.
  ///   - working: Called while it is answered.
  init(
    streams: Bool = false, images: Int = 1, reading: @escaping @Sendable () -> Void = {},
    working: @escaping @Sendable () -> Void = {}
  ) {
    self.streams = streams
    demandedImages = images
    (self.reading, self.working) = (reading, working)
  }

  /// One entry for each piece of work done.
  var mishaps: [Mishap?] { asked.withLock { $0 } }

  func demand(of request: SimRequest) -> Demand {
    reading()
    return request.path.contains("/images/")
      ? Demand(model: "gpt-image-2", images: demandedImages, tokens: 60) : .nothing
  }

  func reply(to request: SimRequest, mishap: Mishap?) -> SimReply {
    asked.withLock { $0.append(mishap) }
    working()
    let isRefused = mishap == .refusedInput || mishap == .refusedOutput
    if isRefused {
      return .failure(
        status: 400, type: "image_generation_user_error", code: "moderation_blocked", message: "no")
    }
    let type = streams ? "text/event-stream" : "application/json"
    let body: SimReply.Body =
      streams ? .events(Self.events.map { Array($0.utf8) }) : .whole(Array(Self.whole.utf8))
    return SimReply(
      status: 200, headers: [("content-type", type)], body: body,
      charge: request.path.contains("/images/") ? Self.charge : nil)
  }
}

/// A simulator with a service of its own, stopped when the value goes away.
final class Running {
  let server: SimulatorServer
  let service: ScriptedService

  init(
    _ faults: String = "", service: ScriptedService = ScriptedService(), clock: SimulatorClock = .system,
    _ change: (inout SimulatorOptions) -> Void = { _ in }
  ) throws {
    self.service = service
    var options = SimulatorOptions()
    options.tier = nil
    options.faults = try FaultScript(reading: faults)
    change(&options)
    server = try SimulatorServer(options, clock: clock, service: service)
  }

  deinit { server.stop() }

  var client: RawClient {
    get throws { try RawClient(port: server.port) }
  }

  /// Waits until something is billed.
  func waitForWork() {
    let end = ContinuousClock.now + .seconds(10)
    while server.account.nanodollars == 0, ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.001) }
  }

  /// The account after the server has put down the ends of all requests.
  var settledAccount: Account {
    server.stop()
    return server.account
  }
}

func request(_ path: String, method: String = "POST", body: String = "{}", headers: String = "") -> String {
  "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer any\r\n\(headers)"
    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
}
