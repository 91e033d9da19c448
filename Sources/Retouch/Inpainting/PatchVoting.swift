import Raster

/// Gives each pixel of the hole the weighted mean of what the patches over it say.
///
/// What the patches say of the known pixels at the hole's rim is compared with what stands there; the
/// membrane over these differences is added, so that the patches join without a step.
///
/// - Note: Sources: Wexler, Shechtman, Irani, "Space-Time Completion of Video", 2007 (voting); Pérez,
///   Gangnet, Blake, "Poisson Image Editing", 2003 (the join, in its equivalent membrane form).
struct PatchVoting {
  let field: PatchField
  let weights: [Float]
  let shape: PatchShape
  let bands: Bands

  /// The level with its hole filled by vote.
  func filled(_ level: PatchLevel) -> PatchLevel {
    let frame = level.holeFrame(margin: 1)
    let votes = bands.map(height: frame.height) { rows in
      count(rows: rows.lowerBound + frame.y..<rows.upperBound + frame.y, frame: frame, level: level)
    }.flatMap { $0 }
    let join = join(votes, frame: frame, level: level)
    var result = level
    for y in frame.y..<frame.maxY {
      for x in frame.x..<frame.maxX where level.unknown[y * level.width + x] {
        let index = (y - frame.y) * frame.width + x - frame.x
        if votes[index].total > 0 {
          result.pixels[y * level.width + x] = votes[index].mean + join[index]
        }
      }
    }
    return result
  }

  /// The membrane over the differences at the rim.
  private func join(
    _ votes: [Vote], frame: PixelRect, level: PatchLevel
  ) -> [SIMD4<Float>] {
    var differences = [SIMD4<Float>](repeating: .zero, count: votes.count)
    var cells = [Membrane.Cell](repeating: .outside, count: votes.count)
    for y in frame.y..<frame.maxY {
      for x in frame.x..<frame.maxX {
        let index = (y - frame.y) * frame.width + x - frame.x
        if level.unknown[y * level.width + x] {
          cells[index] = .free
        } else if votes[index].total > 0, !level.barred[y * level.width + x],
          touchesHole(x: x, y: y, level: level)
        {
          cells[index] = .fixed
          differences[index] = level.pixels[y * level.width + x] - votes[index].mean
        }
      }
    }
    var membrane = Membrane(
      width: frame.width, height: frame.height, values: differences, cells: cells, stiffness: 0)
    membrane.solve()
    return membrane.values
  }

  private func touchesHole(x: Int, y: Int, level: PatchLevel) -> Bool {
    let index = y * level.width + x
    return (x > 0 && level.unknown[index - 1])
      || (x + 1 < level.width && level.unknown[index + 1])
      || (y > 0 && level.unknown[index - level.width])
      || (y + 1 < level.height && level.unknown[index + level.width])
  }

  /// The votes on one pixel.
  private struct Vote {
    var sum = SIMD4<Float>.zero
    var total: Float = 0

    var mean: SIMD4<Float> { sum / SIMD4(repeating: total) }
  }

  private func count(rows: Range<Int>, frame: PixelRect, level: PatchLevel) -> [Vote] {
    var votes = [Vote](repeating: Vote(), count: rows.count * frame.width)
    level.pixels.withUnsafeBufferPointer { pixels in
      field.matches.withUnsafeBufferPointer { matches in
        weights.withUnsafeBufferPointer { weights in
          for y in rows {
            for x in frame.x..<frame.maxX {
              votes[(y - rows.lowerBound) * frame.width + x - frame.x] = vote(
                x: x, y: y, level: level, pixels: pixels, matches: matches, weights: weights)
            }
          }
        }
      }
    }
    return votes
  }

  @inline(__always)
  private func vote(
    x: Int, y: Int, level: PatchLevel, pixels: UnsafeBufferPointer<SIMD4<Float>>,
    matches: UnsafeBufferPointer<PatchField.Match>, weights: UnsafeBufferPointer<Float>
  ) -> Vote {
    var vote = Vote()
    let columns = max(x - shape.radiusX, 0)...min(x + shape.radiusX, level.width - 1)
    for centreY in max(y - shape.radiusY, 0)...min(y + shape.radiusY, level.height - 1) {
      let row = centreY * level.width
      for centre in row + columns.lowerBound...row + columns.upperBound {
        let source = Int(matches[centre].source)
        guard source >= 0 else { continue }
        vote.sum += pixels[source + y * level.width + x - centre] * SIMD4(repeating: weights[centre])
        vote.total += weights[centre]
      }
    }
    return vote
  }
}
