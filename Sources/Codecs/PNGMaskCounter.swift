internal import CPNG
internal import Raster

/// Counts the weights of a mask file's rows as they come.
struct PNGMaskCounter {
  private(set) var tally = MaskTally()
  private let interpretation: MaskInterpretation
  private var meaning: Meaning
  private let colours: PNGSampleColours
  private var weigher: PNGRowWeigher
  /// The row at hand.
  private var weights: [UInt8]

  /// What is known about the meaning of the values.
  private enum Meaning {
    /// Every pixel so far is opaque; unless one is not, white is edit.
    case open
    case known(MaskPolarity)

    var polarity: MaskPolarity {
      switch self {
      case .open: .whiteIsEdit
      case .known(let polarity): polarity
      }
    }
  }

  /// - Throws: `CodecError` with `noAlpha` when alpha was stated to decide and the file has none.
  init(
    _ table: PNGChunkTable, in bytes: RawSpan, interpretation: MaskInterpretation
  ) throws(CodecError) {
    let header = table.header
    self.interpretation = interpretation
    switch interpretation {
    case .stated(.alphaZeroIsEdit) where !header.hasAlpha: throw CodecError(.noAlpha)
    case .stated(let polarity): meaning = .known(polarity)
    case .automatic: meaning = header.hasAlpha ? .open : .known(.whiteIsEdit)
    }
    colours = PNGSampleColours(table, in: bytes)
    weigher = PNGRowWeigher(meaning.polarity, colours: colours)
    weights = [UInt8](repeating: 0, count: header.size.width)
  }

  /// After the last row: how the values were understood, and why.
  var finding: (polarity: MaskPolarity, reason: MaskReading.Reason) {
    switch (interpretation, meaning) {
    case (.stated(let polarity), _): (polarity, .stated)
    case (.automatic, .open): (.whiteIsEdit, .alphaIsOpaqueEverywhere)
    case (.automatic, .known(.alphaZeroIsEdit)): (.alphaZeroIsEdit, .alphaVaries)
    case (.automatic, .known): (.whiteIsEdit, .noAlpha)
    }
  }

  /// - Parameter row: In the form of bytes.
  mutating func take(_ row: pentimento_png_row) {
    if case .open = meaning, !isOpaque(row) { readAlphaFromHere() }
    let weigher = weigher
    weights.withUnsafeMutableBytes { weights in
      weigher.weigh(row, into: UnsafeMutableRawBufferPointer(rebasing: weights[..<Int(row.count)]))
    }
    weights.withUnsafeBytes { weights in
      tally.add(
        UnsafeRawBufferPointer(rebasing: weights[..<Int(row.count)]), x: Int(row.x), step: Int(row.step),
        y: Int(row.y))
    }
  }

  private func isOpaque(_ row: pentimento_png_row) -> Bool {
    let samples = row.samples
    var common: UInt8 = 255
    switch row.channel_count {
    case 1: for index in 0..<Int(row.count) { common &= colours.colours[Int(samples[index])].w }
    case 2: for index in 0..<Int(row.count) { common &= samples[2 * index + 1] }
    case 4: for index in 0..<Int(row.count) { common &= samples[4 * index + 3] }
    default: break
    }
    return common == 255
  }

  /// The pixels before are opaque: whatever their colour, they are kept.
  private mutating func readAlphaFromHere() {
    meaning = .known(.alphaZeroIsEdit)
    weigher = PNGRowWeigher(.alphaZeroIsEdit, colours: colours)
    var opaque = MaskTally()
    opaque.addKept(tally.facts.pixelCount)
    tally = opaque
  }
}
