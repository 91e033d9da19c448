internal import CPNG
internal import Raster

extension PNG {
  /// Reads a mask file row by row, without keeping its pixels, and counts its weights.
  ///
  /// The result is that of `decodeMask` followed by counting. Beside the file a few rows are in memory, also for
  /// interlaced files. Where alpha decides, only alpha is looked at.
  ///
  /// - Parameters:
  ///   - bytes: The whole file, any colour type and depth.
  ///   - interpretation: As for `decodeMask`.
  ///   - limits: Checked against the header before memory is taken.
  /// - Throws: `CodecError` as `decodeMask` does.
  public static func validateMask(
    _ bytes: RawSpan, interpretation: MaskInterpretation = .automatic,
    limits: DecodeLimits = .standard
  ) throws(CodecError) -> MaskValidation {
    let table = try checkedTable(of: bytes, limits: limits)
    var counter = try PNGMaskCounter(table, in: bytes, interpretation: interpretation)
    try bytes.withUnsafeBytes { file throws(CodecError) in
      try PNGSource(file, table: table).readRows(as: .bytes) { counter.take($0) }
    }
    let (polarity, reason) = counter.finding
    return MaskValidation(
      size: table.header.size, polarity: polarity, reason: reason, hasAlpha: table.header.hasAlpha,
      facts: counter.tally.facts, histogram: counter.tally.histogram)
  }

  /// Reads a mask file row by row; see the variant for a span.
  public static func validateMask(
    _ bytes: [UInt8], interpretation: MaskInterpretation = .automatic,
    limits: DecodeLimits = .standard
  ) throws(CodecError) -> MaskValidation {
    try validateMask(bytes.span.bytes, interpretation: interpretation, limits: limits)
  }
}
