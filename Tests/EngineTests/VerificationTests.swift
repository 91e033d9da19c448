import EditModel
import Engine
import Planner
import Raster
import Testing

/// What becomes of instructions that changed nothing: filling blue with the same blue.
struct VerificationTests {
  private static let nothing = "fill with #0000ff"

  private func session(onFail: String = "stop") async throws -> Session {
    let session = try await Workbench().session(Scene.blue)
    try await session.set("on-fail", to: onFail)
    try await session.makeMask("left", .rectangle(x: 2, y: 2, width: 10, height: 10))
    try await session.makeMask("right", .rectangle(x: 30, y: 2, width: 10, height: 10))
    try await session.useMask(nil)
    return session
  }

  private func holds(_ session: Session) async throws -> [QueueID: Hold?] {
    Dictionary(uniqueKeysWithValues: try await session.queue().map { ($0.id, $0.hold) })
  }

  @Test func aFailedRoundStopsTheRunAndPutsItsInstructionsAtTheHead() async throws {
    let session = try await session()
    try await session.edit(Self.nothing, mask: "left")
    try await session.edit(Self.nothing, mask: "right")
    try await session.edit("fill with #ff0000", mask: "left", alone: true)
    let report = try await session.run()
    #expect(report.rounds.map(\.verification?.verdict) == [.fail])
    #expect(report.failed?.verification?.findings == [.nothingDone])
    #expect(report.failed?.verification?.instructions.map(\.outcome) == [.notDone, .notDone])
    #expect(report.returned == [e(1), e(2)] && report.callsLeft == 1)
    #expect(try await session.status().current?.round.id == .source)
    #expect(try await session.queue().map(\.id) == [e(1), e(2), e(3)])
    #expect(try await holds(session) == [e(1): .notDone(RoundID(1)), e(2): .notDone(RoundID(1)), e(3): nil])
  }

  @Test func theRestRunsFromTheLastRoundThatPassedAndAcceptDropsWhatWaits() async throws {
    let session = try await session()
    try await session.edit(Self.nothing, mask: "left")
    try await session.edit("fill with #ff0000", mask: "left", alone: true)
    _ = try await session.run()
    let second = try await session.run()
    #expect(second.rounds.map(\.parent) == [.source] && second.rounds.map(\.id) == [RoundID(2)])
    #expect(try await session.queue().map(\.id) == [e(1)])
    _ = try await session.judge(.accepted, .round(RoundID(2)))
    #expect(try await session.queue().map(\.id) == [e(1)], "another round's acceptance drops nothing")
    _ = try await session.judge(.accepted, .round(RoundID(1)))
    #expect(try await session.queue().isEmpty)
    try await session.undo()
    #expect(try await holds(session) == [e(1): .notDone(RoundID(1))])
  }

  @Test func rejectingKeepsWhatWaits() async throws {
    let session = try await session()
    try await session.edit(Self.nothing, mask: "left")
    _ = try await session.run()
    _ = try await session.judge(.rejected, .round(RoundID(1)), reason: "nothing to see")
    #expect(try await session.queue().map(\.id) == [e(1)])
    let report = try await session.show(.round(RoundID(1)))
    #expect(report.judgement == Judgement(.rejected, reason: "nothing to see"))
  }

  @Test func releasedItIsAskedAnewAndNotAnsweredFromTheFailure() async throws {
    let session = try await session()
    try await session.edit(Self.nothing, mask: "left")
    _ = try await session.run()
    try await session.setHeld(false, [e(1)])
    let again = try await session.run()
    #expect(again.rounds.map(\.maker?.attempt) == [AttemptID(2)])
    #expect(try await session.cost().lines.map(\.outcome) == ["settled", "settled"])
    #expect(try await holds(session) == [e(1): .notDone(RoundID(2))])
  }

  @Test func keepMakesAFailedRoundCurrentAndGoesOn() async throws {
    let session = try await session(onFail: "keep")
    try await session.edit(Self.nothing, mask: "left")
    try await session.edit("fill with #ff0000", mask: "left", alone: true)
    let report = try await session.run()
    #expect(report.rounds.map(\.verification?.verdict) == [.fail, .warn])
    #expect(report.rounds.map(\.verification?.findings) == [[.nothingDone], [.seam]])
    #expect(report.rounds.map(\.parent) == [.source, RoundID(1)])
    #expect(report.returned == [e(1)] && report.callsLeft == 0)
    #expect(try await session.status().current?.round.id == RoundID(2))
    #expect(try await holds(session) == [e(1): .notDone(RoundID(1))])
  }

  @Test func ofAMergedCallOnlyWhatWasNotDoneComesBackBeforeTheRest() async throws {
    let session = try await session()
    try await session.edit("fill with #ff0000", mask: "right")
    try await session.edit(Self.nothing, mask: "left")
    try await session.fence()
    try await session.edit("sepia")
    let report = try await session.run(RunOptions(calls: 1))
    let verification = try #require(report.rounds.first?.verification)
    #expect(verification.verdict == .warn && verification.findings.contains(.partlyDone))
    #expect(verification.instructions.map(\.outcome) == [.done, .notDone])
    #expect(report.returned == [e(2)] && report.failed == nil)
    #expect(try await session.status().current?.round.id == RoundID(1))
    #expect(try await session.queue().map(\.id) == [e(2), QueueID(.fence, 1), e(3)])
  }

  @Test func anUnmaskedInstructionThatChangedSomethingCannotBeTold() async throws {
    let session = try await session()
    try await session.edit("invert")
    let round = try #require(try await session.run().rounds.first)
    #expect(round.verification?.instructions.map(\.outcome) == [.cannotTell])
    #expect(round.verification?.outsideAfter == nil)
    #expect(round.verification?.verdict == .pass)
  }

  @Test func aSourceHasNoWorkToJudge() async throws {
    let session = try await session()
    let found = try await problem { _ = try await session.judge(.accepted) }
    #expect(found == Problem(.notAnEdit, "0"))
  }
}
