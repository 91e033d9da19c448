/// Distances up to a limit, coded in a byte; 255 is the limit or more.
struct DepthScale: Sendable {
  /// Pixels.
  let limit: Int
  /// Codes of one pixel.
  let unit: Int
  /// The code of a squared distance, up to the limit's.
  let codes: [UInt8]

  init(limit: Int) {
    let unit = 255 / limit
    (self.limit, self.unit) = (limit, unit)
    codes = (0...limit * limit).map { square in
      square == limit * limit ? 255 : UInt8((Double(unit) * Double(square).squareRoot()).rounded(.down))
    }
  }
}

/// The distances of one rectangle of a mask's pixels to the nearest one of weight 0.
///
/// First along columns, then along rows the least of `dx * dx + dy * dy`.
///
/// - Note: Source of the idea: Saito and Toriwaki, "New algorithms for Euclidean distance transformation", 1994.
struct DepthPatch {
  private let source: TiledUpdate.Source
  private let pixels: PixelRect
  private let scale: DepthScale
  /// The pixels whose weights count.
  private let around: PixelRect

  init(source: TiledUpdate.Source, pixels: PixelRect, scale: DepthScale) {
    self.source = source
    self.pixels = pixels
    self.scale = scale
    around = pixels.expanded(by: scale.limit).intersection(PixelRect(frameOf: source.size))
  }

  /// Writes the coded distances, rows tightly packed.
  func compute(into result: UnsafeMutableBufferPointer<UInt8>) {
    let distances = distancesAlongColumns()
    distances.withUnsafeBufferPointer { distances in
      for row in 0..<pixels.height {
        let start = (pixels.y - around.y + row) * around.width
        let line = UnsafeBufferPointer(rebasing: distances[start..<start + around.width])
        for column in 0..<pixels.width {
          let square = leastSquare(of: line, at: pixels.x - around.x + column)
          result[row * pixels.width + column] = scale.codes[square]
        }
      }
    }
  }

  /// For each pixel around, the distance within its column, at most the limit.
  private func distancesAlongColumns() -> [Int] {
    var distances = [Int](repeating: scale.limit, count: around.width * around.height)
    func pass(_ rows: some Sequence<Int>) {
      for column in 0..<around.width {
        var run = scale.limit
        for row in rows {
          let place = row * around.width + column
          let byte = (around.y + row) * source.size.width + around.x + column
          run = source.weights.load(fromByteOffset: byte, as: UInt8.self) == 0 ? 0 : min(run + 1, scale.limit)
          distances[place] = min(distances[place], run)
        }
      }
    }
    pass(0..<around.height)
    pass((0..<around.height).reversed())
    return distances
  }

  /// The least squared distance of a pixel of a row, at most the limit's.
  private func leastSquare(of distances: UnsafeBufferPointer<Int>, at column: Int) -> Int {
    var best = distances[column] * distances[column]
    var step = 1
    while step < scale.limit, step * step < best {
      if column >= step {
        best = min(best, step * step + distances[column - step] * distances[column - step])
      }
      if column + step < distances.count {
        best = min(best, step * step + distances[column + step] * distances[column + step])
      }
      step += 1
    }
    return best
  }
}
