import Billing
import EditModel
import Planner
import Raster
import Testing

@Suite struct PlanTests {
  private static let upperLeft = CellMask(name: "hat", cells: [0, 1])
  private static let centre = CellMask(name: "face", cells: [27, 28])
  private static let overCentre = CellMask(name: "nose", cells: [28])
  /// Its box holds the centre, its cells do not.
  private static let corners = CellMask(name: "corners", cells: [0, 63])

  @Test func mergesWithinTheRulesAndSaysWhy() {
    var queue = QueueBuilder()
    queue.edit("red hat", Self.upperLeft)
    queue.edit("smile", Self.centre)
    queue.edit("smooth skin", Self.centre)
    queue.edit("smaller nose", Self.overCentre)
    queue.edit("warmer")
    queue.edit("sharper")
    let plan = queue.plan()
    #expect(plan.groups == [[1, 2, 3], [4], [5, 6]])
    #expect(plan.calls.map(\.opening) == [.first, .overlapping(e(2)), .maskBesideWholePicture(e(4))])
    #expect(plan.calls.map(\.merges) == [[.disjointMasks, .sameMask], [], [.bothWholePicture]])
    #expect(plan.calls.map(\.isLocked) == [true, true, false])
    #expect(plan.calls.map(\.base) == [.current, .previousCall, .previousCall])
    #expect(plan.calls[0].box == PixelRect(x: 0, y: 0, width: 500, height: 400))
    #expect(plan.calls[2].box == PixelRect(frameOf: CellMask.picture))
    #expect(plan.calls.map(\.price) == [.free, .free, .free] && plan.price == .free)
  }

