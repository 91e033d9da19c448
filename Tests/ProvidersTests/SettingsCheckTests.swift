import EditModel
import Providers
import Raster
import Testing

@Suite struct SettingsCheckTests {
  private func refusal(_ request: HostedRequest) -> ProviderError? {
    do throws(ProviderError) {
      try Bench.provider(request.model).check(request)
      return nil
    } catch {
      return error
    }
  }

  private func refusal(
    _ model: String = "gpt-image-2-2026-04-21", _ change: (inout HostedSettings) -> Void
  ) -> ProviderError? {
    var settings = HostedSettings(quality: "low")
    change(&settings)
    return refusal(Bench.edit(settings, model: model))
  }

  @Test(arguments: ["hd", "standard", "auto", "xhigh", "max", ""])
  func namesTheQualitiesOfTheModel(_ quality: String) {
    let error = refusal("gpt-image-2") { $0.quality = quality }
    #expect(error?.code == .unsupportedSetting)
    #expect(error?.subject == "quality of gpt-image-2")
    #expect(error?.found == quality)
    #expect(error?.allowed == ["low", "medium", "high"])
    #expect(error?.effect == .notExecuted && error?.mayRetry == false)
  }

  @Test func laterModelsTakeMore() {
    for model in ["gpt-image-2.5-flare", "gpt-image-2.6-sunburst"] {
      #expect(refusal(model) { $0.quality = "max" } == nil)
      #expect(refusal(model) { $0.background = "transparent" } == nil)
    }
    #expect(refusal("gpt-image-2.6-flare") { $0.complexity = "low" } == nil)
  }

  @Test func refusesWhatTheModelDoesNotTake() {
    let transparent = refusal { $0.background = "transparent" }
    #expect(transparent?.allowed == ["auto", "opaque"])
    #expect(refusal("gpt-image-2.5-flare") { $0.complexity = "low" }?.allowed == ["default"])
    #expect(refusal("gpt-image-2.6-flare") { $0.complexity = "max" }?.allowed == ["low", "medium", "high"])
    #expect(refusal { $0.moderation = "off" }?.allowed == ["auto", "low"])
    #expect(refusal { $0.variants = 11 }?.allowed == ["1 to 10"])
    #expect(refusal { $0.variants = 0 }?.allowed == ["1 to 10"])
    #expect(refusal { $0.partials = 4 }?.allowed == ["0 to 3"])
    #expect(refusal { $0.format = "svg" }?.allowed == ["png", "jpeg", "webp"])
  }

  @Test(arguments: [
    ("gpt-image-1", "2026-10-23"), ("dall-e-2", "2026-05-12"), ("dall-e-3", "2026-05-12"),
    ("gpt-image-1.5", "2026-12-01"), ("gpt-image-1-mini", "2026-12-01"),
  ])
  func retiredModelsNameTheirSuccessor(_ model: String, _ day: String) {
    let error = refusal(model) { _ in }
    #expect(error?.code == .retired)
    #expect(error?.found == model)
    #expect(error?.allowed == ["gpt-image-2-2026-04-21"])
    #expect(error?.message?.contains(day) == true)
  }

  @Test(arguments: ["gpt-5", "gpt-4o", "o3", "chatgpt-4o-latest", "chat/completions", "responses"])
  func textModelsAreNotBuilt(_ model: String) {
    let error = refusal(model) { _ in }
    #expect(error?.code == .notBuilt)
    #expect(error?.message?.isEmpty == false)
  }

  @Test func modelsOfGatewaysAreTaken() {
    #expect(refusal("flux-kontext") { $0.quality = "hd" } == nil)
    #expect(refusal("openai/gpt-5-image") { _ in } == nil)
    #expect(Bench.provider("flux-kontext").capabilities.promptLimit == 32_000)
  }

  @Test(arguments: [
    (1024, 1024, true), (3840, 2160, true), (2880, 2880, true), (1024, 640, true), (1920, 1080, false),
    (800, 800, false), (3856, 2160, false), (3840, 1264, false), (2896, 2880, false), (0, 0, false),
  ])
  func onlyLegalSizesAreAsked(_ width: Int, _ height: Int, _ isLegal: Bool) {
    let error = refusal(Bench.edit(size: PixelSize(width: width, height: height)))
    #expect((error == nil) == isLegal)
    #expect(isLegal || error?.subject == "size")
  }

  @Test func boundsPromptsAndFiles() {
    #expect(refusal(Bench.edit(prompt: String(repeating: "é", count: 32_000))) == nil)
    #expect(refusal(Bench.edit(prompt: String(repeating: "é", count: 32_001)))?.subject == "prompt")
    #expect(refusal(Bench.edit(prompt: ""))?.subject == "prompt")
    let file = Bench.file("x")
    #expect(refusal(Bench.edit(inputs: Array(repeating: file, count: 16))) == nil)
    #expect(refusal(Bench.edit(inputs: Array(repeating: file, count: 17)))?.allowed == ["1 to 16"])
    #expect(refusal(Bench.edit(inputs: []))?.allowed == ["1 to 16"])
    #expect(refusal(Bench.edit(inputs: [Bench.file("x", type: "image/gif")]))?.found == "image/gif")
    #expect(refusal(Bench.edit(mask: Bench.file("x", type: "image/webp")))?.subject == "mask")
  }

  @Test func boundsTheBytesOfFiles() {
    func input(_ count: Int, id: String? = nil) -> HostedInput {
      HostedInput(
        source: Zeros(byteCount: count), contentType: "image/png", fileName: "a.png", fileID: id)
    }
    #expect(refusal(Bench.edit(inputs: [input(49_999_999)])) == nil)
    #expect(refusal(Bench.edit(inputs: [input(50_000_000)]))?.subject == "picture")
    #expect(refusal(Bench.edit(mask: input(3_999_999))) == nil)
    #expect(refusal(Bench.edit(mask: input(4_000_000)))?.subject == "mask")
    // As a data: address a file of a JSON request is a third longer, and has a smaller bound.
    #expect(refusal(Bench.edit(inputs: [input(15_700_000), input(1, id: "file-1")])) == nil)
    #expect(refusal(Bench.edit(inputs: [input(15_730_000), input(1, id: "file-1")]))?.subject == "picture")
  }

  @Test func aGenerationTakesNoPictures() {
    func generation(_ inputs: [HostedInput], _ mask: HostedInput?) -> HostedRequest {
      HostedRequest(
        kind: .generate, model: "gpt-image-2", prompt: "A cat", inputs: inputs, mask: mask,
        size: PixelSize(width: 1024, height: 1024), settings: HostedSettings(quality: "low"))
    }
    #expect(refusal(generation([], nil)) == nil)
    #expect(refusal(generation([Bench.file("x")], nil))?.code == .impossible)
    #expect(refusal(generation([], Bench.file("x")))?.code == .impossible)
  }

  @Test func tellsWhatModelsTake() {
    let capabilities = Bench.provider("gpt-image-2").capabilities
    #expect(capabilities.isPaid && capabilities.masks == .hint && capabilities.promptLimit == 32_000)
    #expect(capabilities.sizes?.longestSide == 3840)
    #expect(Bench.provider("gpt-image-2.6-flare").capabilities.sizes?.grid == 16)
  }
}

/// So many zeros, held nowhere.
private struct Zeros: ByteSource {
  let byteCount: Int

  func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(ByteStreamError) -> Int {
    let count = max(0, min(buffer.count, byteCount - offset))
    for index in 0..<count { buffer[index] = 0 }
    return count
  }
}
