import Codecs
import EditModel
import Engine
import Planner
import Raster
import TestSupport
import Testing

/// A job from the picture to the saved file, as a user of the library does it.
struct WholeJobTests {
  enum Subject: String, CaseIterable {
    case small
    case astronaut
    case coffee

    func bitmap() throws -> Bitmap {
      switch self {
      case .small: Scene.noise()
      case .astronaut, .coffee: try PNG.decode(try Fixtures.bytes("photos/\(rawValue).png")).bitmap
      }
    }
  }

  /// Two feathered masks apart from each other, an instruction in each, and one for the whole picture.
  static func queue(on session: Session) async throws {
    let size = try await session.bitmap().size
    let (width, height) = (Double(size.width), Double(size.height))
    try await session.makeMask(
      "left", .ellipse(centreX: width * 0.2, centreY: height * 0.4, radiusX: width / 12, radiusY: height / 5))
    try await session.changeMask("left", .feather(1.5))
    try await session.makeMask(
      "right", .rectangle(x: width * 0.6, y: height * 0.25, width: width / 4, height: height / 2))
    try await session.changeMask("right", .feather(1.5))
    try await session.edit("make it brighter by 30 %", mask: "left")
    try await session.edit("blur it by 2 px", mask: "right")
    try await session.useMask(nil)
    try await session.edit("a little warmer")
  }

  @Test(arguments: Subject.allCases)
  func plansTheMaskedTogetherAndTheUnmaskedAlone(_ subject: Subject) async throws {
    let bench = try Workbench()
    let session = try await bench.session(try subject.bitmap())
    try await Self.queue(on: session)
    let plan = try await session.plan()
    #expect(plan.calls.map { $0.instructions.map(\.id) } == [[e(1), e(2)], [e(3)]])
    #expect(plan.calls.map(\.opening) == [.first, .maskBesideWholePicture(e(1))])
    #expect(plan.calls.map(\.merges) == [[.disjointMasks], []])
    #expect(plan.calls.map(\.base) == [.current, .previousCall])
    #expect(plan.calls.map(\.isLocked) == [true, false])
    #expect(plan.price == .free)
    #expect(plan.refusals.isEmpty && plan.held.isEmpty)
  }

  @Test(arguments: Subject.allCases)
  func keepsEveryLockedPixelAndComposesByWeight(_ subject: Subject) async throws {
    let bench = try Workbench()
    let session = try await bench.session(try subject.bitmap())
    try await Self.queue(on: session)
    let report = try await session.run()
    #expect(report.rounds.map(\.id) == [RoundID(1), RoundID(2)])
    #expect(report.rounds.map(\.parent) == [.source, RoundID(1)])
    #expect(report.rounds.allSatisfy { $0.verification?.verdict != .fail })
    #expect(report.callsLeft == 0 && report.returned.isEmpty && !report.wasInterrupted)

    let oracle = try await LockOracle(report.rounds[0], of: session)
    #expect(oracle.lockedCount > 0 && oracle.partialCount > 0 && oracle.changedCount > 0)
    #expect(oracle.brokenPixels(in: oracle.picture) == 0)
    #expect(oracle.wronglyComposedPixels == 0)

    try await session.save(.round(RoundID(1)), to: bench.path("one.png"))
    let file = try PNG.decode(try bench.read("one.png")).bitmap
    #expect(file == oracle.picture)
    #expect(oracle.brokenPixels(in: file) == 0)
  }

  @Test func keepsLockedPixelsOfATranslucentPicture() async throws {
    let bench = try Workbench()
    let session = try await bench.session(Scene.translucent())
    try await Self.queue(on: session)
    try await session.edit("make the background transparent", mask: "left")
    let rounds = try await session.run().rounds
    for round in rounds where round.isLocked {
      let oracle = try await LockOracle(round, of: session)
      #expect(oracle.changedCount > 0)
      #expect(oracle.brokenPixels(in: oracle.picture) == 0)
      try await session.save(round.id.selector, to: bench.path("\(round.id).png"))
      #expect(try PNG.decode(try bench.read("\(round.id).png")).bitmap == oracle.picture)
    }
    #expect(rounds.count(where: \.isLocked) == 2)
  }