  @Test func masksWhoseBoxesMeetMergeOnlyWhenKnownToBeDisjoint() {
    var queue = QueueBuilder()
    queue.edit("darker", Self.corners)
    queue.edit("smile", Self.centre)
    var request = queue.request()
    #expect(Plan(request).groups == [[1, 2]])
    request.disjoint = []
    #expect(Plan(request).groups == [[1], [2]])
    let pairs = PlanRequest.pairsToCompare(
      queue: request.queue, masks: request.masks, mergeMax: 4)
    #expect(pairs == [MaskPair(Self.centre.digest, Self.corners.digest)])
    #expect(
      PlanRequest.pairsToCompare(queue: request.queue, masks: request.masks, mergeMax: 1).isEmpty)
  }

  @Test func fencesLonersAndWordsThatPointBackSplit() {
    var queue = QueueBuilder()
    queue.edit("warmer")
    let fence = queue.fence()
    queue.edit("sharper")
    queue.edit("undo that")
    queue.edit("a frame", alone: true)
    queue.edit("darker")
    let plan = queue.plan()
    #expect(plan.groups == [[1], [3], [4], [5], [6]])
    #expect(
      plan.calls.map(\.opening) == [
        .first, .fence(fence), .pointsBack("undo"), .alone(e(5)), .alone(e(5)),
      ])
  }

  @Test func mergeMaxAndPromptLimitSplit() {
    var queue = QueueBuilder()
    for _ in 0..<5 { queue.edit("warmer") }
    #expect(queue.plan().groups == [[1, 2, 3, 4], [5]])
    #expect(queue.plan().calls[1].opening == .mergeMax(4))
    #expect(queue.plan(merging: .off).calls[4].opening == .mergingOff)

    let two = queue.plan(mergeMax: 2).calls[0].prompt.unicodeScalars.count
    let limited = Plan(queue.request(promptLimit: two))
    #expect(limited.groups == [[1, 2], [3, 4], [5]])
    guard case .promptLimit(let characters, two) = limited.calls[1].opening else {
      Issue.record("split for another reason")
      return
    }
    #expect(characters == queue.plan(mergeMax: 3).calls[0].prompt.unicodeScalars.count)
  }

  @Test func looseMergingNamesTheMasksThatLoseTheirLock() {
    var queue = QueueBuilder()
    queue.edit("red hat", Self.upperLeft)
    queue.edit("warmer")
    queue.edit("smile", Self.centre)
    queue.edit("smaller nose", Self.overCentre)
    let plan = queue.plan(merging: .loose)
    #expect(plan.groups == [[1, 2, 3], [4]])
    #expect(plan.calls[0].merges == [.looselyMixed, .looselyMixed])
    #expect(plan.unlockedMasks == ["hat", "face"])
    #expect(queue.plan().unlockedMasks.isEmpty)
  }

  @Test func promptsSayWhereEachInstructionApplies() {
    var queue = QueueBuilder()
    queue.edit("red hat", Self.upperLeft)
    queue.edit("smile,\nplease", Self.centre)
    queue.fence()
    queue.edit("as typed,\n 1. exactly ", Self.centre)
    let plan = queue.plan()
    #expect(
      plan.calls[0].prompt == """
        Make these 2 changes to the picture and leave everything else as it is.
        1. In the upper left, x 0 to 199 and y 0 to 99 of 800x800 pixels: red hat
        2. In the centre, x 300 to 499 and y 300 to 399 of 800x800 pixels: smile, please
        """)
    #expect(plan.calls[1].prompt == "as typed,\n 1. exactly ")
  }

  @Test func refusesWhatCannotBePlannedAndLeavesHeldOnesOut() {
    var queue = QueueBuilder()
    queue.edit("warmer")
    let strange = queue.edit("sing a song")
    let empty = queue.edit("smile", CellMask(name: "void", cells: []))
    queue.edit("later", hold: .notDone(RoundID(3)))
    let long = queue.edit(String(repeating: "very ", count: 50) + "sharp")
    queue.edit("sharper")
    let plan = Plan(queue.request(promptLimit: 240, notUnderstood: [strange: ["blur", "fill"]]))
    #expect(plan.groups == [[1, 6]])
    #expect(plan.refusals.map(\.id) == [strange, empty, long])
    #expect(
      plan.refusals.map(\.reason) == [
        .notUnderstood(["blur", "fill"]), .emptyMask("void"),
        .promptTooLong(characters: 255, limit: 240),
      ])
    #expect(plan.held.map(\.id) == [e(4)] && plan.held.map(\.hold) == [.notDone(RoundID(3))])
  }

  @Test func refusesAMaskOfAnotherSize() {
    var queue = QueueBuilder()
    queue.edit("red hat", Self.upperLeft)
    var request = queue.request()
    request.picture = PixelSize(width: 801, height: 800)
    #expect(Plan(request).refusals.map(\.reason) == [.maskSizeDiffers("hat")])
  }

  @Test func anEmptyQueueGivesAnEmptyPlan() {
    let plan = QueueBuilder().plan(isPaid: true)
    #expect(plan.calls.isEmpty)
    #expect(plan.advice.isEmpty && plan.warnings.isEmpty)
    #expect(plan.price == .free)
    #expect(plan.receipt.price == .zero && plan.receipt.naive == .zero && plan.receipt.credits.isEmpty)
    #expect(QueueBuilder().plan().shadow?.naive == .zero)
  }

  @Test func theShadowComparesWithTheNaiveWay() throws {
    var queue = QueueBuilder()
    for text in ["warmer", "sharper", "brighter"] { queue.edit(text) }
    let shadow = try #require(queue.plan().shadow)
    #expect((shadow.calls, shadow.naiveCalls) == (1, 3))
    #expect(shadow.model == "gpt-image-2-2026-04-21")
    #expect(shadow.size == PixelSize(width: 832, height: 800))
    // Output 832x800 medium: s = 46, 1472 tokens; input 832x800 enlarged to 1024x984.6: 32 times 31 tokens.
    let images = Int64(1472 * 30_000 + 992 * 8_000)
    #expect(shadow.naive.low.nanodollars == 3 * (images + (1 + 6) * 5_000))
    #expect(shadow.naive.high.nanodollars == 3 * images + (6 + 7 + 8 + 3 * 7) * 5_000)
    let ends = [shadow.naive.low - shadow.merged.low, shadow.naive.high - shadow.merged.high]
    #expect([shadow.saving.low, shadow.saving.high] == ends.sorted())
    #expect(shadow.rows.map(\.kind) == [.textIn, .imageIn, .imageOut])
  }

  @Test func withoutAPriceThereIsNone() {
    var queue = QueueBuilder()
    queue.edit("warmer")
    let plan = Plan(queue.request(isPaid: true, quality: "max", yardstick: "gpt-image-9"))
    #expect(plan.price == .unpriced && plan.calls[0].price == .unpriced)
    #expect(plan.shadow == nil && plan.calls[0].shadow == nil)
  }

  private func e(_ number: Int) -> QueueID { QueueID(.instruction, number) }
}
