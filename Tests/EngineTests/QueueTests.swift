import EditModel
import Engine
import Planner
import Raster
import Testing

/// The queue: order, holding, fences, and what merges.
struct QueueTests {
  private func session(edits: Int) async throws -> Session {
    let session = try await Workbench().session()
    for _ in 0..<edits { try await session.edit("a bit brighter") }
    return session
  }

  @Test(arguments: [
    (1, [1, 2, 3, 4]), (2, [2, 1, 3, 4]), (4, [2, 3, 4, 1]), (99, [2, 3, 4, 1]), (0, [1, 2, 3, 4]),
    (-7, [1, 2, 3, 4]),
  ])
  func movesToAPlaceCountedFromOne(_ place: Int, _ expected: [Int]) async throws {
    let session = try await session(edits: 4)
    try await session.moveInQueue(e(1), to: place)
    #expect(try await session.queue().map(\.id) == expected.map(e))
  }

  @Test func keepsTheOrderWhenNoRankIsLeftBetweenNeighbours() async throws {
    let session = try await session(edits: 4)
    var model = [1, 2, 3, 4]
    var sizes: Set<Int> = []
    for step in 0..<60 {
      let moved = model[2 + step % 2]
      model.removeAll { $0 == moved }
      model.insert(moved, at: 1)
      try await session.moveInQueue(e(moved), to: 2)
      #expect(try await session.queue().map(\.id) == model.map(e))
      sizes.insert(try #require(try await session.operations(last: 1).first).changes.count)
    }
    #expect(sizes.contains(1), "a move changes one entry")
    #expect(sizes.contains { $0 > 1 }, "until all must be ranked anew")
  }

  @Test func leavesHeldInstructionsOutUntilTheyAreReleased() async throws {
    let session = try await session(edits: 3)
    try await session.setHeld(true, [e(1), e(3)])
    let plan = try await session.plan()
    #expect(plan.calls.map { $0.instructions.map(\.id) } == [[e(2)]])
    #expect(plan.held.map(\.id) == [e(1), e(3)] && plan.held.allSatisfy { $0.hold == .byUser })
    _ = try await session.run()
    #expect(try await session.queue().map(\.id) == [e(1), e(3)])
    let found = try await problem { _ = try await session.run() }
    #expect(found == Problem(.nothingQueued, "run", found: "2 held"))
    try await session.setHeld(false, [e(1), e(3)])
    #expect(try await session.run().rounds.flatMap(\.instructions).map(\.id) == [e(1), e(3)])
    #expect(try await session.queue().isEmpty)
  }

  @Test func removesAllOrNothing() async throws {
    let session = try await session(edits: 3)
    let found = try await problem { try await session.removeFromQueue([e(1), e(9)]) }
    #expect(found == Problem(.unknownInstruction, "e9", allowed: ["e1", "e2", "e3"]))
    #expect(try await session.queue().count == 3)
    try await session.removeFromQueue([e(3), e(1)])
    #expect(try await session.queue().map(\.id) == [e(2)])
    try await session.fence()
    try await session.clearQueue()
    #expect(try await session.queue().isEmpty)
    #expect(try await problem { _ = try await session.run() } == Problem(.nothingQueued, "run"))
    let next = try await session.edit("sepia")
    #expect(next.instruction.id == e(4))
    #expect(try await session.fence() == QueueID(.fence, 2))
  }

  @Test func nothingIsMergedAcrossAFence() async throws {
    let session = try await session(edits: 2)
    let fence = try await session.fence()
    try await session.edit("sepia")
    let plan = try await session.plan()
    #expect(plan.calls.map { $0.instructions.map(\.id) } == [[e(1), e(2)], [e(3)]])
    #expect(plan.calls.map(\.opening) == [.first, .fence(fence)])
    #expect(try await session.run().rounds.count == 2)
  }

  @Test(arguments: [("1", [1, 1, 1, 1, 1]), ("2", [2, 2, 1]), ("4", [4, 1]), ("16", [5])])
  func mergesNoMoreThanTheSettingAllows(_ most: String, _ sizes: [Int]) async throws {
    let session = try await session(edits: 5)
    try await session.set("merge-max", to: most)
    #expect(try await session.plan().calls.map(\.instructions.count) == sizes)
    #expect(try await session.run().rounds.map(\.instructions.count) == sizes)
  }

  @Test func leavesAnInstructionAloneThatAsksForIt() async throws {
    let session = try await session(edits: 1)
    try await session.edit("sepia", alone: true)
    try await session.edit("a bit warmer")
    let plan = try await session.plan()
    #expect(plan.calls.map { $0.instructions.map(\.id) } == [[e(1)], [e(2)], [e(3)]])
    #expect(plan.calls.map(\.opening) == [.first, .alone(e(2)), .alone(e(2))])
  }

  @Test func composesMaskedPartsOfALooselyMixedCallOneAfterTheOther() async throws {
    let session = try await Workbench().session()
    try await session.makeMask("spot", .ellipse(centreX: 20, centreY: 20, radiusX: 9, radiusY: 9))
    try await session.changeMask("spot", .feather(2))
    try await session.edit("fill with #ff0000", mask: "spot")
    try await session.useMask(nil)
    try await session.edit("invert")
    #expect(try await session.plan().calls.count == 2)
    try await session.set("merge", to: "loose")
    let plan = try await session.plan()
    #expect(plan.calls.map(\.merges) == [[.looselyMixed]])
    #expect(plan.unlockedMasks == ["spot"])
    let round = try #require(try await session.run().rounds.first)
    #expect(round.isLocked == false && round.verification?.outsideAfter == nil)

    let source = try await session.bitmap(.source)
    let weights = try await session.maskWeights("spot").weights
    var expected = source.samples
    for index in weights.indices {
      for (channel, red) in [255.0, 0, 0].enumerated() {
        let base = Double(source.samples[4 * index + channel])
        let filled = (base + (red - base) * Double(weights[index]) / 255).rounded()
        expected[4 * index + channel] = 255 - UInt8(filled)
      }
    }
    #expect(try await session.bitmap().samples == expected)
  }

  @Test func anInstructionKeepsItsMaskAsItWasWhenQueued() async throws {
    let session = try await Workbench().session()
    try await session.makeMask("spot", .rectangle(x: 2, y: 2, width: 9, height: 9))
    let was = try await session.maskWeights("spot")
    try await session.edit("invert")
    try await session.makeMask("spot", .rectangle(x: 30, y: 20, width: 9, height: 9))
    try await session.removeMask("spot")
    let round = try #require(try await session.run().rounds.first)
    #expect(round.instructions.first?.mask?.stored.pixels == was.pixelDigest)
    let (before, after) = (try await session.bitmap(.source), try await session.bitmap())
    let changed = was.weights.indices.filter {
      before.samples[4 * $0..<4 * $0 + 4] != after.samples[4 * $0..<4 * $0 + 4]
    }
    #expect(changed == was.weights.indices.filter { was.weights[$0] > 0 })
  }
}
