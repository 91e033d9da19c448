import Billing
import Raster
import Simulator
import Testing

/// The token rules, seen from outside, against the published tables.
@Suite struct ServiceTokenTests {
  /// One word and the six tokens that a generation adds.
  private let wordsOfGeneration = 7
  /// One word and the seven tokens that an edit adds.
  private let wordsOfEdit = 8

  struct Reading: Sendable {
    let sizes: [String]
    let model: String
    let qualities: [String]
    let tokens: [Int]

    init(_ sizes: String, _ model: String, _ qualities: String, _ tokens: [Int]) {
      self.sizes = sizes.split(separator: " ").map(String.init)
      self.model = model
      self.qualities = qualities.split(separator: " ").map(String.init)
      self.tokens = tokens
    }
  }

  static let two = "low medium high"
  static let five = "low medium high xhigh max"

  static let published = [
    Reading("1024x1024", "gpt-image-2", two, [196, 1756, 7024]),
    Reading("1536x1024 1024x1536", "gpt-image-2", two, [158, 1372, 5488]),
    Reading("1536x864", "gpt-image-2", two, [120, 1078, 4312]),
    Reading("2048x2048", "gpt-image-2", two, [397, 3568, 14272]),
    Reading("2048x1152", "gpt-image-2", two, [157, 1413, 5650]),
    Reading("2560x1440", "gpt-image-2", two, [205, 1843, 7370]),
    Reading("3840x2160", "gpt-image-2", two, [371, 3336, 13342]),
    Reading("2880x2880", "gpt-image-2", two, [659, 5930, 23719]),
    Reading("3840x1280", "gpt-image-2", "high", [5311]),
    Reading("1024x1024", "gpt-image-2.5-flare", five, [196, 439, 1756, 3122, 7024]),
    Reading("1536x1024 1024x1536", "gpt-image-2.5-sunburst", five, [158, 343, 1372, 2459, 5488]),
    Reading("1536x864", "gpt-image-2.5-flare", five, [120, 280, 1078, 1917, 4312]),
    Reading("2048x2048", "gpt-image-2.5-sunburst", five, [397, 892, 3568, 6343, 14272]),
    Reading("2048x1152", "gpt-image-2.5-flare", five, [157, 367, 1413, 2511, 5650]),
    Reading("2560x1440", "gpt-image-2.5-flare", five, [205, 478, 1843, 3276, 7370]),
    Reading("3840x2160", "gpt-image-2.5-sunburst-2026-09-08", five, [371, 865, 3336, 5930, 13342]),
    Reading("2880x2880", "gpt-image-2.5-flare", five, [659, 1483, 5930, 10542, 23719]),
    Reading("1536x1024", "gpt-image-2.6-flare", "low high", [664, 1353]),
    Reading("3840x2160", "gpt-image-2.6-sunburst", "high", [3337]),
    Reading("1024x1024", "gpt-image-1.5", two, [272, 1056, 4160]),
    Reading("1024x1536", "gpt-image-1-mini", two, [408, 1584, 6240]),
    Reading("1536x1024", "chatgpt-image-latest", two, [400, 1568, 6208]),
  ]

  @Test(arguments: published) func countsOutputAsPublished(_ reading: Reading) {
    let service = makeService()
    for size in reading.sizes {
      for (quality, tokens) in zip(reading.qualities, reading.tokens) {
        let demand = service.demand(of: .generation(model: reading.model, size: size, quality: quality))
        #expect(demand.tokens - wordsOfGeneration == tokens, "\(size) \(quality)")
      }
    }
  }

  @Test(arguments: [
    (256, 256, 256), (512, 512, 1024), (768, 768, 1024), (1024, 1024, 1024), (512, 1024, 512),
    (550, 368, 704), (1280, 720, 920), (1024, 1536, 1536), (1536, 1536, 1521), (2048, 2048, 1521),
    (4000, 4000, 1521), (2048, 1152, 1508), (2560, 1440, 1508), (3840, 2160, 1508), (3000, 4000, 1452),
  ]) func countsInputAsMeasured(width: Int, height: Int, tokens: Int) {
    let request = SimRequest.edit(
      size: "1024x1024", [FormPart("image", file: hollowPNG(width: width, height: height))])
    #expect(makeService().demand(of: request).tokens == wordsOfEdit + tokens + 196)
  }

  @Test(arguments: [(1024, 1024, "low", 194), (1024, 1536, "low", 323), (1024, 1024, "high", 4354)])
  func countsTilesOfOlderModels(width: Int, height: Int, fidelity: String, tokens: Int) {
    let request = SimRequest.edit(
      model: "gpt-image-1.5", size: "1024x1024",
      [FormPart("image", file: hollowPNG(width: width, height: height))],
      [FormPart("input_fidelity", fidelity)])
    #expect(makeService().demand(of: request).tokens == 1 + 15 + tokens + 272)
  }

