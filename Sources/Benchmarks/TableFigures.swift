import Billing
import Codecs
import EditModel
import Foundation
import Raster
import Store

/// How long a program takes to say where a long session stands and what it cost, its own start included.
///
/// `Benchmarks tables [--rounds N] [--runs N] [--keep FOLDER] [--program FILE]`: makes a session of 10,000 rounds
/// and asks a new process each time, with the derived tables and without. Each figure is the median of the
/// runs. With `--program`, which names a `pentimento`, that one is asked its verbs `status` and `audit`. The
/// session stays where `--keep` names a folder for it.
enum TableFigures {
  private struct Figure: Encodable {
    let name: String
    let rounds: Int
    let ms: Double
    let min: Double
    /// The project's goal.
    let goal: Double
  }

  /// What a process of our own found, so that nothing is left out.
  private struct Found: Codable {
    var rounds = 0
    var queued = 0
    var unresolved = 0
    var calls = 0
    var billed: Int64 = 0
  }

  static func run(_ arguments: Arguments) throws -> Bool {
    if let question = arguments.value("--ask"), let path = arguments.value("--session") {
      try printLine(try found(question, path))
      return true
    }
    let scratch = try ScratchFolder()
    let path = "\(arguments.value("--keep") ?? scratch.path)/long.session"
    let rounds = arguments.number("--rounds", else: 10_000)
    let picture = PaidCrowd.picture
    try LongSession.make(
      at: path, rounds: rounds, file: PNG.encode(picture, effort: .wire), pixels: picture.pixelDigest,
      size: picture.size)
    var reached = true
    for (question, withTables, without) in [("status", 30.0, 3000.0), ("audit", 100, 5000)] {
      for (name, goal, isBare) in [("tables", withTables, false), ("logs", without, true)] {
        let times = try times(question, path, arguments, isBare: isBare)
        let figure = Figure(
          name: "\(question).\(name)", rounds: rounds, ms: times[times.count / 2], min: times[0], goal: goal)
        try printLine(figure)
        reached = reached && figure.ms < goal
      }
    }
    return reached
  }

  /// In milliseconds, shortest first.
  private static func times(
    _ question: String, _ path: String, _ arguments: Arguments, isBare: Bool
  ) throws -> [Double] {
    let (derived, aside) = ("\(path)/derived", "\(path)/derived.aside")
    if isBare { try FileManager.default.moveItem(atPath: derived, toPath: aside) }
    defer {
      // Where it cannot be moved back, what follows is measured without tables and says so by its figures.
      if isBare { try? FileManager.default.moveItem(atPath: aside, toPath: derived) }
    }
    var times: [Double] = []
    for _ in 0..<(isBare ? 3 : arguments.number("--runs", else: 21)) {
      let elapsed = try ContinuousClock().measure { try ask(question, path, arguments) }
      times.append((elapsed / .milliseconds(1) * 100).rounded() / 100)
    }
    return times.sorted()
  }

  private static func ask(_ question: String, _ path: String, _ arguments: Arguments) throws {
    if let program = arguments.value("--program") {
      let child = try ChildProcess(["--session", path, question], executable: program)
      guard child.printed().count > 10 else { throw Problem(.notReadable, path) }
    } else {
      let child = try ChildProcess(["tables", "--ask", question, "--session", path])
      guard try child.result(Found.self).rounds > 0 else { throw Problem(.notReadable, path) }
    }
  }

  private static func found(_ question: String, _ path: String) throws -> Found {
    let surroundings = Surroundings(
      now: { Timestamp(milliseconds: 0) }, elapsed: { .zero }, uniqueNumber: { 0 })
    let session = try SessionFolder(opening: path, disk: SystemDisk(), surroundings: surroundings)
    var found = Found()
    found.rounds = session.roundCount
    found.queued = session.view.queue.count
    found.unresolved = try session.openAttempts().count + session.unresolvedAttempts().count
    if let current = session.view.current { _ = try session.round(current) }
    guard question == "audit" else { return found }
    let calls = session.callRecords
    found.calls = calls.count
    found.billed = calls.reduce(0) { $0 + ($1.actual?.amount?.nanodollars ?? 0) }
    found.rounds = session.roundRecords.count
    return found
  }
}
