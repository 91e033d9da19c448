internal import Raster

/// A request for pictures after every check that needs no pixels.
struct ImageOrder: Sendable {
  enum Kind: Sendable {
    case generation
    case edit
  }

  enum Format: String, CaseIterable, Sendable {
    case png
    case jpeg
    case webp
  }

  let kind: Kind
  let model: SimModel
  /// As the request had it.
  let modelName: String
  let prompt: String
  /// Pictures to make.
  let count: Int
  /// Resolved: what `auto` became.
  let size: PixelSize
  let quality: String
  let isTransparent: Bool
  let format: Format
  /// JPEG's and WebP's quality, `0...100`.
  let compression: Int
  let isStream: Bool
  /// Partial pictures of each picture.
  let partials: Int
  let safetyIdentifier: String?
  let isHighFidelity: Bool
  let inputs: [InputPicture]
  let mask: InputPicture?
}

extension ImageOrder {
  /// Input and output tokens of one picture of the order.
  var usageOfOne: SimUsage {
    let rules = TokenRules(model: model)
    return SimUsage(
      text: rules.text(prompt, inputCount: inputs.count),
      imageIn: inputs.reduce(0) { $0 + rules.input($1.size, isHighFidelity: isHighFidelity) },
      imageOut: rules.output(quality: quality, size: size) + partials * TokenRules.perPartial)
  }

  /// Several pictures are several calls, each with the whole input.
  var usage: SimUsage {
    let one = usageOfOne
    return SimUsage(
      text: one.text * count, imageIn: one.imageIn * count, imageOut: one.imageOut * count,
      textOut: one.textOut * count)
  }

  var charge: Charge {
    let usage = usage
    return Charge(
      model: modelName, usage: usage, nanodollars: model.prices.nanodollars(of: usage), images: count)
  }

  var demand: Demand {
    Demand(
      model: model.name, images: count + max(inputs.count - 1, 0), tokens: usage.total, quality: quality)
  }
}