  @Test func composesTwoInstructionsInOneMaskOnce() async throws {
    let bench = try Workbench()
    let session = try await bench.session(Scene.noise())
    try await session.makeMask("spot", .ellipse(centreX: 30, centreY: 20, radiusX: 14, radiusY: 11))
    try await session.changeMask("spot", .feather(3))
    try await session.edit("invert")
    try await session.edit("make it brighter by 40 %")
    #expect(try await session.plan().calls.map(\.merges) == [[.sameMask]])
    let round = try #require(try await session.run().rounds.first)
    let oracle = try await LockOracle(round, of: session)
    #expect(oracle.partialCount > 20)
    #expect(oracle.brokenPixels(in: oracle.picture) == 0)
    #expect(oracle.wronglyComposedPixels == 0)
  }

  @Test(arguments: Subject.allCases)
  func answersFromTheStoredResultAfterUndoAndAsksAnewWhenFresh(_ subject: Subject) async throws {
    let bench = try Workbench()
    let session = try await bench.session(try subject.bitmap())
    try await Self.queue(on: session)
    let first = try await session.run()
    #expect(try await session.cost().lines.map(\.outcome) == ["settled", "settled"])

    try await session.undo()
    #expect(try await session.status().current?.round.id == .source)
    #expect(try await session.queue().map(\.id) == [e(1), e(2), e(3)])

    let second = try await session.run()
    #expect(second.rounds.map(\.id) == [RoundID(3), RoundID(4)])
    #expect(second.rounds.map(\.picture) == first.rounds.map(\.picture))
    #expect(second.rounds.map(\.maker?.answeredFrom) == [RoundID(1), RoundID(2)])
    #expect(second.rounds.map(\.maker?.attempt) == [AttemptID(1), AttemptID(2)])
    let cost = try await session.cost()
    #expect(cost.lines.count == 2 && cost.answeredFromStore == 2)

    try await session.undo()
    #expect(try await session.unchangedByFresh() == [e(1), e(2)])
    let fresh = try await session.run(RunOptions(fresh: true))
    #expect(fresh.rounds.map(\.maker?.attempt) == [AttemptID(3), AttemptID(4)])
    #expect(fresh.rounds.map(\.maker?.answeredFrom) == [nil, nil])
    #expect(fresh.rounds.map(\.picture.pixels) == first.rounds.map(\.picture.pixels))
    #expect(try await session.cost().lines.count == 4)

    let saved = try await session.save(to: bench.path("final.png"))
    let file = try PNG.decode(try bench.read("final.png")).bitmap
    #expect(saved.round == RoundID(6) && saved.pixels == file.pixelDigest)
    #expect(file.pixelDigest == first.rounds[1].picture.pixels)
  }

  @Test func tellsOfEachCallInOrder() async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    try await Self.queue(on: session)
    let events = Collected<RunEvent>()
    let report = try await session.run { events.add($0) }
    #expect(
      events.all == [
        .started(call: 1, of: 2, [e(1), e(2)]), .finished(report.rounds[0]),
        .started(call: 2, of: 2, [e(3)]), .finished(report.rounds[1]),
      ])
  }

  @Test func runsOnlyAsManyCallsAsAsked() async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    try await Self.queue(on: session)
    let report = try await session.run(RunOptions(calls: 1, merges: false))
    #expect(report.rounds.map { $0.instructions.map(\.id) } == [[e(1)]])
    #expect(report.callsLeft == 2 && !report.wasInterrupted)
    #expect(try await session.queue().map(\.id) == [e(2), e(3)])
  }

  @Test func opensAgainAsItWasClosed() async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    try await Self.queue(on: session)
    _ = try await session.run()
    _ = try await session.tag("best")
    let (log, masks) = (try await session.log(), try await session.masks())
    await session.close()
    let again = try bench.open()
    #expect(try await again.log() == log)
    #expect(try await again.masks() == masks)
    #expect(try await again.bitmap() == session.bitmap())
  }
}
