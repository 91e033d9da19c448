import Billing
import EditModel
import Planner
import Raster
import Testing

@Suite struct PlanWarningTests {
  private let corner = CellMask(name: "corner", cells: [0, 1])

  private func warnings(_ queue: QueueBuilder, _ change: (inout PlanRequest) -> Void = { _ in })
    -> [PlanWarning]
  {
    var request = queue.request(isPaid: true)
    change(&request)
    return Plan(request).warnings
  }

  @Test(
    arguments: [
      (#"write "a b c d e" on the sign"#, 5), (#"write "one two three four five six" on it"#, 6),
      ("write “eins zwei drei vier fünf sechs sieben” on it", 7), ("write 'a b c d e f' there", 6),
      ("don't touch the dog's ear or the cat's tail at all, it's fine", 0),
      (#"the 7" disc, no more words in it"#, 0),
      ("„a b c d e f“ und «x y»", 6),
    ])
  func countsTheWordsOfQuotedTexts(text: String, words: Int) {
    var queue = QueueBuilder()
    let id = queue.edit(text)
    let expected: [PlanWarning] = words > 5 ? [.longQuote(id, words: words)] : []
    #expect(warnings(queue).filter { if case .longQuote = $0 { true } else { false } } == expected)
  }

  @Test(
    arguments: [
      (["a hat, a coat, gloves and boots"], 4), (["a hat, a coat, gloves, boots and a band"], 5),
      (["a hat and a coat", "gloves and boots", "sandals"], 5), (["red", "green", "blue", "grey"], 4),
      ([#"write "a, b, c, d, e" on it"#], 1), (["Hats AND coats plus\nboots & belts; buttons,"], 5),
      (["sand, strand, band"], 3),
    ])
  func countsTheThingsOfACall(texts: [String], count: Int) {
    var queue = QueueBuilder()
    for text in texts { queue.edit(text) }
    #expect(warnings(queue) == (count > 4 ? [.manyObjects(call: 1, count: count)] : []))
  }

  @Test func namesMasksUnderAFiftiethOfWhatIsSent() throws {
    var queue = QueueBuilder()
    let id = queue.edit("make it blue", corner)
    #expect(warnings(queue).isEmpty)
    let small = warnings(queue) { request in
      request.masks = request.masks.mapValues { facts in
        MaskFacts(
          pixelCount: facts.pixelCount, editablePixelCount: 9_000, fullPixelCount: 9_000,
          bounds: facts.bounds)
      }
    }
    let canvas = try #require(Plan(queue.request(isPaid: true)).calls[0].frame?.canvas)
    let share = 9_000 * 10_000 / (canvas.width * canvas.height)
    #expect(share < 200)
    #expect(small == [.smallMask(id, mask: "corner", basisPoints: share)])
  }

  @Test func saysWhatAModelDoesNotTakeAndWhatRose() throws {
    var queue = QueueBuilder()
    queue.edit("make it blue")
    let price = try #require(Plan(queue.request(isPaid: true)).receipt.price)
    let now = price.high
    func found(asks: Bool, takes: Bool, last: Money?) -> [PlanWarning] {
      warnings(queue) {
        $0.asksForTransparency = asks
        $0.takesTransparency = takes
        $0.lastPrice = last
      }
    }
    #expect(found(asks: true, takes: true, last: now).isEmpty)
    #expect(found(asks: false, takes: false, last: nil).isEmpty)
    #expect(found(asks: true, takes: false, last: nil) == [.transparency(model: "gpt-image-2")])
    let last = price.low - Money(nanodollars: 1)
    #expect(found(asks: false, takes: true, last: last) == [.priceRise(last: last, now: now)])
    // A bill within the range is no rise.
    #expect(found(asks: false, takes: true, last: price.low).isEmpty)
  }

  @Test func theEmbeddedProviderHasNone() {
    var queue = QueueBuilder()
    queue.edit(#"write "one two three four five six", a, b, c, d, e"#, CellMask(name: "dot", cells: [9]))
    #expect(Plan(queue.request()).warnings.isEmpty)
  }
}
