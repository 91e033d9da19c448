import Billing
import EditModel
import Planner
import Raster
import Testing

/// Ten instructions on one picture of 1024x1024, final quality high: what a receipt says of them.
@Suite struct PlanReceiptTests {
  private static let picture = PixelSize(width: 1_024, height: 1_024)

  /// Ten places of 320x200 that do not touch.
  private static let boxes = (0..<10).map { index in
    PixelRect(x: 10 + index % 3 * 340, y: 10 + index / 3 * 250, width: 320, height: 200)
  }

  /// - Parameter isMasked: By the instruction's place.
  private func request(
    draft: String? = nil, _ isMasked: (Int) -> Bool
  ) -> PlanRequest {
    var masks: [Digest: MaskFacts] = [:]
    let queue = (0..<10).map { index in
      let digest = CellMask(name: "", cells: [index]).digest
      let box = Self.boxes[index]
      masks[digest] = MaskFacts(
        pixelCount: 1_024 * 1_024, editablePixelCount: 64_000, fullPixelCount: 64_000, bounds: box)
      let stored = StoredPicture(object: digest, pixels: digest, size: Self.picture, byteCount: 9)
      let instruction = Instruction(
        id: QueueID(.instruction, index + 1), text: "make the thing number \(index) blue",
        mask: isMasked(index) ? MaskVersion(name: "m\(index)", stored: stored, recipe: []) : nil)
      return QueueEntry(item: .instruction(instruction), rank: index)
    }
    return PlanRequest(
      queue: queue, picture: Self.picture, masks: masks, disjoint: [],
      settings: PlanSettings(
        merging: .strict, mergeMax: 4, quality: "high", draft: draft, yardstick: "gpt-image-2"),
      capabilities: Capabilities(
        provider: "paid", model: "gpt-image-2-2026-04-21", masks: .hint, promptLimit: 32_000,
        isPaid: true, sizes: QueueBuilder.sizes),
      notUnderstood: [:], prices: .embedded)
  }

