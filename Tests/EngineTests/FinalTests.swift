import EditModel
import Engine
import Planner
import Raster
import Testing

/// The accepted instructions rendered again on the first picture, by the embedded provider.
struct FinalTests {
  private static let final = RunOptions(final: FinalOptions())

  /// Two masks apart, each edited in a round of its own, and the second round accepted.
  private func accepted(_ bench: Workbench) async throws -> Session {
    let session = try await bench.session()
    try await session.makeMask("left", .rectangle(x: 4, y: 6, width: 16, height: 20))
    try await session.makeMask("right", .rectangle(x: 34, y: 10, width: 18, height: 24))
    try await session.edit("invert", mask: "left")
    _ = try await session.run()
    try await session.edit("sepia", mask: "right")
    _ = try await session.run()
    _ = try await session.judge(.accepted)
    return session
  }

  @Test func rendersAllThatWasAcceptedAgainInOneCallOnTheSource() async throws {
    let bench = try Workbench()
    let session = try await accepted(bench)
    let plan = try await session.finalPlan()
    #expect(plan.plan.calls.map { $0.instructions.map(\.id) } == [[e(1), e(2)]])
    #expect(plan.scope.accepted == RoundID(2) && plan.scope.start == .source)
    #expect(!plan.isNewPicture && !plan.sendsAccepted, "the embedded provider gives the same again")
    #expect(plan.plan.price == .free)
    let before = try await session.bitmap()
    let report = try await session.run(Self.final)
    let round = try #require(report.rounds.first)
    #expect(report.rounds.map(\.id) == [RoundID(3)])
    #expect(round.parent == .source && round.kind == .edited)
    #expect(try await session.status().current?.round.id == RoundID(3))
    // Disjoint masks: the order does not matter, and what is not random gives the same pixels.
    #expect(try await session.bitmap() == before)
    let comparison = try #require(report.comparison)
    #expect(comparison.accepted == RoundID(2) && comparison.final == RoundID(3))
    #expect(comparison.change.isUnchanged && comparison.outside?.isUnchanged == true)
    #expect(comparison.outside?.pixelCount == 60 * 44 - 16 * 20 - 18 * 24)
    #expect(comparison.similarity == 1 && comparison.colour.maximum == 0)
  }

  @Test func isOneCommandForUndo() async throws {
    let bench = try Workbench()
    let session = try await accepted(bench)
    let before = try await Shown(session)
    _ = try await session.run(RunOptions(final: FinalOptions(size: 90)))
    #expect(try await session.bitmap().size == PixelSize(width: 90, height: 66))
    try await session.undo()
    let after = try await Shown(session)
    #expect(after.queue == before.queue && after.masks == before.masks)
    #expect(try await session.status().current?.round.id == RoundID(2))
  }

  @Test func planningWritesNothing() async throws {
    let bench = try Workbench()
    let session = try await accepted(bench)
    await session.close()
    let logs = try bench.logs()
    let reader = try bench.open()
    let plan = try await reader.finalPlan(FinalOptions(size: 90))
    #expect(plan.size == PixelSize(width: 90, height: 66))
    #expect(plan.plan.calls.map(\.instructions.count) == [2])
    #expect(try bench.logs() == logs)
  }

  @Test func scalesTheSourceItsMasksAndWhatIsQueued() async throws {
    let bench = try Workbench()
    let session = try await accepted(bench)
    try await session.edit("a little warmer", mask: "left")
    let source = try await session.bitmap(.source)
    let left = try await session.maskWeights("left")
    let size = PixelSize(width: 90, height: 66)
    let report = try await session.run(RunOptions(final: FinalOptions(size: 90)))
    let start = try await session.show(.current(back: 1)).round
    #expect(start.kind == .canvas && start.parent == .source && start.picture.size == size)
    #expect(try await session.bitmap(.round(start.id)) == (try source.resized(to: size)))
    #expect(report.rounds.map(\.parent) == [start.id])
    #expect(try await session.maskWeights("left") == (try left.resized(to: size)))
    let queued = try #require(try await session.queue().first?.instruction?.mask)
    #expect(queued.stored.size == size)
    #expect(queued.recipe.last == "run --final --size 90")
    // What lies outside the scaled masks is the scaled source, pixel for pixel.
    let picture = try await session.bitmap()
    let right = try await session.maskWeights("right")
    let (scaled, other) = (try source.resized(to: size), try left.resized(to: size))
    for y in 0..<66 {
      for x in 0..<90 where right[x, y] == 0 && other[x, y] == 0 {
        #expect(picture[x, y] == scaled[x, y])
      }
    }
    let comparison = try #require(report.comparison)
    #expect(comparison.isScaled && comparison.outside == nil)
    #expect(comparison.size == PixelSize(width: 60, height: 44))
    _ = try await session.run()
    #expect(try await session.queue().isEmpty, "the queue goes on from the final")
  }

