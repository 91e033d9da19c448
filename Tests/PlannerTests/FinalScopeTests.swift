import EditModel
import Planner
import Raster
import Testing

@Suite struct FinalScopeTests {
  @Test func takesWhatLedToTheNewestAcceptedRound() throws {
    var path = RoundPath()
    path.edit([1, 2])
    path.edit([3], .accepted)
    path.edit([4])
    let scope = try path.scope()
    #expect(scope.ids == [1, 2, 3])
    #expect(scope.accepted == RoundID(2))
    #expect(scope.start == .source)
    #expect(scope.leftOut.isEmpty)
  }

  @Test func prefersTheLaterOfTwoAcceptedRounds() throws {
    var path = RoundPath()
    path.edit([1], .accepted)
    path.edit([2], .accepted)
    #expect(try path.scope().accepted == RoundID(2))
  }

  @Test func leavesOutAndNamesWhatWasRejectedOrNotDone() throws {
    var path = RoundPath()
    path.edit([1], .rejected)
    path.edit([2, 3], outcomes: [2: .notDone, 3: .cannotTell])
    path.edit([4], .accepted)
    let scope = try path.scope()
    #expect(scope.ids == [3, 4])
    #expect(scope.leftOut.map(\.id.number) == [1, 2])
    #expect(scope.leftOut.map(\.round) == [RoundID(1), RoundID(2)])
    #expect(scope.leftOut.map(\.reason) == [.rejected, .notDone])
  }

  @Test func takesAnInstructionWhereItWasDoneAtLast() throws {
    var path = RoundPath()
    path.edit([1, 2], outcomes: [1: .notDone])
    path.edit([3])
    path.edit([1], .accepted)
    let scope = try path.scope()
    #expect(scope.ids == [2, 3, 1])
    #expect(scope.leftOut.isEmpty)
  }

  @Test func beginsFromTheLastFrameBeforeAnyEdit() throws {
    var path = RoundPath()
    path.canvas()
    path.canvas()
    path.edit([1], .accepted)
    #expect(try path.scope().start == RoundID(2))
  }

  @Test func beginsFromAPictureThatWordsMade() throws {
    var path = RoundPath(beginning: .generated)
    path.edit([7], .accepted)
    let scope = try path.scope()
    #expect(scope.start == .source)
    #expect(scope.ids == [7])
  }

  @Test func refusesAFrameThatChangedAfterAnEdit() throws {
    var path = RoundPath()
    path.canvas()
    path.edit([1])
    path.canvas()
    path.edit([2], .accepted)
    #expect(throws: FinalObstacle.frameChanged(RoundID(3))) { try path.scope() }
  }

  @Test func passesOverWhatCameAfterTheAcceptedRound() throws {
    var path = RoundPath()
    path.edit([1], .accepted)
    path.canvas()
    path.edit([2], .rejected)
    #expect(try path.scope().ids == [1])
  }

  @Test func refusesAPathWithoutAcceptedEdit() throws {
    var path = RoundPath(beginning: .generated, judged: .accepted)
    #expect(throws: FinalObstacle.nothingAccepted) { try path.scope() }
    path.edit([1])
    path.edit([2], .rejected)
    #expect(throws: FinalObstacle.nothingAccepted) { try path.scope() }
  }

  @Test func refusesAnAcceptedRoundThatDidNothing() throws {
    var path = RoundPath()
    path.edit([1, 2], .accepted, outcomes: [1: .notDone, 2: .notDone])
    #expect(throws: FinalObstacle.nothingDone([e(1), e(2)])) { try path.scope() }
  }

  @Test func asksForOnePictureEachAndKeepsAllElse() throws {
    let mask = CellMask(name: "m", cells: [3]).version
    let reference = ReferencePicture(name: "look", stored: mask.stored, format: "png")
    let chosen = Instruction(
      id: e(1), text: "make it blue", mask: mask, alone: true, references: [reference], variants: 3)
    var path = RoundPath()
    path.add(.edited, [chosen], .accepted)
    let one = Instruction(
      id: e(1), text: "make it blue", mask: mask, alone: true, references: [reference], variants: 1)
    #expect(try path.scope().instructions == [one])
  }

