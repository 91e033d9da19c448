import EditModel
import Engine
import FoundationEssentials
import TestSupport
import Testing

/// Sessions of every format that was ever written, as they were written.
@Suite struct FrozenSessionTests {
  /// A copy, because a test may write to it; the frozen one stays as it is.
  private func opened(_ version: String, in folder: TemporaryFolder) throws -> Session {
    let copy = folder.path("small.session")
    try FileManager.default.copyItem(
      atPath: Fixtures.path("sessions/\(version)/small.session"), toPath: copy)
    return try Session.open(copy)
  }

  @Test func firstFormatShowsWhatWasWritten() async throws {
    let folder = try TemporaryFolder()
    let session = try opened("v1", in: folder)
    let rounds = try await session.log()
    #expect(rounds.map(\.round.id.description) == ["0", "1", "2", "3", "4"])
    #expect(rounds.map { $0.round.parent?.description } == [nil, "0", "1", "0", "3"])
    #expect(rounds[3].isCurrent)
    #expect(rounds[3].judgement == Judgement(.accepted))
    #expect(rounds[4].judgement == Judgement(.rejected, reason: "too brown"))
    #expect(rounds[3].round.maker?.answeredFrom == RoundID(1))
    #expect(try await session.masks().map(\.mask.name) == ["corner", "disc"])
    #expect(try await session.get("quality").value == "high")
    let queue = try await session.queue()
    #expect(queue.map { "\($0.id) \($0.instruction?.text ?? "")" } == ["e4 fill with #102030"])
    #expect(queue.first?.hold == .byUser)
  }

  @Test func everyPictureOfTheFirstFormatDecodesToItsDigest() async throws {
    let folder = try TemporaryFolder()
    let session = try opened("v1", in: folder)
    for report in try await session.log() {
      let bitmap = try await session.bitmap(.round(report.round.id))
      #expect(bitmap.pixelDigest == report.round.picture.pixels)
    }
  }

  @Test func firstFormatCanBeGoneOnWith() async throws {
    let folder = try TemporaryFolder()
    let session = try opened("v1", in: folder)
    try await session.setHeld(false, [QueueID(.instruction, 4)])
    let report = try await session.run()
    #expect(report.rounds.map(\.id) == [RoundID(5)])
    try await session.undo(2)
    #expect(try await session.status().current?.round.id == RoundID(3))
    await session.close()
  }

  @Test func firstFormatIsReadWithoutDerivedTables() async throws {
    let folder = try TemporaryFolder()
    let session = try opened("v1", in: folder)
    let before = try await session.log()
    try FileManager.default.removeItem(atPath: folder.path("small.session/derived"))
    let again = try Session.open(folder.path("small.session"))
    #expect(try await again.log() == before)
  }
}
