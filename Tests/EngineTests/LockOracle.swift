import EditModel
import Engine
import Raster
import Testing

/// What a round may be, computed pixel by pixel from its parent, its raw picture and its masks.
struct LockOracle {
  let parent: Bitmap
  let raw: Bitmap
  let picture: Bitmap
  /// The largest weight that any of the round's masks has there.
  let weights: [UInt8]

  /// - Throws: When an instruction of the round has no mask, or its mask was changed since.
  init(_ round: Round, of session: Session) async throws {
    parent = try await session.bitmap(try #require(round.parent).selector)
    raw = try await session.bitmap(round.id.selector, layer: .raw)
    picture = try await session.bitmap(round.id.selector)
    var weights = [UInt8](repeating: 0, count: parent.width * parent.height)
    for instruction in round.instructions {
      let version = try #require(instruction.mask)
      let mask = try await session.maskWeights(version.name)
      try #require(mask.pixelDigest == version.stored.pixels)
      for index in weights.indices { weights[index] = max(weights[index], mask.weights[index]) }
    }
    self.weights = weights
  }

  /// Pixels of weight 0 in which the picture differs from the parent.
  func brokenPixels(in picture: Bitmap) -> Int {
    weights.indices.count { index in
      weights[index] == 0 && pixel(index, of: picture) != pixel(index, of: parent)
    }
  }

  /// Opaque pixels that are not `base + (raw - base) * weight / 255`, rounded to the nearest.
  var wronglyComposedPixels: Int {
    weights.indices.count { index in
      let (base, edited) = (pixel(index, of: parent), pixel(index, of: raw))
      guard base[3] == 255, edited[3] == 255 else { return false }
      let share = Double(weights[index]) / 255
      let expected = zip(base, edited).map { base, edited in
        UInt8((Double(base) + (Double(edited) - Double(base)) * share).rounded())
      }
      return pixel(index, of: picture) != expected
    }
  }

  var lockedCount: Int { weights.count { $0 == 0 } }
  var partialCount: Int { weights.count { $0 > 0 && $0 < 255 } }
  var changedCount: Int { weights.indices.count { pixel($0, of: picture) != pixel($0, of: parent) } }

  private func pixel(_ index: Int, of bitmap: Bitmap) -> [UInt8] {
    Array(bitmap.samples[4 * index..<4 * index + 4])
  }
}
