internal import Billing

/// The token counts of an answer while they are read.
struct ReplyUsage {
  private struct Details {
    var text: Int?
    var image: Int?
    var cached: Int?
  }

  private static let countLimit = 1_000_000_000

  private var input: Details?
  private var outputTokens: Int?
  private var output: Details?

  /// Takes the value of `usage`; `nil` when it is no object.
  static func read(_ scanner: inout JSONScanner) throws(JSONFault) -> ReplyUsage? {
    guard try scanner.kind() == .object else {
      try scanner.skip()
      return nil
    }
    var usage = ReplyUsage()
    try scanner.object { name, scanner throws(JSONFault) in
      switch name {
      case "input_tokens_details": usage.input = try details(&scanner)
      case "output_tokens_details": usage.output = try details(&scanner)
      case "output_tokens": usage.outputTokens = try scanner.count()
      default: try scanner.skip()
      }
    }
    return usage
  }

  /// The counts by kind; `nil` when the input is not divided into text and pictures, which have two prices.
  ///
  /// Output that is not divided is all picture, as the service's events report it.
  var counts: Usage? {
    guard let input, let textIn = input.text, let imageIn = input.image,
      let imageOut = output?.image ?? outputTokens
    else { return nil }
    let all = [textIn, imageIn, input.cached ?? 0, imageOut, output?.text ?? 0]
    guard all.allSatisfy({ $0 <= Self.countLimit }) else { return nil }
    return Usage(
      textIn: textIn, imageIn: imageIn, cachedIn: input.cached, imageOut: imageOut,
      textOut: output?.image == nil ? 0 : output?.text ?? 0)
  }

  private static func details(_ scanner: inout JSONScanner) throws(JSONFault) -> Details? {
    guard try scanner.kind() == .object else {
      try scanner.skip()
      return nil
    }
    var details = Details()
    try scanner.object { name, scanner throws(JSONFault) in
      switch name {
      case "text_tokens": details.text = try scanner.count()
      case "image_tokens": details.image = try scanner.count()
      case "cached_tokens": details.cached = try scanner.count()
      default: try scanner.skip()
      }
    }
    return details
  }
}

extension ReportedUsage {
  /// What several events report together: the sums, and their texts a line each.
  ///
  /// The sums are `nil` when one of them has no counts.
  init?(all reports: [ReportedUsage]) {
    guard let first = reports.first else { return nil }
    let sum = reports.dropFirst().reduce(first.usage) { sum, report in
      guard let sum, let usage = report.usage else { return nil }
      return Usage(
        textIn: sum.textIn + usage.textIn, imageIn: sum.imageIn + usage.imageIn,
        cachedIn: sum.cachedIn.flatMap { cached in usage.cachedIn.map { cached + $0 } },
        imageOut: sum.imageOut + usage.imageOut, textOut: sum.textOut + usage.textOut)
    }
    self.init(usage: sum, text: reports.map(\.text).joined(separator: "\n"))
  }
}
