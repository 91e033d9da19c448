import Billing
import Testing

@Suite struct CallEstimateTests {
  private func estimate(
    of model: String = "gpt-image-2", _ quality: String, _ output: (Int, Int),
    inputs: [(Int, Int)] = [], text: TokenRange, isMasked: Bool = false
  ) throws -> CallEstimate {
    try PriceTable.embedded.estimate(
      model: model, quality: quality, output: BilledSize(width: output.0, height: output.1),
      inputs: inputs.map { BilledSize(width: $0.0, height: $0.1) }, text: text, isMasked: isMasked)
  }

  @Test func matchesTheWorkedExampleOfAGeneration() throws {
    let found = try estimate("high", (1024, 1024), text: TokenRange(exactly: 56))
    #expect(found.amount == Estimate(exactly: 211_000_000))
    #expect(found.amount.high.description == "$0.211")
  }

  @Test func matchesTheWorkedExampleOfAnEdit() throws {
    let found = try estimate(
      "medium", (1024, 1536), inputs: [(1024, 1536)], text: TokenRange(exactly: 67))
    #expect(found.amount == Estimate(exactly: 53_783_000))
    #expect(found.rows.map(\.kind) == [.textIn, .imageIn, .imageOut])
  }

  @Test func matchesTheWorkedExampleOfTheNewerModel() throws {
    let found = try estimate(
      of: "gpt-image-2.5-sunburst", "medium", (1024, 1536), inputs: [(1024, 1536)],
      text: TokenRange(exactly: 67))
    #expect(found.amount == Estimate(exactly: 22_913_000))
  }

  @Test func matchesTheWorkedExampleOfFourReferences() throws {
    let references = [(Int, Int)](repeating: (2048, 2048), count: 4)
    let found = try estimate("low", (2048, 2048), inputs: references, text: .zero)
    #expect(found.amount == Estimate(exactly: 60_582_000))
  }

  @Test func aMaskMayCountLikeOneMorePicture() throws {
    let plain = try estimate("low", (1024, 1024), inputs: [(1024, 1024)], text: .zero)
    let masked = try estimate(
      "low", (1024, 1024), inputs: [(1024, 1024)], text: .zero, isMasked: true)
    #expect(masked.amount.low == plain.amount.low)
    #expect(masked.amount.high - plain.amount.high == Money(nanodollars: 1024 * 8_000))
  }

  @Test(arguments: [
    ("gpt-image-9", "low", 1024, BillingError.Code.unknownModel),
    ("gpt-image-2", "max", 1024, .unknownQuality), ("gpt-image-2", "low", 800, .illegalSize),
    ("gpt-image-2", "low", 1030, .illegalSize), ("gpt-image-2", "low", 2896, .illegalSize),
  ])
  func refusesWhatHasNoPrice(model: String, quality: String, side: Int, code: BillingError.Code) {
    let error = #expect(throws: BillingError.self) {
      try estimate(of: model, quality, (side, side), text: .zero)
    }
    #expect(error?.code == code)
  }

  @Test(arguments: [
    (1024, 640, true), (1024, 576, false), (1920, 1080, false), (1920, 1088, true),
    (2880, 2880, true), (3840, 2160, true), (3840, 1280, true), (3840, 1264, false),
    (3856, 2144, false), (1008, 672, true),
  ])
  func priceIsKnownForLegalSizesOnly(width: Int, height: Int, isLegal: Bool) {
    let found = try? estimate("low", (width, height), text: .zero)
    #expect((found != nil) == isLegal)
  }
}

extension Estimate {
  fileprivate init(exactly nanodollars: Int64) {
    self.init(low: Money(nanodollars: nanodollars), high: Money(nanodollars: nanodollars))
  }
}
