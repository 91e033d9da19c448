internal import CZlib
internal import Raster

/// One way to compress a band.
struct PNGRecipe: Hashable, Sendable {
  enum Compressor: Hashable, Sendable {
    /// Runs only, see `DeflateRuns`.
    case runs
    /// zlib at a level.
    case zlib(Int, DeflateStream.Strategy)
  }

  let choice: PNGFilterChoice
  let compressor: Compressor
}

/// Compresses the bands of a picture, each on any thread and by its own recipe.
struct PNGBandEncoder: Sendable {
  private let rows: PNGRows
  /// The recipe of each band.
  private let chosen: [PNGRecipe]

  /// Chooses a recipe for each band by trying them on rows from its middle.
  ///
  /// - Parameter heats: Bytes of the rows tried, heat after heat: all recipes start in the first, and those
  ///   that come within a quarter of the smallest go on. The smallest of the last wins, ties go to the first.
  init(_ rows: PNGRows, recipes: [PNGRecipe], heats: [Int], bands: Bands) throws(CodecError) {
    self.rows = rows
    chosen = try bands.map(0..<rows.bandRanges.count) { index throws(CodecError) in
      var candidates = recipes
      for byteCount in heats where candidates.count > 1 {
        candidates = try Self.heat(
          candidates, on: Self.middle(of: rows.bandRanges[index], byteCount: byteCount, of: rows), of: rows)
      }
      return candidates[0]
    }
  }

  /// The compressed bytes of one of `rows.bandRanges`.
  func piece(_ index: Int) throws(CodecError) -> PNGPiece {
    let range = rows.bandRanges[index]
    let recipe = chosen[index]
    let filtered = PNGFilteredRows(rows)
    let bytes = filtered.bytes(of: range, choice: recipe.choice)
    var history: [UInt8] = []
    if index > 0, recipe.compressor != .runs {
      history = filtered.bytes(
        before: range.lowerBound, count: DeflateStream.windowSize, choice: chosen[index - 1].choice)
    }
    let compressed = try Self.compress(
      bytes, history: history, stride: rows.layout.bytesPerPixel, compressor: recipe.compressor,
      isLast: index == rows.bandRanges.count - 1)
    return PNGPiece(
      bytes: compressed, check: UInt32(adler32_z(1, bytes, bytes.count)), rawByteCount: bytes.count)
  }

  private static func middle(of range: Range<Int>, byteCount: Int, of rows: PNGRows) -> Range<Int> {
    let count = min(range.count, max(1, byteCount / (rows.byteCount + 1)))
    let first = range.lowerBound + (range.count - count) / 2
    return first..<first + count
  }

  /// The recipes that come near the smallest, which is the first of them.
  private static func heat(
    _ recipes: [PNGRecipe], on range: Range<Int>, of rows: PNGRows
  ) throws(CodecError) -> [PNGRecipe] {
    var results: [(recipe: PNGRecipe, count: Int)] = []
    for recipe in recipes {
      let bytes = PNGFilteredRows(rows).bytes(of: range, choice: recipe.choice)
      let compressed = try compress(
        bytes, history: [], stride: rows.layout.bytesPerPixel, compressor: recipe.compressor, isLast: true)
      results.append((recipe, compressed.count))
    }
    // The sort is stable.
    let ranked = results.sorted { $0.count < $1.count }
    return ranked.prefix { $0.count <= ranked[0].count + ranked[0].count / 4 }.map(\.recipe)
  }

  private static func compress(
    _ bytes: [UInt8], history: [UInt8], stride: Int, compressor: PNGRecipe.Compressor, isLast: Bool
  ) throws(CodecError) -> [UInt8] {
    switch compressor {
    case .runs:
      var runs = DeflateRuns(stride: stride)
      bytes.withUnsafeBufferPointer { runs.append($0) }
      return runs.finish(isLast: isLast)
    case .zlib(let level, let strategy):
      return try bytes.withUnsafeBufferPointer { bytes throws(CodecError) in
        try history.withUnsafeBufferPointer { history throws(CodecError) in
          try DeflateStream.compress(
            bytes, history: history, level: level, strategy: strategy, isLast: isLast)
        }
      }
    }
  }
}
