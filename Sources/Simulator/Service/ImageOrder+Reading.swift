internal import Raster

extension ImageOrder {
  static let promptLimit = 32_000
  static let counts = 1...10

  private static let common: Set<String> = [
    "prompt", "model", "n", "size", "quality", "complexity", "background", "output_format",
    "output_compression", "stream", "partial_images", "frame_count", "frame_duration_ms", "svg",
    "safety_identifier", "user",
  ]

  private static func known(_ kind: Kind, isForm: Bool) -> Set<String> {
    switch (kind, isForm) {
    case (.generation, _): common.union(["moderation"])
    // The schema of the form does not have `moderation`, that of the JSON body has no `markup`.
    case (.edit, true): common.union(["image", "image[]", "mask", "markup", "input_fidelity"])
    case (.edit, false): common.union(["images", "mask", "input_fidelity", "moderation"])
    }
  }

  /// Reads and checks a request.
  ///
  /// - Parameters:
  ///   - deployment: The model, where the address names it and the body may not.
  ///   - now: Seconds since 1970.
  ///   - files: Finds the bytes of an uploaded file.
  /// - Throws: `ServiceError`, of the first thing that the service would refuse.
  init(
    _ kind: Kind, _ fields: RequestFields, deployment: String?, now: Int,
    files: @escaping (String) -> StoredFile?
  ) throws(ServiceError) {
    var known = Self.known(kind, isForm: fields.isForm)
    if deployment != nil { known.remove("model") }
    try fields.requireKnown(known)
    let named = try fields.text("model")
    guard let modelName = deployment ?? named else { throw .missing("model") }
    let model = try SimModel.named(modelName, now: now)
    let settings = SettingsReader(fields: fields, model: model)
    let prompt = try settings.prompt()
    let reader = InputReader(fields: fields, files: files)
    let inputs = kind == .edit ? try reader.pictures() : []
    let mask = try inputs.first.flatMap { first throws(ServiceError) in
      try reader.mask(over: first, for: model)
    }
    let (isStream, partials) = try settings.streaming()
    let format = try settings.format()
    try settings.checkRest()
    self.init(
      kind: kind, model: model, modelName: modelName, prompt: prompt,
      count: try fields.integer("n", in: Self.counts) ?? 1,
      size: try settings.size() ?? model.automaticSize(for: inputs.first?.size),
      quality: try settings.quality(), isTransparent: try settings.isTransparent(in: format),
      format: format, compression: try settings.compression(in: format), isStream: isStream,
      partials: partials, safetyIdentifier: try fields.text("safety_identifier"),
      isHighFidelity: try settings.isHighFidelity(), inputs: inputs, mask: mask)
  }
}

/// The settings of a request that depend on its model.
private struct SettingsReader {
  let fields: RequestFields
  let model: SimModel

  func prompt() throws(ServiceError) -> String {
    guard let prompt = try fields.text("prompt") else { throw .missing("prompt") }
    guard !prompt.isEmpty else {
      throw ServiceError(
        code: "empty_string", param: "prompt",
        message:
          "Invalid 'prompt': empty string. Expected a string with minimum length 1, but got an empty string "
          + "instead.")
    }
    let count = prompt.unicodeScalars.count
    guard count <= ImageOrder.promptLimit else {
      throw .tooLong("prompt", count: count, limit: ImageOrder.promptLimit)
    }
    return prompt
  }

  func quality() throws(ServiceError) -> String {
    let asked = try fields.choice("quality", of: model.qualities) ?? "auto"
    return asked == "auto" ? model.automaticQuality : asked
  }

  /// `nil` for `auto`.
  func size() throws(ServiceError) -> PixelSize? {
    guard let text = try fields.text("size"), text != "auto" else { return nil }
    return try model.size(named: text)
  }

  func format() throws(ServiceError) -> ImageOrder.Format {
    // GIF and SVG need an access that this project does not have.
    let name = try fields.choice("output_format", of: ImageOrder.Format.allCases.map(\.rawValue))
    return name.flatMap(ImageOrder.Format.init) ?? .png
  }

  func compression(in format: ImageOrder.Format) throws(ServiceError) -> Int {
    let compression = try fields.integer("output_compression", in: 0...100) ?? 100
    guard format != .png || compression == 100 else {
      throw .invalidValue(
        "output_compression", "Compression less than 100 is not supported for PNG output format.")
    }
    return compression
  }

  func isTransparent(in format: ImageOrder.Format) throws(ServiceError) -> Bool {
    let background = try fields.choice("background", of: ["transparent", "opaque", "auto"])
    guard background == "transparent" else { return false }
    guard model.hasTransparentBackground else {
      throw .invalidValue("background", "Transparent background is not supported for this model.")
    }
    guard format != .jpeg else {
      throw .invalidValue("background", "Transparent background is not supported for JPEG output format.")
    }
    return true
  }

  func streaming() throws(ServiceError) -> (isStream: Bool, partials: Int) {
    let isStream = try fields.boolean("stream") ?? false
    let partials = try fields.integer("partial_images", in: 0...3) ?? 0
    guard isStream || partials == 0 else {
      throw .invalidValue("partial_images", "Partial images are only supported when 'stream' is true.")
    }
    return (isStream, partials)
  }

  func isHighFidelity() throws(ServiceError) -> Bool {
    guard fields.has("input_fidelity") else { return false }
    guard case .fixedSizes(let hasHigh) = model.family else {
      throw ServiceError(
        type: "image_generation_user_error", code: "invalid_input_fidelity_model", param: "input_fidelity",
        message: "The model '\(model.name)' does not support the 'input_fidelity' parameter.")
    }
    return try fields.choice("input_fidelity", of: hasHigh ? ["high", "low"] : ["low"]) == "high"
  }

  /// What has no effect on the picture here and is checked all the same.
  func checkRest() throws(ServiceError) {
    _ = try fields.choice("moderation", of: ["auto", "low"])
    _ = try fields.text("user")
    if try fields.choice("complexity", of: ["low", "medium", "high"]) != nil, !model.hasComplexity {
      throw .invalidValue(
        "complexity", "The model '\(model.name)' does not support the 'complexity' parameter.")
    }
    for (name, format) in [("frame_count", "GIF"), ("frame_duration_ms", "GIF"), ("svg", "SVG")]
    where fields.has(name) {
      throw .invalidValue(name, "The '\(name)' parameter is only supported for \(format) output format.")
    }
  }
}
