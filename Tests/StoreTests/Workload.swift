import EditModel
import Store

/// A session's life in steps; each is acknowledged when it returns.
struct Workload {
  static let path = "work/hero.session"

  final class Run {
    let disk: any Disk
    let surroundings = fixedSurroundings()
    var session: SessionFolder?
    var stored: [Digest] = []
    var spool: Spool?
    /// What the spool holds durably.
    var spooled: [UInt8]?
    var acknowledged = 0

    init(_ disk: any Disk) {
      self.disk = disk
    }

    func open() throws -> SessionFolder { try present(session) }
  }

  static let request = SHA256.digest(of: Array("the same request".utf8))

  /// The workload's second attempt, which costs.
  static let paid = AttemptID(2)
  private static let envelope = Array("{\"b\":\"\"}".utf8)
  private static let payload = Array("a picture that was paid for".utf8)

  private static let steps: [@Sendable (Run) throws -> Void] = [
    { run in
      run.session = try SessionFolder.create(
        at: path, disk: run.disk, surroundings: run.surroundings)
    },
    { run in
      _ = try run.open().beginWriting()
      run.stored.append(try run.open().put(Array("source picture".utf8)))
    },
    { run in
      try run.commit([(.at, .round(.source))], rounds: [round(.source)])
    },
    { run in try run.commitThree() },
    { run in
      run.stored.append(try run.open().put([UInt8](repeating: 7, count: 9000)))
      run.stored.append(try run.open().put([UInt8](repeating: 7, count: 9000)))
    },
    { run in _ = try run.open().append(run.open().intended(request)) },
    { run in _ = try run.open().append(sent(AttemptID(1))) },
    { run in _ = try run.open().append(replied(AttemptID(1))) },
    { run in
      let attempt = try present(run.open().attempt(AttemptID(1)))
      try run.commit(
        [(.at, .round(RoundID(1))), (.queue(QueueID(.instruction, 1)), nil)],
        rounds: [round(RoundID(1), parent: .source)], replied: attempt.repliedLine,
        command: attempt.intended.command)
    },
    { run in _ = try run.open().append(closed(AttemptID(1), .settled)) },
    { run in
      let session = try run.open()
      run.spool = try session.makeSpool(for: paid, reserving: 4096)
      _ = try session.append(
        hosted(paid, command: session.nextCommand, request: SHA256.digest(of: [2])))
    },
    { run in _ = try run.open().append(sent(paid)) },
    { run in _ = try run.open().append(accepted(paid)) },
    { run in try run.receive([Array("{\"b\":\"".utf8), payload, Array("\"}".utf8)]) },
    { run in
      run.stored.append(try run.open().put(envelope))
      run.stored.append(try run.open().put(payload))
      _ = try run.open().append(hostedReply(paid, envelope: envelope, payload: payload))
    },
    { run in
      run.spooled = nil
      try present(run.spool).remove()
      _ = try run.open().append(failed(paid))
    },
    { run in try run.undo() },
    { run in
      try run.open().endWriting()
      _ = try run.open().beginWriting()
      try run.commit([(.set("merge"), .text("loose"))])
    },
    { run in
      let session = try SessionFolder(
        opening: path, disk: run.disk, surroundings: run.surroundings)
      run.session = nil
      _ = try session.beginWriting()
      run.session = session
      try run.commit([(.tag("best"), .round(RoundID(1)))])
      session.endWriting()
    },
  ]

  static var stepCount: Int { steps.count }

  /// Runs the steps until one fails, and returns how far it came.
  static func run(on disk: any Disk) -> (run: Run, error: (any Error)?) {
    let run = Run(disk)
    for step in steps {
      do {
        try step(run)
      } catch {
        return (run, error)
      }
      run.acknowledged += 1
    }
    return (run, nil)
  }

  /// What the session shows after each step of an undisturbed run; `nil` before it exists.
  static func snapshots() throws -> [Snapshot?] {
    let run = Run(try preparedDisk())
    return try [nil]
      + steps.map { step in
        try step(run)
        return try Snapshot(
          SessionFolder(opening: path, disk: run.disk, surroundings: fixedSurroundings()))
      }
  }

  /// A disk with the folder that the session is made in.
  static func preparedDisk() throws -> SimulatedDisk {
    let disk = SimulatedDisk()
    let root = try disk.openFolder(".", in: nil)
    try disk.makeFolder("work", in: root)
    try disk.sync(root)
    try disk.close(root)
    return disk
  }

  /// A whole session on a disk of its own.
  static func finished() throws -> SimulatedDisk { try finishedDisk.get().afterKill() }

  private static let finishedDisk = Result {
    let disk = try preparedDisk()
    let (_, error) = run(on: disk)
    if let error { throw error }
    return disk
  }

  static func open(_ disk: any Disk) throws -> SessionFolder {
    try SessionFolder(opening: path, disk: disk, surroundings: fixedSurroundings())
  }
}

extension Workload.Run {
  func commit(
    _ wanted: [(ViewKey, ViewValue?)], rounds: [Round] = [], replied: Digest? = nil,
    command: Int? = nil
  ) throws {
    let session = try open()
    let operation = session.operation(
      setting: wanted, rounds: rounds, command: command, replied: replied)
    _ = try session.commit([operation])
  }

  /// Three operations of two commands that reach the disk together or not at all.
  func commitThree() throws {
    let session = try open()
    let (number, command) = (session.nextOperation, session.nextCommand)
    let keys: [ViewKey] = [
      .queue(QueueID(.instruction, 1)), .queue(QueueID(.instruction, 2)), .set("quality"),
    ]
    let values: [ViewValue] = [
      .entry(QueueEntry(item: .instruction(instruction(1)), rank: 10)),
      .entry(QueueEntry(item: .instruction(instruction(2)), rank: 20)), .text("low"),
    ]
    let operations = zip(keys, values).enumerated().map { index, pair in
      Operation(
        number: number + index, command: command + index / 2, text: "edit", time: someTime,
        changes: [Change(key: pair.0, old: nil, new: pair.1)])
    }
    _ = try session.commit(operations)
  }

  /// Takes a reply in parts and brings it to the medium.
  func receive(_ parts: [[UInt8]]) throws {
    let spool = try present(spool)
    for part in parts { try part.withUnsafeBytes { try spool.append($0) } }
    try spool.sync()
    spooled = Array(parts.joined())
  }

  func undo() throws {
    let session = try open()
    let command = try present(session.history.undoable.last)
    let operation = Operation(
      number: session.nextOperation, command: session.nextCommand, text: "undo",
      step: .undid(command), time: someTime,
      changes: try session.changesUndoing(command: command))
    _ = try session.commit([operation])
  }
}
