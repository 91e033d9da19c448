internal import EditModel
internal import Engine
internal import Planner
internal import Raster

extension Answer {
  init(_ explanation: MaskExplanation) {
    self.init(explanation.lines, explanation.json)
  }

  /// The findings; errors fail as bad input does, warnings only where they are to.
  init(_ report: MaskLintReport, isStrict: Bool) {
    let code: ExitCode =
      switch report.severity {
      case .error: .usage
      case .warning: isStrict ? .someFailed : .done
      case nil: .done
      }
    self.init(report.lines, report.json, exitCode: code)
  }
}

extension MaskExplanation {
  private var whole: MaskComponents { analysis.components }

  fileprivate var lines: [String] {
    var lines = report.lines
    lines.append("parts    \(parts)")
    lines.append("edge     \(Self.percent(analysis.softShare)) of the editable pixels are soft (1 to 254)")
    if analysis.holes.count > 0 {
      lines.append("holes    \(analysis.holes.count), the largest of \(analysis.largestHoleArea) pixels")
    }
    lines.append("local    the weights as they are")
    lines += written.map { written in
      "\(pad(written.polarity.rawValue, 8)) \(written.byteCount) bytes of PNG, \(written.polarity.meaning): "
        + written.receivers.joined(separator: ", ")
    }
    return lines
  }

  private var parts: String {
    guard let largest = whole.largest.first else { return "none" }
    guard whole.count > 1 else { return "1, \(largest.area) pixels, \(largest.bounds)" }
    return "\(whole.count), from \(whole.smallestArea) to \(largest.area) pixels"
  }

  /// With one decimal.
  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }

  fileprivate var json: JSONValue {
    .members([
      "mask": report.json, "parts": .integer(whole.count),
      "largest": .array(
        whole.largest.map { .members(["pixels": .integer($0.area), "box": $0.bounds.json]) }),
      "soft_share": .decimal(analysis.softShare), "holes": .integer(analysis.holes.count),
      "written": .array(
        written.map {
          .members([
            "as": .string($0.polarity.rawValue), "bytes": .integer($0.byteCount),
            "receivers": .strings($0.receivers),
          ])
        }),
    ])
  }
}

extension MaskFileOptions.Polarity {
  /// What means edit, in words.
  fileprivate var meaning: String {
    switch self {
    case .white, .automatic: "white = edit"
    case .black: "black = edit"
    case .alpha: "transparent = edit"
    }
  }
}

extension MaskLintReport {
  private var wordings: [MaskLintWording] {
    findings.map { MaskLintWording(finding: $0, name: isFile ? nil : subject) }
  }

  fileprivate var lines: [String] {
    guard !findings.isEmpty else { return ["\(subject): \(size), nothing to find fault with"] }
    return ["\(subject): \(size), \(counted(findings.count, "finding")) for \(model)"]
      + wordings.map { "  \($0.line)" }
  }

  fileprivate var json: JSONValue {
    .members([
      "subject": .string(subject), "width": .integer(size.width), "height": .integer(size.height),
      "model": .string(model), "severity": severity.map { .string($0.rawValue) },
      "findings": .array(
        zip(findings, wordings).map { finding, wording in
          .members([
            "code": .string(finding.code.rawValue), "severity": .string(finding.severity.rawValue),
            "message": .string(wording.sentence), "fix": wording.fix.map(JSONValue.string),
            "numbers": .object(
              finding.numbers.map { JSONValue.Member(key: $0.name.rawValue, value: .number($0.value)) }),
          ])
        }),
    ])
  }
}
