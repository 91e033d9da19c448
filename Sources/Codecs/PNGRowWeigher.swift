internal import CPNG
internal import Raster

/// The weights of rows in one polarity.
struct PNGRowWeigher {
  private let polarity: MaskPolarity
  /// The weights of all values, where a pixel is one sample.
  private let table: [UInt8]

  init(_ polarity: MaskPolarity, colours: PNGSampleColours) {
    self.polarity = polarity
    table = colours.colours.map(polarity.weight)
  }

  /// - Parameters:
  ///   - row: In the form of bytes.
  ///   - weights: Has room for one byte a pixel.
  func weigh(_ row: pentimento_png_row, into weights: UnsafeMutableRawBufferPointer) {
    let samples = row.samples
    switch (row.channel_count, polarity) {
    case (1, _): look(up: UnsafeRawPointer(samples), into: weights)
    case (2, .alphaZeroIsEdit):
      for index in 0..<weights.count { weights[index] = 255 - samples[2 * index + 1] }
    case (4, .alphaZeroIsEdit):
      for index in 0..<weights.count { weights[index] = 255 - samples[4 * index + 3] }
    case (2, _):
      weighEach(into: weights) {
        let grey = samples[2 * $0]
        return SIMD4(grey, grey, grey, samples[2 * $0 + 1])
      }
    case (3, _):
      weighEach(into: weights) {
        SIMD4(samples[3 * $0], samples[3 * $0 + 1], samples[3 * $0 + 2], 255)
      }
    default:
      weighEach(into: weights) {
        SIMD4(samples[4 * $0], samples[4 * $0 + 1], samples[4 * $0 + 2], samples[4 * $0 + 3])
      }
    }
  }

  @inline(__always) private func weighEach(
    into weights: UnsafeMutableRawBufferPointer, pixel: (Int) -> SIMD4<UInt8>
  ) {
    // Masks have long runs of one colour.
    var last = SIMD4<UInt8>()
    var weight = polarity.weight(of: last)
    for index in 0..<weights.count {
      let colour = pixel(index)
      if colour != last {
        last = colour
        weight = polarity.weight(of: colour)
      }
      weights[index] = weight
    }
  }

  private func look(up row: UnsafeRawPointer, into weights: UnsafeMutableRawBufferPointer) {
    table.withUnsafeBufferPointer { table in
      var index = 0
      while index + 8 <= weights.count {
        let word = row.word(at: index)
        let first = UInt8(truncatingIfNeeded: word)
        if word == UInt64(repeating: first) {
          weights.storeBytes(of: UInt64(repeating: table[Int(first)]), toByteOffset: index, as: UInt64.self)
        } else {
          for place in 0..<8 {
            weights[index + place] = table[Int(truncatingIfNeeded: word >> (8 * place) & 0xFF)]
          }
        }
        index += 8
      }
      for place in index..<weights.count {
        weights[place] = table[Int(row.load(fromByteOffset: place, as: UInt8.self))]
      }
    }
  }
}
