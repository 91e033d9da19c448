import Billing
import EditModel
import Planner
import Raster
import Testing

/// References, variants and partial pictures in a plan's prices.
@Suite struct CallShapeTests {
  private static let mask = CellMask(name: "corner", cells: [0, 1])

  /// The price stated from the table, on the canvas that the plan names.
  private func expected(
    _ text: String, on canvas: PixelSize, references: [PixelSize], isMasked: Bool, variants: Int,
    partials: Int
  ) throws -> CallEstimate {
    let inputs = ([canvas] + references).map { BilledSize(width: $0.width, height: $0.height) }
    return try PriceTable.embedded.estimate(
      model: "gpt-image-2", quality: "medium", output: inputs[0],
      inputs: inputs, text: .prompt(TextMeasure(text), pictures: inputs.count), isMasked: isMasked,
      variants: variants, partials: partials)
  }

  @Test(
    arguments: [
      [], [PixelSize(width: 512, height: 512)],
      [PixelSize(width: 2048, height: 2048), PixelSize(width: 300, height: 900)],
    ], [1, 3])
  func pricesReferencesVariantsAndPartials(references: [PixelSize], variants: Int) throws {
    for (mask, partials) in [(nil, 0), (Self.mask, 2)] as [(CellMask?, Int)] {
      var queue = QueueBuilder()
      queue.edit("make it blue", mask, references: references, variants: variants)
      let plan = Plan(queue.request(isPaid: true, partials: partials))
      let canvas = try #require(plan.calls.first?.frame?.canvas)
      let price = try expected(
        "make it blue", on: canvas, references: references, isMasked: mask != nil, variants: variants,
        partials: partials)
      #expect(plan.calls.map(\.price) == [.estimated(price)])
      #expect(plan.amount == price.amount)
      let naive = try expected(
        "make it blue", on: PixelSize(width: 832, height: 800), references: references,
        isMasked: mask != nil, variants: variants, partials: partials)
      #expect(plan.receipt.naive == naive.amount)
    }
  }

  /// 512² is 1,024 tokens; 3 variants of 1,024 tokens at $8 a million.
  @Test func aReferenceCostsItsTokensOncePerVariant() throws {
    func amount(_ references: [PixelSize]) throws -> Money {
      var queue = QueueBuilder()
      queue.edit("make it blue", references: references, variants: 3)
      return try #require(queue.plan(isPaid: true).amount).low
    }
    let with = try amount([PixelSize(width: 512, height: 512)])
    #expect(with - (try amount([])) == Money(nanodollars: 3 * 1_024 * 8_000))
  }
}
