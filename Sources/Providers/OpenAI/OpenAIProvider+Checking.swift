internal import Billing
internal import Codecs
package import EditModel
internal import Raster

extension OpenAIProvider {
  /// What the service takes as a `data:` address, in characters; a published bound.
  private static let addressLimit = 20_971_520
  private static let pictureByteLimit = 49_999_999
  private static let contentTypes = ["image/png", "image/jpeg", "image/webp"]
  /// The rule of every model of the service that takes any size; for models that no table knows.
  private static let commonSizes = SizeRule(
    grid: 16, longestSide: 3_840, maximumRatio: 3, pixels: 655_360...8_294_400)
  private static let commonPromptLimit = 32_000

  /// What a model takes; one that no table knows counts as the service's newest.
  package func capabilities(of model: String) -> Capabilities {
    let options = models.model(named: model)?.options
    return Capabilities(
      provider: name, model: model, masks: .hint,
      promptLimit: options?.promptLimit ?? Self.commonPromptLimit, isPaid: true,
      sizes: prices.model(named: model)?.sizes ?? Self.commonSizes)
  }

  package func check(_ facts: InstructionFacts) throws(ProviderError) {
    if facts.text.allSatisfy(\.isWhitespace) { throw ProviderError(.notUnderstood, found: facts.text) }
  }

  package func check(_ request: HostedRequest) throws(ProviderError) {
    precondition(request.kind != .upload, "an upload is no request for a picture")
    try check(model: request.model)
    try check(request.settings, of: request.model)
    try checkPrompt(request)
    try checkSize(request)
    try checkFiles(request)
  }

  /// Refuses a model that is shut down, or that this build does not call.
  ///
  /// - Throws: `ProviderError` with code `retired`, naming the successor, or `notBuilt`.
  package func check(model: String) throws(ProviderError) {
    try Endpoint.check(base: model)
    if let facts = models.model(named: model),
      facts.isShutDown(at: surroundings.now()) || facts.options == nil
    {
      var error = ProviderError(
        .retired, subject: "model", found: model, allowed: [facts.successor].compactMap(\.self))
      error.message = facts.ends.map { "shut down on \($0)" }
      throw error
    }
    if Self.isTextModel(model) {
      var error = ProviderError(.notBuilt, subject: "model", found: model, allowed: callable)
      error.message = "a text model makes pictures only by a tool of another endpoint"
      throw error
    }
  }

  /// Refuses values that the model does not take.
  ///
  /// - Throws: `ProviderError` with code `unsupportedSetting`, naming the setting and what the model takes.
  package func check(_ settings: HostedSettings, of model: String) throws(ProviderError) {
    func require(_ name: String, _ value: String, in allowed: [String]) throws(ProviderError) {
      guard !allowed.contains(value) else { return }
      throw ProviderError(.unsupportedSetting, subject: "\(name) of \(model)", found: value, allowed: allowed)
    }
    func require(_ name: String, _ value: Int, in allowed: ClosedRange<Int>) throws(ProviderError) {
      guard !allowed.contains(value) else { return }
      let range = "\(allowed.lowerBound) to \(allowed.upperBound)"
      throw ProviderError(
        .unsupportedSetting, subject: "\(name) of \(model)", found: "\(value)", allowed: [range])
    }
    try require("moderation", settings.moderation, in: ["auto", "low"])
    let options = models.model(named: model)?.options
    try require("n", settings.variants, in: 1...(options?.variantLimit ?? 10))
    try require("partials", settings.partials, in: 0...(options?.partialLimit ?? 3))
    guard let options else { return }
    try require("quality", settings.quality, in: options.qualities)
    try require("format", settings.format, in: options.formats)
    try require(
      "background", settings.background,
      in: ["auto", "opaque"]
        + (options.allowsTransparency && settings.format != "jpeg" ? ["transparent"] : []))
    if let complexity = settings.complexity {
      try require(
        "complexity", complexity, in: options.complexities.isEmpty ? ["default"] : options.complexities)
    }
  }

  private var callable: [String] {
    models.models.filter { $0.options != nil && !$0.isShutDown(at: surroundings.now()) }.map(\.id)
  }

  private static func isTextModel(_ model: String) -> Bool {
    if model.contains("image") { return false }
    let isReasoning = model.first == "o" && model.dropFirst().first?.isNumber ?? false
    return isReasoning || model.hasPrefix("gpt-") || model.hasPrefix("chatgpt-")
  }

  private func checkPrompt(_ request: HostedRequest) throws(ProviderError) {
    let limit = capabilities(of: request.model).promptLimit
    let count = request.prompt.unicodeScalars.count
    guard (1...limit).contains(count) else {
      throw ProviderError(
        .impossible, subject: "prompt", found: "\(count) characters", allowed: ["1 to \(limit)"])
    }
  }

  private func checkSize(_ request: HostedRequest) throws(ProviderError) {
    let size = request.size
    guard let rule = capabilities(of: request.model).sizes else { return }
    if size.width > 0, size.height > 0, rule.allows(BilledSize(width: size.width, height: size.height)) {
      return
    }
    throw ProviderError(
      .impossible, subject: "size", found: "\(size)",
      allowed: [
        "sides that are multiples of \(rule.grid), at most \(rule.longestSide), at most \(rule.maximumRatio):1",
        "\(rule.pixels.lowerBound) to \(rule.pixels.upperBound) pixels",
      ])
  }

  private func checkFiles(_ request: HostedRequest) throws(ProviderError) {
    let limit = models.model(named: request.model)?.options?.pictureLimit ?? 16
    let allowed = request.kind == .generate ? 0...0 : 1...limit
    guard allowed.contains(request.inputs.count), request.kind == .edit || request.mask == nil else {
      throw ProviderError(
        .impossible, subject: "pictures", found: "\(request.inputs.count)",
        allowed: ["\(allowed.lowerBound) to \(allowed.upperBound)"])
    }
    let isJSON = (request.inputs + [request.mask].compactMap(\.self)).contains { $0.fileID != nil }
    for input in request.inputs {
      try check(input, "picture", of: Self.contentTypes, limit: Self.pictureByteLimit, isJSON: isJSON)
    }
    let maskLimit = MaskConvention.all.first { $0.polarity == .alphaZeroIsEdit }?.byteLimit
    if let mask = request.mask {
      try check(mask, "mask", of: ["image/png"], limit: maskLimit ?? Self.pictureByteLimit, isJSON: isJSON)
    }
  }

  private func check(
    _ file: HostedInput, _ subject: String, of types: [String], limit: Int, isJSON: Bool
  ) throws(ProviderError) {
    guard file.fileID == nil else { return }
    guard types.contains(file.contentType) else {
      throw ProviderError(.impossible, subject: subject, found: file.contentType, allowed: types)
    }
    let limit = isJSON ? min(limit, (Self.addressLimit - 64) / 4 * 3) : limit
    guard file.source.byteCount <= limit else {
      throw ProviderError(
        .impossible, subject: subject, found: "\(file.source.byteCount) bytes",
        allowed: ["at most \(limit) bytes"])
    }
  }
}
