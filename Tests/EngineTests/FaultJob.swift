import Codecs
import EditModel
import Engine
import FoundationEssentials
import Raster
import Testing

/// A job in steps, each acknowledged when it returns, on a copy of one prepared session.
struct FaultJob {
  private static let steps: [@Sendable (Session, Workbench) async throws -> Void] = [
    { session, _ in
      try await session.makeMask("left", .rectangle(x: 1, y: 1, width: 6, height: 6))
    },
    { session, _ in
      try await session.makeMask("right", .ellipse(centreX: 15, centreY: 6, radiusX: 4, radiusY: 4))
    },
    { session, _ in try await session.edit("invert", mask: "left") },
    { session, _ in try await session.edit("sepia", mask: "right") },
    { session, _ in try await session.useMask(nil) },
    { session, _ in try await session.edit("a little warmer") },
    { session, _ in try await session.undo() },
    { session, _ in try await session.redo() },
    { session, _ in _ = try await session.run() },
    { session, _ in _ = try await session.tag("final") },
    { session, bench in try await session.save(to: bench.path("final.png"), options: SaveOptions(force: true))
    },
  ]

  private static let runIndex = 8

  /// What an undisturbed job amounts to.
  struct Reference {
    let operations: [Operation]
    /// How many operations there are before the first step and after each.
    let counts: [Int]
    let pixels: Digest
    let calls: (all: Int, writing: Int)
    let preparedSession: Workbench

    init() async throws {
      preparedSession = try Workbench()
      let made = try await preparedSession.session(Scene.noise(width: 20, height: 12))
      await made.close()
      let bench = try FaultJob.bench(copying: preparedSession)
      let disk = StagedDisk()
      let session = try bench.open("hero.session", Workbench.configuration(disk: disk))
      var counts = [try await session.operationCount()]
      for step in FaultJob.steps {
        try await step(session, bench)
        counts.append(try await session.operationCount())
      }
      self.counts = counts
      operations = try await session.operations(last: .max).reversed()
      pixels = try await session.bitmap().pixelDigest
      await session.close()
      calls = disk.counts
    }
  }

  /// A folder of its own with a copy of the prepared session.
  static func bench(copying prepared: Workbench) throws -> Workbench {
    let bench = try Workbench()
    try FileManager.default.copyItem(
      atPath: prepared.path("hero.session"), toPath: bench.path("hero.session"))
    return bench
  }

  /// Runs steps from `first` on until one fails, and returns how many were acknowledged.
  static func perform(
    from first: Int = 0, on session: Session, _ bench: Workbench
  ) async -> (acknowledged: Int, error: (any Error)?) {
    for index in first..<steps.count {
      do {
        try await steps[index](session, bench)
      } catch {
        return (index, error)
      }
    }
    return (steps.count, nil)
  }

  /// Does what an interrupted job has left, and expects the undisturbed one's result.
  static func finish(
    _ session: Session, _ bench: Workbench, like reference: Reference, _ place: Comment
  ) async throws {
    // It changes nothing, so all that it does is to take the lock and recover.
    try await session.set("quality", to: "medium")
    let count = try await session.operationCount()
    let done = reference.counts.lastIndex { $0 <= count } ?? 0
    let isMidRun = done == runIndex && count > reference.counts[runIndex]
    if isMidRun { _ = try await session.run() }
    // The last step leaves no operation, so it is done again where it was done already.
    let next = min(isMidRun ? runIndex + 1 : done, steps.count - 1)
    let (acknowledged, error) = await perform(from: next, on: session, bench)
    #expect(error == nil, place)
    #expect(acknowledged == steps.count, place)
    #expect(try await session.status().queue.isEmpty, place)
    #expect(try await session.show(.tag("final")).isCurrent, place)
    #expect(try PNG.decode(try bench.read("final.png")).bitmap.pixelDigest == reference.pixels, place)
    await session.close()
    #expect(try JournalOracle(try bench.logs()[1]).isSettled, place)
  }
}

extension Session {
  func operationCount() throws -> Int { try operations(last: 1).first?.number ?? 0 }
}

/// The same numbers every time: about `count` of `1...last`, all of them in the long sweeps.
func swept(_ last: Int, about count: Int) -> [Int] {
  let stride = Workbench.sweeps ? 1 : max(1, last / count)
  return Array(Swift.stride(from: 1, through: last, by: stride))
}