  @Test func keepsTheSizeThatItHasAlready() async throws {
    let bench = try Workbench()
    let session = try await accepted(bench)
    let report = try await session.run(RunOptions(final: FinalOptions(size: 60)))
    #expect(report.rounds.map(\.parent) == [.source])
    #expect(report.comparison?.isScaled == false)
  }

  @Test func beginsFromAFrameThatWasChangedBeforeAnyEdit() async throws {
    let session = try await Workbench().session()
    try await session.changeCanvas(.crop(PixelRect(x: 8, y: 6, width: 40, height: 30)))
    try await session.edit("invert")
    _ = try await session.run()
    _ = try await session.judge(.accepted)
    let report = try await session.run(Self.final)
    #expect(report.rounds.map(\.parent) == [RoundID(1)])
  }

  @Test func refusesAFrameThatWasChangedAfterAnEdit() async throws {
    let session = try await Workbench().session()
    try await session.edit("invert")
    _ = try await session.run()
    try await session.changeCanvas(.crop(PixelRect(x: 8, y: 6, width: 40, height: 30)))
    try await session.edit("sepia")
    _ = try await session.run()
    _ = try await session.judge(.accepted)
    let found = try await problem { _ = try await session.run(Self.final) }
    #expect(found == Problem(.frameChanged, "2"))
  }

  @Test func refusesWhereNothingIsAccepted() async throws {
    let bench = try Workbench()
    let session = try await accepted(bench)
    try await session.undo()
    let logs = try bench.logs()
    let found = try await problem { _ = try await session.run(Self.final) }
    #expect(found == Problem(.nothingAccepted, "run --final"))
    #expect(try await problem { _ = try await session.finalPlan() } == found)
    #expect(try bench.logs() == logs)
  }

  @Test(arguments: [15, 3_841]) func refusesASizeThatNobodyRenders(_ size: Int) async throws {
    let session = try await accepted(try Workbench())
    let found = try await problem { _ = try await session.finalPlan(FinalOptions(size: size)) }
    #expect(found == Problem(.badValue, "--size", found: "\(size)", allowed: ["16 to 3840"]))
  }

  @Test func refusesAQualityThatThereIsNot() async throws {
    let session = try await accepted(try Workbench())
    let found = try await problem { _ = try await session.finalPlan(FinalOptions(quality: "best")) }
    #expect(found.code == .badValue && found.subject == "quality")
  }

  @Test func leavesOutWhatWasRejectedAndSaysSo() async throws {
    let session = try await accepted(try Workbench())
    _ = try await session.judge(.rejected, .round(RoundID(1)))
    let plan = try await session.finalPlan()
    #expect(plan.plan.calls.map { $0.instructions.map(\.id) } == [[e(2)]])
    #expect(plan.scope.leftOut.map(\.id) == [e(1)])
    let report = try await session.run(Self.final)
    // The left mask shows the source now, the accepted round the rejected edit.
    let comparison = try #require(report.comparison)
    #expect((1...16 * 20).contains(comparison.outside?.changedPixelCount ?? 0))
  }

  @Test func staysWhereItWasUntilAllCallsAreDone() async throws {
    let bench = try Workbench()
    let session = try await accepted(bench)
    var half = RunOptions(calls: 1, merges: false, final: FinalOptions())
    let first = try await session.run(half)
    #expect(first.rounds.map(\.id) == [RoundID(3)] && first.callsLeft == 1 && first.comparison == nil)
    #expect(try await session.status().current?.round.id == RoundID(2))
    half.calls = nil
    let second = try await session.run(half)
    #expect(second.rounds.map(\.parent) == [.source, RoundID(4)])
    #expect(second.rounds.first?.maker?.answeredFrom != nil, "what was made answers for itself")
    #expect(second.comparison != nil)
    #expect(try await session.status().current?.round.id == RoundID(5))
  }

  @Test func leavesTheQueueAsItIs() async throws {
    let session = try await accepted(try Workbench())
    try await session.edit("a little warmer")
    let queue = try await session.queue()
    _ = try await session.run(Self.final)
    #expect(try await session.queue() == queue)
  }

  @Test func canBeAcceptedAndRenderedAgain() async throws {
    let session = try await accepted(try Workbench())
    _ = try await session.run(Self.final)
    _ = try await session.judge(.accepted)
    let plan = try await session.finalPlan()
    #expect(plan.scope.accepted == RoundID(3))
    #expect(plan.scope.instructions.map(\.id) == [e(1), e(2)])
  }

  @Test func queuedInstructionsKeepReferencesAndVariantsWhenTheFrameChanges() async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    try bench.write(Scene.blue, to: "look.png")
    try await session.addReference(bench.path("look.png"), as: "look")
    try await session.makeMask("left", .rectangle(x: 4, y: 6, width: 16, height: 20))
    try await session.edit("invert", mask: "left", references: ["look"], variants: 2)
    try await session.changeCanvas(.crop(PixelRect(x: 2, y: 2, width: 40, height: 40)))
    let instruction = try #require(try await session.queue().first?.instruction)
    #expect(instruction.references.map(\.name) == ["look"] && instruction.variants == 2)
  }
}
