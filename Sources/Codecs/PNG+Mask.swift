extension PNG {
  /// Decodes a file as an edit mask.
  ///
  /// Luma is (299 R + 587 G + 114 B) / 1000, rounded (ITU-R BT.601), which is the grey level itself for grey
  /// files. Where luma decides and the file has alpha, what is transparent counts as not painted: the
  /// weight is scaled by alpha / 255, rounded.
  ///
  /// - Parameters:
  ///   - bytes: The whole file, any colour type and depth.
  ///   - limits: Checked against the header before memory is taken.
  ///   - interpretation: `automatic` takes transparent as edit when any pixel is not opaque, otherwise white
  ///     as edit; the reading says which and why.
  /// - Returns: A mask of the picture's size. An empty mask (all 0) is not an error.
  /// - Throws: `CodecError` as `decode` does; `noAlpha` when alpha was stated to decide and the file has none.
  public static func decodeMask(
    _ bytes: RawSpan, limits: DecodeLimits = .standard,
    interpretation: MaskInterpretation = .automatic
  ) throws(CodecError) -> MaskReading {
    try MaskReading(decode(bytes, limits: limits), interpretation: interpretation)
  }

  /// Decodes a file as an edit mask; see the variant for a span.
  public static func decodeMask(
    _ bytes: [UInt8], limits: DecodeLimits = .standard,
    interpretation: MaskInterpretation = .automatic
  ) throws(CodecError) -> MaskReading {
    try decodeMask(bytes.span.bytes, limits: limits, interpretation: interpretation)
  }
}
