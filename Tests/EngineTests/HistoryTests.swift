import EditModel
import Engine
import Raster
import Testing

/// Steps back and forth that are worth naming.
struct HistoryTests {
  @Test func undoingARunPutsItsInstructionsBack() async throws {
    let session = try await Workbench().session()
    try await WholeJobTests.queue(on: session)
    let before = try await Shown(session)
    _ = try await session.run()
    let after = try await Shown(session)
    let undone = try await session.undo()
    #expect(undone.map(\.text) == ["run", "run"])
    #expect(try await Shown(session) == before)
    try await session.redo()
    #expect(try await Shown(session) == after)
  }

  @Test func aNewCommandLosesWhatCouldBeRedone() async throws {
    let session = try await Workbench().session()
    try await session.edit("invert")
    try await session.undo()
    try await session.edit("sepia")
    #expect(try await session.queue().map(\.id) == [e(2)])
    let found = try await problem { try await session.redo() }
    #expect(found == Problem(.nothingToRedo, "redo"))
  }

  @Test func aCommandThatChangesNothingLeavesWhatCanBeRedone() async throws {
    let session = try await Workbench().session()
    try await session.edit("invert")
    try await session.undo()
    try await session.set("merge", to: "strict")
    try await session.useMask(nil)
    try await session.redo()
    #expect(try await session.queue().map(\.id) == [e(1)])
  }

  @Test func makingTheSessionCannotBeUndone() async throws {
    let session = try await Workbench().session()
    let found = try await problem { try await session.undo() }
    #expect(found == Problem(.nothingToUndo, "undo"))
  }

  @Test(arguments: [0, -1, Int.min])
  func refusesACountBelowOne(_ count: Int) async throws {
    let session = try await Workbench().session()
    try await session.edit("invert")
    try await session.undo()
    try await session.edit("sepia")
    let undo = try await problem { try await session.undo(count) }
    #expect(undo == Problem(.badValue, "undo", found: "\(count)", allowed: ["1 or more"]))
    let redo = try await problem { try await session.redo(count) }
    #expect(redo == Problem(.badValue, "redo", found: "\(count)", allowed: ["1 or more"]))
    let run = try await problem { _ = try await session.run(RunOptions(calls: count)) }
    #expect(run == Problem(.badValue, "calls", found: "\(count)", allowed: ["1 or more"]))
    #expect(try await session.queue().map(\.id) == [e(2)])
  }

  @Test func namesTheOperationsThatExist() async throws {
    let session = try await Workbench().session()
    try await session.edit("invert")
    for number in [3, 0, -1, .max] {
      let expected = Problem(.unknownOperation, "\(number)", allowed: ["1 to 2"])
      #expect(try await problem { try await session.restore(operation: number) } == expected)
      #expect(try await problem { _ = try await session.operation(number) } == expected)
    }
  }

  @Test func aReaderSeesWhatAnotherProcessDidMeanwhile() async throws {
    let bench = try Workbench()
    let writer = try await bench.session()
    let reader = try bench.open()
    try await WholeJobTests.queue(on: writer)
    #expect(try await reader.queue().map(\.id) == [e(1), e(2), e(3)])
    _ = try await writer.run()
    #expect(try await Shown(reader) == Shown(writer))
    #expect(try await reader.log() == writer.log())
    #expect(try await reader.cost() == writer.cost())
    #expect(try await reader.bitmap() == writer.bitmap())
  }

  @Test func anotherProcessGoesOnWhereTheFirstStopped() async throws {
    let bench = try Workbench()
    let first = try await bench.session()
    let second = try bench.open()
    try await first.edit("invert")
    await first.close()
    try await second.edit("sepia")
    #expect(try await second.queue().map(\.id) == [e(1), e(2)])
    await second.close()
    try await first.undo()
    #expect(try await first.queue().map(\.id) == [e(1)])
  }
}
