import Codecs
import Engine
import Foundation
import Raster
import Simulator

/// How much of an account's limit many sessions get through, against the simulator with the limits of tier 1.
///
/// `Benchmarks paid [--sessions N] [--edits N] [--speed K]`: all sessions in one process, then in two processes
/// with one key and one folder of shared state. Prints a line of JSON for each, and is wrong when a refusal by
/// the limits reaches the user or a request was sent that no journal knows.
enum PaidFigures {
  struct Figure: Encodable {
    let name: String
    let edits: Int
    let seconds: Double
    /// What the limit lets through in that time: a full minute's worth at the start, and its rate from there.
    let allowed: Double
    let ofLimit: Double
    /// Replies with status 429 that the simulator wrote, and those that ended a run.
    let refusals: Int
    let refusalsToUser: Int
    /// Requests that the simulator saw, and attempts in the journals that were sent.
    let posts: Int
    let attempts: Int

    var isSound: Bool { refusalsToUser == 0 && posts == attempts }
  }

  static func run(_ arguments: Arguments) async throws -> Bool {
    if let address = arguments.value("--address") {
      try printLine(try await PaidCrowd(arguments, address: address).run())
      return true
    }
    var isSound = true
    for processes in 1...2 {
      let figure = try figure(arguments, processes: processes)
      try printLine(figure)
      isSound = isSound && figure.isSound
    }
    return isSound
  }

  private static func figure(_ arguments: Arguments, processes: Int) throws -> Figure {
    let speed = arguments.number("--speed", else: 50)
    let sessions = max(arguments.number("--sessions", else: 8) / processes, 1)
    let folder = try ScratchFolder()
    var options = SimulatorOptions()
    options.speed = Double(speed)
    options.counting = .sliding
    let server = try SimulatorServer(options)
    defer { server.stop() }
    let picture = folder.path("picture.png")
    try Data(PNG.encode(PaidCrowd.picture, effort: .wire)).write(to: URL(filePath: picture))
    let children = try (1...processes).map { number in
      try ChildProcess([
        "paid", "--address", server.address, "--folder", folder.path, "--name", "p\(number)", "--speed",
        "\(speed)", "--sessions", "\(sessions)", "--edits", "\(arguments.number("--edits", else: 25))",
      ])
    }
    let results = try children.map { try $0.result(PaidCrowd.Result.self) }
    let name = "paid.\(sessions * processes)x\(arguments.number("--edits", else: 25)).\(processes)p"
    return Figure(name, results, server.account, perSecond: Double(Tier.first.images * speed) / 60)
  }
}

extension PaidFigures.Figure {
  fileprivate init(_ name: String, _ results: [PaidCrowd.Result], _ account: Account, perSecond: Double) {
    let (start, end) = (results.map(\.start).min() ?? 0, results.map(\.end).max() ?? 0)
    self.name = name
    edits = results.reduce(0) { $0 + $1.rounds }
    seconds = end - start
    allowed = Double(Tier.first.images) + perSecond * seconds
    ofLimit = Double(edits) / allowed
    refusals = account.lines.count { $0.status == 429 }
    refusalsToUser = results.reduce(0) { $0 + $1.refusals }
    posts = account.posts
    attempts = results.reduce(0) { $0 + $1.attempts }
  }
}