  /// Oracle: instruction by instruction, over all rounds, instead of one walk with tables.
  @Test func namesEachInstructionOfThePathOnce() throws {
    var random = SplitMix64(seed: 11)
    for _ in 0..<300 {
      var path = RoundPath()
      for _ in 0..<1 + random.next(below: 5) {
        var numbers: [Int] = []
        for number in 1...6 where random.next(below: 3) == 0 { numbers.append(number) }
        let outcomes: [Verification.Outcome] = [.done, .cannotTell, .notDone]
        path.edit(
          numbers, random.next(below: 4) == 0 ? .rejected : nil,
          outcomes: Dictionary(
            uniqueKeysWithValues: numbers.map { ($0, outcomes[random.next(below: 3)]) }))
      }
      path.edit([9], .accepted)
      let scope = try path.scope()
      for number in 1...6 {
        let rounds = path.rounds.filter { $0.instructions.contains { $0.id == e(number) } }
        let isDone = rounds.contains { path.did(number, in: $0) }
        #expect(scope.ids.count { $0 == number } == (isDone ? 1 : 0))
        #expect(scope.leftOut.count { $0.id == e(number) } == (isDone || rounds.isEmpty ? 0 : 1))
      }
      let ends = scope.ids.compactMap { number in path.rounds.lastIndex { path.did(number, in: $0) } }
      #expect(ends == ends.sorted())
      #expect(ends.count == scope.ids.count)
    }
  }
}

private func e(_ number: Int) -> QueueID { QueueID(.instruction, number) }

extension FinalScope {
  fileprivate var ids: [Int] { instructions.map(\.id.number) }
}

/// A path of rounds in the making, each the child of the one before.
private struct RoundPath {
  private(set) var rounds: [Round] = []
  private var judged: [RoundID: Judgement.Verdict] = [:]

  init(beginning: Round.Kind = .source, judged: Judgement.Verdict? = nil) { add(beginning, [], judged) }

  func scope() throws(FinalObstacle) -> FinalScope { try FinalScope(path: rounds) { judged[$0] } }

  mutating func canvas() { add(.canvas, [], nil) }

  mutating func edit(
    _ numbers: [Int], _ judged: Judgement.Verdict? = nil, outcomes: [Int: Verification.Outcome] = [:]
  ) {
    add(.edited, numbers.map { Instruction(id: e($0), text: "edit \($0)", mask: nil) }, judged, outcomes)
  }

  mutating func add(
    _ kind: Round.Kind, _ instructions: [Instruction], _ verdict: Judgement.Verdict?,
    _ outcomes: [Int: Verification.Outcome] = [:]
  ) {
    let change = Verification.Change(pixels: 1, changed: 1, maximum: 1)
    let results = instructions.map {
      Verification.InstructionResult(id: $0.id, inside: change, outcome: outcomes[$0.id.number] ?? .done)
    }
    let id = RoundID(rounds.count)
    rounds.append(
      Round(
        id: id, parent: rounds.last?.id, kind: kind, instructions: instructions,
        picture: CellMask(name: "picture", cells: []).version.stored,
        verification: kind == .edited
          ? Verification(
            outsideBefore: nil, outsideAfter: nil, instructions: results, seamRatio: nil, verdict: .pass,
            findings: []) : nil, time: Timestamp(milliseconds: 0)))
    judged[id] = verdict
  }

  func did(_ number: Int, in round: Round) -> Bool {
    guard judged[round.id] != .rejected else { return false }
    return round.verification?.instructions.contains { $0.id == e(number) && $0.outcome != .notDone } == true
  }
}
