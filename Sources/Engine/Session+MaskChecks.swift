internal import Billing
internal import Codecs
public import EditModel
public import Planner
internal import Providers
public import Raster

/// A mask as one kind of service would receive it.
public struct WrittenMask: Hashable, Sendable {
  /// What marks the part to edit.
  public let polarity: MaskFileOptions.Polarity
  public let byteCount: Int
  /// Services that want it so.
  public let receivers: [String]
}

/// How a mask was built, what it covers, and what would be sent of it.
public struct MaskExplanation: Hashable, Sendable {
  public let report: MaskReport
  public let analysis: MaskAnalysis
  public let written: [WrittenMask]
}

/// What is wrong with a mask or a mask file.
public struct MaskLintReport: Hashable, Sendable {
  /// The mask's name or the file's path.
  public let subject: String
  public let isFile: Bool
  public let size: PixelSize
  /// The model whose grid and limits were looked at.
  public let model: String
  public let findings: [MaskLint.Finding]

  /// The worst of the findings, or `nil` when there are none.
  public var severity: MaskLint.Severity? { findings.map(\.severity).max() }
}

extension Session {
  /// Everything that is known of a mask; reads only.
  public func explainMask(_ name: String) throws(Problem) -> MaskExplanation {
    let report = try maskReport(name)
    let mask = try maskWeights(name)
    var written: [WrittenMask] = []
    for convention in MaskConvention.all {
      written.append(
        WrittenMask(
          polarity: .init(codec: convention.polarity),
          byteCount: try byteCount(of: mask, as: convention.polarity), receivers: convention.receivers))
    }
    return MaskExplanation(
      report: report, analysis: mask.analysis(bands: configuration.bands), written: written)
  }

  /// Looks for what is likely to go wrong with a mask on the current picture; reads only.
  public func lintMask(_ name: String) throws(Problem) -> MaskLintReport {
    try catchUp()
    return try lint(try maskWeights(name), of: name)
  }

  /// Looks for what is likely to go wrong with a file that is to become a mask; reads only.
  ///
  /// One that cannot fit by its header is never decoded.
  public func lintMaskFile(
    _ path: String, polarity: MaskFileOptions.Polarity = .automatic
  ) throws(Problem) -> MaskLintReport {
    try catchUp()
    let bytes = try UserFiles(configuration).read(path)
    let wanted = try currentRound().picture.size
    let header = try problem(about: path) { () throws(CodecError) in
      try PictureFile.header(of: bytes)
    }
    let lacksAlpha = polarity == .alpha && !header.hasAlpha
    guard !lacksAlpha, header.uprightSize == wanted else {
      return lint(
        try facts(size: header.uprightSize, mask: nil, alpha: lacksAlpha ? .missing : .notNeeded), of: path,
        isFile: true)
    }
    let reading = try problem(about: path) { () throws(CodecError) in
      try PictureFile.decodeMask(
        bytes, interpretation: polarity.interpretation, libraries: configuration.libraries,
        bands: configuration.bands)
    }
    return try lint(reading.mask, of: path, byteCount: bytes.count)
  }

  private func lint(
    _ mask: Mask, of subject: String, byteCount: Int? = nil
  ) throws(Problem) -> MaskLintReport {
    var facts = try facts(size: mask.size, mask: mask, alpha: .notNeeded)
    if let byteCount {
      facts.byteCount = byteCount
    } else {
      facts.byteCount = try self.byteCount(of: mask, as: .alphaZeroIsEdit)
    }
    facts.byteLimit = MaskConvention.all.first { $0.polarity == .alphaZeroIsEdit }?.byteLimit
    return lint(facts, of: subject, isFile: byteCount != nil)
  }

  private func lint(
    _ facts: MaskLint.Facts, of subject: String, isFile: Bool
  ) -> MaskLintReport {
    MaskLintReport(
      subject: subject, isFile: isFile, size: facts.maskSize, model: view.value(of: "model"),
      findings: MaskLint.findings(facts))
  }

  private func facts(
    size: PixelSize, mask: Mask?, alpha: MaskLint.Facts.Alpha
  ) throws(Problem) -> MaskLint.Facts {
    let picture = try pictures.bitmap(try currentRound().picture)
    let transparency = picture.isOpaque ? nil : picture.transparencyMask(bands: configuration.bands)
    return MaskLint.Facts(
      maskSize: size, pictureSize: picture.size, analysis: mask?.analysis(bands: configuration.bands),
      alpha: alpha,
      transparentPixelCount: transparency?.facts(bands: configuration.bands).editablePixelCount ?? 0,
      cell: cell(for: picture.size))
  }

  /// The side of a cell of the model's grid in pixels of the picture; `nil` for a model without a grid.
  private func cell(for size: PixelSize) -> Double? {
    let model = PriceTable.embedded.model(named: view.value(of: "model"))
    guard let rule = model?.sizes, let sent = rule.nearestSize(to: size) else { return nil }
    let scale = min(
      Double(sent.width) / Double(size.width), Double(sent.height) / Double(size.height), 1)
    return Double(rule.grid) / scale
  }

  private func byteCount(of mask: Mask, as polarity: MaskPolarity) throws(Problem) -> Int {
    try problem(about: "mask") { () throws(CodecError) in
      try PNG.encode(mask: mask, as: polarity, bands: configuration.bands).count
    }
  }
}
