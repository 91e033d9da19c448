import Billing
import EditModel
import Planner
import Testing

@Suite struct AdviceTests {
  private let hat = CellMask(name: "hat", cells: [0, 1])
  private let shoe = CellMask(name: "shoe", cells: [62, 63])

  @Test func saysWhichMoveSavesACall() {
    var queue = QueueBuilder()
    queue.edit("red hat", hat)
    queue.edit("warmer")
    queue.edit("blue shoe", shoe)
    let plan = queue.plan()
    #expect(plan.calls.count == 3)
    #expect(plan.advice.map(\.callsSaved) == [2, 1])
    #expect(plan.advice[0].step == .mergeLoosely(unlocking: ["hat", "shoe"]))
    let move = Advice.Step.move(
      QueueID(.instruction, 1), to: 2, passing: [QueueID(.instruction, 2)])
    #expect(plan.advice[1].step == move)
    #expect(plan.advice[1].saving.map { $0.low > .zero } == true)
  }

  @Test func prefersTheMoveThatCannotChangeThePicture() {
    var queue = QueueBuilder()
    queue.edit("smile", CellMask(name: "face", cells: [27, 28]))
    queue.edit("smaller nose", CellMask(name: "nose", cells: [28]))
    queue.edit("red hat", hat)
    queue.edit("blue shoe", shoe)
    let plan = queue.plan(mergeMax: 2)
    #expect(plan.calls.count == 3)
    // Moving the smile behind the hat would do too, but it passes the nose; the nose passes only the hat.
    #expect(plan.advice.map(\.step) == [.move(QueueID(.instruction, 2), to: 3, passing: [])])
  }

  @Test func saysWhichFenceCostsACall() {
    var queue = QueueBuilder()
    queue.edit("warmer")
    let fence = queue.fence()
    queue.edit("sharper")
    #expect(queue.plan().advice.map(\.step) == [.removeFence(fence)])

    var fencedTwice = queue
    fencedTwice.entries.insert(
      QueueEntry(item: .fence(QueueID(.fence, 9)), rank: 15), at: 1)
    #expect(fencedTwice.plan().advice.isEmpty)
  }

  @Test(arguments: [false, true])
  func movesNothingAcrossAFenceNorAwayFromWhatPointsBack(isFenced: Bool) {
    var queue = QueueBuilder()
    queue.edit("red hat", hat)
    if isFenced { queue.fence() }
    queue.edit(isFenced ? "warmer" : "warmer instead")
    if isFenced { queue.fence() }
    queue.edit("blue shoe", shoe)
    queue.edit("something else instead", shoe)
    for advice in queue.plan().advice {
      guard case .move = advice.step else { continue }
      Issue.record("advised \(advice.step)")
    }
  }

  @Test func leavesInPlaceWhatTheNextOnePointsBackTo() {
    var queue = QueueBuilder()
    queue.edit("warmer")
    queue.edit("sharper")
    queue.edit("red hat", hat)
    queue.edit("green hat", hat)
    queue.edit("brighter")
    let place = queue.entries.count
    #expect(queue.plan(mergeMax: 3).advice.contains { $0.step.moves(place) })

    queue.edit("darker instead")
    #expect(!queue.plan(mergeMax: 3).advice.contains { $0.step.moves(place) })
  }

  @Test func hasNoneWhenMergingIsOff() {
    var queue = QueueBuilder()
    queue.edit("warmer")
    queue.edit("sharper")
    #expect(queue.plan(merging: .off).advice.isEmpty)
  }
}

extension Advice.Step {
  fileprivate func moves(_ number: Int) -> Bool {
    guard case .move(let id, _, _) = self else { return false }
    return id.number == number
  }
}
