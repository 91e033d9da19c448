import Billing
import Testing

@Suite struct OutputTokensTests {
  /// Published readings of gpt-image-2: low, medium, high.
  @Test(arguments: [
    (1024, 1024, [196, 1756, 7024]), (1536, 1024, [158, 1372, 5488]),
    (1024, 1536, [158, 1372, 5488]), (1536, 864, [120, 1078, 4312]),
    (2048, 2048, [397, 3568, 14272]), (2048, 1152, [157, 1413, 5650]),
    (2560, 1440, [205, 1843, 7370]), (3840, 2160, [371, 3336, 13342]),
    (2880, 2880, [659, 5930, 23719]),
  ])
  func matchesThePublishedReadings(width: Int, height: Int, tokens: [Int]) {
    #expect(outputs("gpt-image-2", width, height, ["low", "medium", "high"]) == tokens)
  }

  /// Readings derived from published prices per image: low, medium, high, xhigh, max.
  @Test(
    arguments: ["gpt-image-2.5-sunburst", "gpt-image-2.5-flare"],
    [
      (1024, 1024, [196, 439, 1756, 3122, 7024]), (1536, 1024, [158, 343, 1372, 2459, 5488]),
      (1024, 1536, [158, 343, 1372, 2459, 5488]), (1536, 864, [120, 280, 1078, 1917, 4312]),
      (2048, 2048, [397, 892, 3568, 6343, 14272]), (2048, 1152, [157, 367, 1413, 2511, 5650]),
      (2560, 1440, [205, 478, 1843, 3276, 7370]), (3840, 2160, [371, 865, 3336, 5930, 13342]),
      (2880, 2880, [659, 1483, 5930, 10542, 23719]),
    ])
  func matchesTheReadingsOfTheNewerModels(model: String, row: (Int, Int, [Int])) {
    let qualities = ["low", "medium", "high", "xhigh", "max"]
    #expect(outputs(model, row.0, row.1, qualities) == row.2)
  }

  @Test func aStripCostsLessThanASmallerSquare() {
    #expect(outputs("gpt-image-2", 3840, 1280, ["high"]) == [5311])
  }

  private func outputs(_ model: String, _ width: Int, _ height: Int, _ qualities: [String]) -> [Int] {
    let known = PriceTable.embedded.model(named: model)?.qualities ?? []
    return qualities.map { name in
      let factor = known.first { $0.name == name }?.factor ?? 1
      let tokens = TokenRange.output(
        factor: factor, size: BilledSize(width: width, height: height))
      return tokens.low == tokens.high ? tokens.low : -1
    }
  }
}

@Suite struct InputTokensTests {
  @Test(arguments: [
    (256, 256, 256), (512, 512, 1024), (700, 700, 1024), (1024, 1024, 1024), (512, 1024, 512),
    (550, 368, 704), (1280, 720, 920), (1024, 1536, 1536), (1536, 1536, 1521), (2048, 2048, 1521),
    (4000, 4000, 1521), (2048, 1152, 1508), (2560, 1440, 1508), (3840, 2160, 1508),
  ])
  func matchesThePublishedMeasurements(width: Int, height: Int, tokens: Int) {
    let range = TokenRange.image(BilledSize(width: width, height: height))
    #expect(range == TokenRange(exactly: tokens))
  }

  @Test(arguments: [
    (3000, 4000, 1452, 1530), (4000, 3000, 1452, 1530), (1920, 1200, 1440, 1519),
    (1600, 1100, 1504, 1504),
  ])
  func holdsBothWaysOfShrinking(width: Int, height: Int, low: Int, high: Int) {
    let range = TokenRange.image(BilledSize(width: width, height: height))
    #expect(range == TokenRange(low: low, high: high))
  }

  /// The documented method in floating point, as it is written down.
  @Test func agreesWithTheDocumentedMethodInFloatingPoint() {
    for (width, height) in Self.sizes where width * height > 1_600_000 {
      let (w, h) = (Double(width), Double(height))
      let r = (1_536 * 1_024 / (w * h)).squareRoot()
      let (across, down) = (w * r / 32, h * r / 32)
      let whole = min((across + 1e-9).rounded(.down) / across, (down + 1e-9).rounded(.down) / down)
      let patches =
        (across * whole - 1e-9).rounded(.up) * (down * whole - 1e-9).rounded(.up)
      #expect(TokenRange.image(BilledSize(width: width, height: height)).contains(Int(patches)))
    }
  }

  @Test func isAtMostTheLimitAndTurnsWithThePicture() {
    for (width, height) in Self.sizes + [(1, 1), (1, 1_000_000), (1_000_000, 20), (33, 500_000)] {
      let range = TokenRange.image(BilledSize(width: width, height: height))
      #expect(range.low >= 1 && range.high <= 1_536)
      #expect(range == TokenRange.image(BilledSize(width: height, height: width)))
    }
  }

  /// Ratios up to 3:1, sides up to 6000.
  private static let sizes: [(Int, Int)] = {
    var state: UInt64 = 7
    return (0..<2_000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let width = 1 + Int(state >> 33) % 6_000
      let height = max(1, width / 3 + 1 + Int(state >> 20 & 0xFFFF) % (width + 1))
      return (width, height)
    }
  }()
}

@Suite struct TextTokensTests {
  /// Counts in the o200k vocabulary: the first four published with the vocabulary, the others made of words, marks
  /// and groups of three digits that are one token each.
  @Test(arguments: [
    ("antidisestablishmentarianism", 6), ("2 + 2 = 4", 7), ("お誕生日おめでとう", 8),
    ("tiktoken is great!", 6), ("Hello, world!", 4), ("", 0),
    ("make the sky blue", 4), ("remove the chair on the left", 6), ("12345678", 3),
  ])
  func holdsTheCountOfTheVocabulary(text: String, count: Int) {
    let range = TokenRange.prompt(TextMeasure(text))
    #expect(range.contains(count + 6) && range.contains(count + 7))
  }

  @Test(arguments: [
    ("make the sky blue", 4, 17), ("don't", 1, 5), ("12345678", 3, 8), ("a1b22c", 5, 6),
    ("naïve café", 2, 12), ("3:1, then 1:3", 5, 13), ("   ", 0, 3), ("e\u{301}te\u{301}", 1, 7),
  ])
  func countsWordsAndBytes(text: String, words: Int, bytes: Int) {
    let measure = TextMeasure(text)
    #expect(measure.wordCount == words)
    #expect(measure.byteCount == bytes)
    #expect(TokenRange.prompt(measure) == TokenRange(low: words + 6, high: bytes + 7))
  }

  @Test func addsUpOverPartsThatEndInSpacesOrLines() {
    let parts = ["1. In the centre: ", "don't change 1234 things'", "\n2. ", "'tis  ", "été"]
    let sum = parts.map { TextMeasure($0) }.reduce(.zero, +)
    #expect(sum == TextMeasure(parts.joined()))
  }
}
