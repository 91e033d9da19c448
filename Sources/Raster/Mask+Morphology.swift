extension Mask {
  /// Radii, in pixels, by which a mask can grow or shrink.
  public static let radii = 0.0...512.0

  /// Makes each weight the largest within `radius`; see `grown(by:bands:)`.
  ///
  /// - Throws: `radiusOutOfRange`, with nothing changed.
  public mutating func grow(by radius: Double, bands: Bands = .standard) throws(RasterError) {
    self = try grown(by: radius, bands: bands)
  }

  /// A mask whose weights are the largest within Euclidean distance `radius` (grey dilation by a disc).
  ///
  /// Distances are between pixel centres, `dx * dx + dy * dy <= radius * radius`; only pixels inside the
  /// frame count. Exact for every weight.
  ///
  /// - Parameter radius: Pixels, `0...512`, decimals allowed; below 1 the mask stays as it is.
  /// - Throws: `radiusOutOfRange`.
  /// - Complexity: O(area of the grown bounding box x radius), some 16 pixels at a time.
  public func grown(by radius: Double, bands: Bands = .standard) throws(RasterError) -> Mask {
    let disc = try Disc(radius: radius)
    guard disc.reach > 0, let box = facts(bands: bands).bounds else { return self }
    return DiscMaximum(disc: disc, mask: self, box: box).computed(bands: bands)
  }

  /// Makes each weight the smallest within `radius`; see `shrunk(by:bands:)`.
  ///
  /// - Throws: `radiusOutOfRange`, with nothing changed.
  public mutating func shrink(by radius: Double, bands: Bands = .standard) throws(RasterError) {
    self = try shrunk(by: radius, bands: bands)
  }

  /// A mask whose weights are the smallest within Euclidean distance `radius` (grey erosion by a disc).
  ///
  /// Only pixels inside the frame count, so that an area does not shrink away from the frame's edge.
  ///
  /// - Parameter radius: Pixels, `0...512`, decimals allowed; below 1 the mask stays as it is.
  /// - Throws: `radiusOutOfRange`.
  public func shrunk(by radius: Double, bands: Bands = .standard) throws(RasterError) -> Mask {
    try inverted().grown(by: radius, bands: bands).inverted()
  }
}

/// The pixels within a distance of one pixel, row by row.
struct Disc: Sendable {
  /// `halfWidths[dy]`: the largest `dx` in the row `dy` above or below the centre.
  let halfWidths: [Int]

  /// Rows above and below the centre.
  var reach: Int { halfWidths.count - 1 }

  init(radius: Double) throws(RasterError) {
    guard Mask.radii.contains(radius) else {
      throw .radiusOutOfRange(found: radius, allowed: Mask.radii)
    }
    let limit = Int(radius * radius)
    var widths: [Int] = []
    var width = Int(radius)
    for dy in 0...Int(radius) {
      while width > 0, width * width + dy * dy > limit { width -= 1 }
      widths.append(width)
    }
    halfWidths = widths
  }
}

/// The running maximum over a disc.
///
/// A table holds, for every position of a row, the largest of the 2^k weights that begin there; the largest
/// of any longer run is the larger of two overlapping table entries. Each row of the disc is one such run,
/// and rows are grouped by the k that they need, so that one table, doubled in place from group to group, is
/// enough.
///
/// - Note: Source of the idea: Bender and Farach-Colton, "The LCA Problem Revisited", 2000 (sparse table).
private struct DiscMaximum: Sendable {
  /// Positive weights, and the frame's rectangle in which the result may be positive.
  private let source: PixelRect
  private let target: PixelRect
  private let disc: Disc
  private let mask: Mask
  /// Entries of one row of the table: the target's width and the disc's reach on both sides.
  private let rowLength: Int

  init(disc: Disc, mask: Mask, box: PixelRect) {
    self.disc = disc
    self.mask = mask
    source = box
    target = box.expanded(by: disc.reach).intersection(PixelRect(frameOf: mask.size))
    rowLength = target.width + 2 * disc.reach
  }

  func computed(bands: Bands) -> Mask {
    var table = singleWeights()
    var result = [UInt8](repeating: 0, count: target.width * target.height)
    var run = 1
    while run <= 2 * disc.halfWidths[0] + 1 {
      accumulate(table, run: run, into: &result, bands: bands)
      double(&table, run: run, bands: bands)
      run *= 2
    }
    var grown = Mask(width: mask.width, height: mask.height, filledWith: 0)
    grown.paste(
      Mask(width: target.width, height: target.height, weights: result), x: target.x, y: target.y)
    return grown
  }

  /// The table for runs of one weight: the weights themselves, with zeros at both sides.
  private func singleWeights() -> [UInt8] {
    var table = [UInt8](repeating: 0, count: rowLength * source.height)
    let left = source.x - target.x + disc.reach
    for row in 0..<source.height {
      let start = (source.y + row) * mask.width + source.x
      let place = row * rowLength + left
      table.replaceSubrange(
        place..<place + source.width, with: mask.weights[start..<start + source.width])
    }
    return table
  }

  /// Turns maxima of runs of `run` weights into those of twice as many.
  private func double(_ table: inout [UInt8], run: Int, bands: Bands) {
    let rowLength = rowLength
    table.withUnsafeMutableBufferPointer { table in
      bands.update(table, rowLength: rowLength, height: source.height) { rows, part in
        for row in 0..<rows.count where rowLength > run {
          let entries = UnsafeMutableBufferPointer(
            rebasing: part[row * rowLength..<(row + 1) * rowLength])
          for index in 0..<rowLength - run {
            entries[index] = max(entries[index], entries[index + run])
          }
        }
      }
    }
  }

  /// Adds the disc's rows whose longest power of two is `run` to the maxima so far.
  private func accumulate(_ table: [UInt8], run: Int, into result: inout [UInt8], bands: Bands) {
    let rows = disc.halfWidths.enumerated().filter { run...2 * run - 1 ~= 2 * $0.element + 1 }
    let steps = rows.flatMap { dy, half in
      dy == 0 ? [(dy, half)] : [(-dy, half), (dy, half)]
    }
    result.withUnsafeMutableBufferPointer { result in
      bands.update(result, rowLength: target.width, height: target.height) { rows, part in
        table.withUnsafeBufferPointer { table in
          for row in rows {
            let offset = (row - rows.lowerBound) * target.width
            let maxima = UnsafeMutableBufferPointer(
              rebasing: part[offset..<offset + target.width])
            for (dy, half) in steps {
              raise(maxima, targetRow: row + dy, half: half, run: run, table: table)
            }
          }
        }
      }
    }
  }

  /// Raises `maxima` to those of the runs of `2 * half + 1` weights in one row of the source.
  private func raise(
    _ maxima: UnsafeMutableBufferPointer<UInt8>, targetRow: Int, half: Int, run: Int,
    table: UnsafeBufferPointer<UInt8>
  ) {
    let row = target.y + targetRow - source.y
    guard row >= 0, row < source.height else { return }
    let start = row * rowLength + disc.reach - half
    let end = start + 2 * half + 1 - run
    let heads = UnsafeBufferPointer(rebasing: table[start..<start + maxima.count])
    let tails = UnsafeBufferPointer(rebasing: table[end..<end + maxima.count])
    for index in 0..<maxima.count {
      maxima[index] = max(maxima[index], max(heads[index], tails[index]))
    }
  }
}
