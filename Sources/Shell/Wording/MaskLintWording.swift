internal import EditModel
internal import Engine
internal import Planner

/// Findings about masks in words: what, its number, and how to mend it.
struct MaskLintWording {
  let finding: MaskLint.Finding
  /// The mask's name, or `nil` for a file, which has to be loaded before anything can be done to it.
  let name: String?

  /// One line.
  var line: String { "\(finding.severity.rawValue): \(sentence)" + (fix.map { "; \($0)" } ?? "") }

  /// The next step, where there is one.
  var fix: String? {
    guard name == nil, finding.code != .noAlpha, finding.code != .sizeDiffers else { return step }
    return step.map { "load it, then \($0)" }
  }

  private func number(_ name: MaskLint.NumberName) -> String {
    let value = finding[name] ?? 0
    return value == value.rounded() ? "\(Int(value))" : "\((value * 10).rounded() / 10)"
  }

  private func count(_ name: MaskLint.NumberName) -> Int { Int(finding[name] ?? 0) }

  var sentence: String {
    switch finding.code {
    case .noAlpha: "no alpha channel, and transparent was to mean edit"
    case .nothingEditable: "nothing editable: every weight is 0"
    case .everythingEditable: "everything editable: no pixel is locked"
    case .sizeDiffers:
      "size differs: \(number(.maskWidth))x\(number(.maskHeight)), the picture is "
        + "\(number(.pictureWidth))x\(number(.pictureHeight))"
    case .haze: "haze: " + haze
    case .specks: "specks: " + specks
    case .touchesFrame: "touches the frame: \(sides)"
    case .likelyInverted:
      "likely inverted: only \(number(.keptPixels)) of \(number(.framePixels)) pixels are kept, inside the rest"
    case .tooSmallForGrid where count(.widestSquare) == 0:
      "too faint for the model: no pixel is more than half edited"
    case .tooSmallForGrid:
      "too small for the model: \(number(.widestSquare)) pixels across, one cell of its grid is "
        + "\(number(.cell))"
    case .fileTooLarge:
      "file too large: \(number(.byteCount)) bytes, at most \(number(.byteLimit))"
    case .pictureTransparent:
      "the picture has its own transparency: \(counted(count(.transparentPixels), "pixel"))"
    }
  }

  private var haze: String {
    [
      (count(.lowHazeCount), count(.lowHazePixels), "1 to 8"),
      (count(.highHazeCount), count(.highHazePixels), "247 to 254"),
    ].filter { $0.0 > 0 }.map { count, pixels, weights in
      "\(counted(pixels, "pixel")) of weight \(weights) in \(counted(count, "place"))"
    }.joined(separator: ", ")
  }

  private var specks: String {
    [
      (count(.speckCount), count(.speckPixels), "speck"),
      (count(.pinholeCount), count(.pinholePixels), "pinhole"),
    ].filter { $0.0 > 0 }.map { count, pixels, noun in
      "\(counted(count, noun)) of \(counted(pixels, "pixel")) in all"
    }.joined(separator: ", ")
  }

  private var sides: String {
    [MaskLint.NumberName.left, .top, .right, .bottom].filter { count($0) > 0 }.map {
      "\(counted(count($0), "pixel")) on the \($0.rawValue)"
    }.joined(separator: ", ")
  }

  private var step: String? {
    let name = name.map { " --name \($0)" } ?? ""
    return switch finding.code {
    case .noAlpha: "mask load FILE --polarity white reads it as white = edit"
    case .nothingEditable: "draw it again, or mask invert\(name)"
    case .everythingEditable: "mask none edits the whole picture without a lock"
    case .sizeDiffers: self.name == nil ? "mask load FILE --fit scales it" : "mask fit\(name) scales it"
    case .haze: "unless it is meant: mask threshold 128\(name), then mask feather as wanted"
    case .specks: specksFix(name)
    case .touchesFrame: "if the thing goes on outside, canvas extend first; else mask shrink\(name)"
    case .likelyInverted: "mask invert\(name)"
    case .tooSmallForGrid: "mask grow\(name) by a few pixels"
    case .fileTooLarge: "mask threshold 128\(name) makes a small file"
    case .pictureTransparent:
      "some services take it for the mask: canvas pad with --fill, or edit a flat copy"
    }
  }

  private func specksFix(_ name: String) -> String {
    let area = number(.speckArea)
    let steps = [
      count(.speckCount) > 0 ? "mask clean \(area)\(name)" : nil,
      count(.pinholeCount) > 0 ? "mask fill \(area)\(name)" : nil,
    ]
    return steps.compactMap(\.self).joined(separator: " and ")
  }
}
