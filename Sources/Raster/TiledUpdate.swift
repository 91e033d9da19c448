/// Rewrites a mask in place, tile by tile, from the weights around each tile as they were before.
///
/// Results wait in a buffer of a few rows of tiles until no tile that is still to come needs what they
/// replace, so that no second plane is made.
struct TiledUpdate: Sendable {
  /// One piece of work: some neighbouring tiles of one row of tiles.
  struct Piece: Sendable {
    let pixels: PixelRect
    /// Where the piece's results stand in the buffer of its batch.
    let offset: Int
  }

  /// The weights of the whole mask before the update; rows tightly packed.
  struct Source: @unchecked Sendable {
    // Only read while pieces are computed; results are written between batches.
    let weights: UnsafeRawPointer
    let size: PixelSize
  }

  let tiles: UniformTiles
  /// The largest distance, along rows and columns, at which a weight counts.
  let reach: Int
  let bands: Bands

  /// Tiles of one piece: enough that the weights around it do not outweigh its own, few enough for the cache.
  private var tilesPerPiece: Int { max(4, 4 * reach / UniformTiles.side) }

  /// Rows of tiles of one batch; the next batch reads no further up than this one.
  private var rowsPerBatch: Int { max((reach + UniformTiles.side - 1) / UniformTiles.side, 4) }

  /// Replaces the weights of the tiles that `changes` names.
  ///
  /// - Parameters:
  ///   - changes: Whether the tile in this column and row can change.
  ///   - compute: Writes the new weights of some pixels, rows tightly packed; pieces may be computed at the
  ///     same time and in any order.
  func apply(
    to weights: UnsafeMutableBufferPointer<UInt8>, changes: (Int, Int) -> Bool,
    compute: @Sendable (Source, PixelRect, UnsafeMutableBufferPointer<UInt8>) -> Void
  ) {
    guard let base = weights.baseAddress else { return }
    let source = Source(weights: UnsafeRawPointer(base), size: tiles.size)
    var waiting = Batch(pieces: [], results: [])
    for first in stride(from: 0, to: tiles.rows, by: rowsPerBatch) {
      let rows = first..<min(first + rowsPerBatch, tiles.rows)
      let next = batch(of: pieces(in: rows, changes: changes), source: source, compute: compute)
      store(waiting, in: weights)
      waiting = next
    }
    store(waiting, in: weights)
  }

  private struct Batch {
    let pieces: [Piece]
    let results: [UInt8]
  }

  private func pieces(in rows: Range<Int>, changes: (Int, Int) -> Bool) -> [Piece] {
    var pieces: [Piece] = []
    var offset = 0
    for row in rows {
      var column = 0
      while column < tiles.columns {
        let start = column
        while column < tiles.columns, column - start < tilesPerPiece, changes(column, row) {
          column += 1
        }
        if column > start {
          let pixels = tiles.pixels(columns: start..<column, row: row)
          pieces.append(Piece(pixels: pixels, offset: offset))
          offset += pixels.width * pixels.height
        } else {
          column += 1
        }
      }
    }
    return pieces
  }

  private func batch(
    of pieces: [Piece], source: Source,
    compute: @Sendable (Source, PixelRect, UnsafeMutableBufferPointer<UInt8>) -> Void
  ) -> Batch {
    guard let last = pieces.last else { return Batch(pieces: [], results: []) }
    let count = last.offset + last.pixels.width * last.pixels.height
    let results = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      // Pieces have disjoint parts of the buffer.
      nonisolated(unsafe) let results = buffer
      bands.perform(count: pieces.count) { index in
        let piece = pieces[index]
        let part = piece.offset..<piece.offset + piece.pixels.width * piece.pixels.height
        compute(source, piece.pixels, UnsafeMutableBufferPointer(rebasing: results[part]))
      }
      initialized = count
    }
    return Batch(pieces: pieces, results: results)
  }

  private func store(_ batch: Batch, in weights: UnsafeMutableBufferPointer<UInt8>) {
    guard let target = weights.baseAddress else { return }
    batch.results.withUnsafeBufferPointer { results in
      guard let results = results.baseAddress else { return }
      for piece in batch.pieces {
        let rect = piece.pixels
        for row in 0..<rect.height {
          (target + ((rect.y + row) * tiles.size.width + rect.x))
            .update(from: results + (piece.offset + row * rect.width), count: rect.width)
        }
      }
    }
  }
}