  /// The bounds are another reading of the same facts, in another module.
  @Test func inputLiesInTheBoundsOfTheEstimate() {
    var numbers = SplitMix64(seed: 11)
    for _ in 0..<300 {
      let width = 1 + numbers.next(below: 1 << (2 + numbers.next(below: 11)))
      let height = 1 + numbers.next(below: 1 << (2 + numbers.next(below: 11)))
      let request = SimRequest.edit(
        size: "1024x1024", [FormPart("image", file: hollowPNG(width: width, height: height))])
      let tokens = makeService().demand(of: request).tokens - wordsOfEdit - 196
      let bounds = TokenRange.image(BilledSize(width: width, height: height))
      #expect(bounds.contains(tokens), "\(width)x\(height): \(tokens)")
    }
  }

  @Test func textLiesInTheBoundsOfTheEstimate() {
    var numbers = SplitMix64(seed: 5)
    let pieces = [
      "cat", "'", "é", "7", "2026", " ", "  ", ".", "-", "Straßenbahn", "猫", "ǝ", "\u{301}", "don't", "1'2",
    ]
    for _ in 0..<300 {
      let text = (0...numbers.next(below: 12)).map { _ in pieces[numbers.next(below: pieces.count)] }.joined()
      let tokens = makeService().demand(of: .generation(prompt: text)).tokens
      let pictureTokens = makeService().demand(of: .generation(prompt: "a")).tokens - wordsOfGeneration
      let bounds = TokenRange.prompt(TextMeasure(text))
      #expect(bounds.contains(tokens - pictureTokens), "\(text)")
    }
  }

  @Test func everyPictureIsACallWithTheWholeInput() {
    let file = FormPart("image[]", file: hollowPNG(width: 1024, height: 1024))
    let one = makeService().demand(of: .edit([file, file, file]))
    let four = makeService().demand(of: .edit([file, file, file], [FormPart("n", "4")]))
    #expect(four.tokens == 4 * one.tokens)
    #expect(one.images == 3)
    #expect(four.images == 6)
  }

  @Test func maskCountsNeitherAsPictureNorAsTokens() {
    let file = FormPart("image", file: hollowPNG(width: 1024, height: 1024))
    let mask = FormPart("mask", file: hollowPNG(width: 1024, height: 1024))
    #expect(makeService().demand(of: .edit([file, mask])) == makeService().demand(of: .edit([file])))
  }

  @Test func partialPicturesCostAHundredTokensEach() {
    let plain = makeService().demand(of: .generation()).tokens
    let partial = makeService().demand(of: .generation(#","stream":true,"partial_images":3,"n":2"#)).tokens
    #expect(partial == 2 * (plain + 300))
  }

  /// Published examples of whole calls: words, inputs and output at the listed prices.
  @Test func chargesInputAndOutputAtListedPrices() throws {
    let picture = try Bitmap(width: 1024, height: 1536, filledWith: Colour(red: 9, green: 9, blue: 9)).png()
    let prompt = Array(repeating: "word", count: 60).joined(separator: " ")
    let request = SimRequest.edit(
      prompt: prompt, size: "1024x1536", quality: "medium", [FormPart("image", file: picture)])
    let charge = try #require(makeService().reply(to: request).charge)
    #expect(charge.usage == SimUsage(text: 67, imageIn: 1536, imageOut: 1372))
    #expect(charge.nanodollars == 67 * 5_000 + 1536 * 8_000 + 1372 * 30_000)
    #expect(charge.nanodollars == 53_783_000)
  }

  @Test func datedNameCountsWithItsAlias() {
    let demand = makeService().demand(of: .generation(model: "gpt-image-2-2026-04-21"))
    #expect(demand.model == "gpt-image-2")
    #expect(demand.quality == "low")
  }

  @Test func refusedRequestStillCounts() {
    let file = FormPart("image[]", file: [1, 2, 3])
    let demand = makeService().demand(of: .edit([file, file], [FormPart("n", "3")]))
    #expect(demand == Demand(model: "gpt-image-2", images: 4, tokens: 0))
    let references = #"{"model":"gpt-image-2","images":[{"file_id":"a"},{"file_id":"b"},{}]}"#
    #expect(makeService().demand(of: .json("/v1/images/edits", references)).images == 3)
    #expect(makeService().demand(of: .get("/v1/models")) == .nothing)
  }
}