  private func saved(_ receipt: Plan.Receipt) throws -> (low: Int, high: Int) {
    let (price, naive) = (try #require(receipt.price), try #require(receipt.naive))
    func percent(_ left: Money, _ right: Money) -> Int {
      Int((right - left).nanodollars * 100 / right.nanodollars)
    }
    return (percent(price.low, naive.low), percent(price.high, naive.high))
  }

  /// Naively 10 calls of 7,024 tokens out and 1,024 in; 3 calls by merging, and the canvas of 1536x1024 takes
  /// 5,488 and 1,536.
  @Test func withoutMasksMergingAloneSavesTwoThirdsAndTheCanvasMore() throws {
    let plan = Plan(request { _ in false })
    #expect(plan.groups == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]])
    #expect(plan.calls.allSatisfy { $0.frame?.canvas == PixelSize(width: 1_536, height: 1_024) })
    #expect(plan.calls.allSatisfy { $0.geometry == .whole })
    let receipt = plan.receipt
    #expect((receipt.calls, receipt.paidCalls, receipt.naiveCalls) == (3, 3, 10))
    #expect(receipt.imageOut == TokenRange(exactly: 3 * 5_488))
    #expect(receipt.imageIn == TokenRange(exactly: 3 * 1_536))
    let text = Int64(10 * (6 + 6) * 5_000)
    #expect(receipt.naive?.low.nanodollars == 10 * (7_024 * 30_000 + 1_024 * 8_000) + text)
    #expect(receipt.credits.map(\.lever) == [.merge, .canvas])
    let naive = try #require(receipt.naive)
    #expect(receipt.credits[0].high.nanodollars * 100 >= naive.high.nanodollars * 69)
    // Per call 1,536 tokens less out and 512 more in.
    #expect(receipt.credits[1].low.nanodollars == 3 * (1_536 * 30_000 - 512 * 8_000))
  }

  @Test func withMasksRegionsSaveFourFifths() throws {
    let plan = Plan(request { _ in true })
    #expect(plan.calls.allSatisfy { $0.frame.map { $0.crop.size != Self.picture } ?? false })
    for call in plan.calls {
      guard case .region(let whole?) = call.geometry else {
        Issue.record("not a region: \(call.geometry)")
        continue
      }
      let price = try #require(call.price.estimate?.amount)
      #expect(price.high < whole.high)
    }
    let share = try saved(plan.receipt)
    #expect(share.low >= 80 && share.high >= 80)
    #expect(plan.receipt.credits.map(\.lever) == [.merge, .crop])
  }

  @Test func interleavedOnesAreNotMerged() throws {
    let plan = Plan(request { !$0.isMultiple(of: 2) })
    #expect(plan.calls.count == 10)
    #expect(plan.receipt.credits.map(\.lever) == [.crop, .canvas])
  }

  @Test func aDraftIsCreditedForTheQualityAlone() throws {
    let (draft, final) = (Plan(request(draft: "low") { _ in false }), Plan(request { _ in false }))
    #expect(draft.calls.allSatisfy { $0.quality == "low" } && final.calls.allSatisfy { $0.quality == "high" })
    // At low the square is cheaper than the strip.
    #expect(draft.calls.allSatisfy { $0.frame?.canvas == Self.picture })
    #expect(draft.receipt.naive == final.receipt.naive)
    #expect(draft.receipt.credits.map(\.lever) == [.merge, .canvas, .draft])
    #expect(Array(draft.receipt.credits.prefix(2)) == final.receipt.credits)
  }

  @Test func aDearerOrUnknownDraftIsNotUsed() {
    for draft in ["high", "max"] {
      var dear = request(draft: draft) { _ in false }
      dear.settings.quality = "medium"
      #expect(Plan(dear).calls.allSatisfy { $0.quality == "medium" })
    }
  }

  @Test func storedAndLocalAreCreditedWhatTheyWouldHaveCostNaively() throws {
    var routed = request { _ in false }
    routed.understoodByLocal = Set((1...5).map { QueueID(.instruction, $0) })
    let plan = Plan(routed)
    #expect(plan.calls.map(\.route) == [.local, .local, .provider, .provider])
    #expect(plan.calls[2].opening == .otherRoute)
    #expect(plan.calls[0].price == .free && plan.calls[0].quality == nil && plan.calls[0].geometry == .asIs)
    #expect(plan.calls[0].prompt.contains("1. Over the whole picture: make the thing number 0 blue"))
    let naive = try #require(plan.calls[0].naive)
    #expect(plan.calls[0].credits == [LeverCredit(.local, low: naive.low, high: naive.high)])

    let stored = plan.crediting(stored: [3: .round(RoundID(12))])
    #expect(stored.receipt.paidCalls == 1 && stored.receipt.calls == 4)
    #expect(stored.receipt.naive == plan.receipt.naive)
    #expect(stored.receipt.credits.map(\.lever).first == .stored)
    #expect(stored.price == .estimated(try #require(stored.receipt.price), rows: stored.calls[3].rows))
    let all = plan.crediting(stored: [
      1: .otherSession, 2: .otherSession, 3: .otherSession, 4: .otherSession,
    ])
    #expect(all.price == .free && all.receipt.price == .zero)
  }

  @Test func timesAddUpOverPaidCallsAndNameTheirSource() {
    var timed = request { _ in false }
    timed.understoodByLocal = [QueueID(.instruction, 1)]
    let table = CallTimes(ModelTable.embedded.model(named: "gpt-image-2"))
    timed.times = table
    let plan = Plan(timed)
    #expect(plan.receipt.paidCalls == 3)
    #expect(plan.receipt.usual == .seconds(3 * 195) && plan.receipt.slow == .seconds(3 * 280))
    guard case .table? = plan.receipt.timeSources.first else {
      Issue.record("no source")
      return
    }
    timed.times = CallTimes(
      ModelTable.embedded.model(named: "gpt-image-2"), own: ["high": (.seconds(40), .seconds(90), 5)])
    #expect(Plan(timed).receipt.usual == .seconds(120) && Plan(timed).receipt.slow == .seconds(270))
    #expect(Plan(timed).receipt.timeSources == [.own(calls: 5)])
    timed.times = CallTimes(table: [:], own: [:])
    #expect(Plan(timed).receipt.usual == nil)
    timed.times = CallTimes(
      ModelTable.embedded.model(named: "gpt-image-2"), own: ["high": (.seconds(40), .seconds(90), 4)])
    #expect(Plan(timed).receipt.usual == .seconds(3 * 195))
  }
}

extension PlannedCall {
  fileprivate var rows: [PriceRow] { price.estimate?.rows ?? [] }
}
