/// A number of `0...255` for each pixel, worked out for four neighbours at once.
protocol PixelMeasure: Sendable {
  /// - Parameter pixels: Four pixels, each red, green, blue, alpha.
  /// - Returns: The four numbers; bits above the lowest eight do not count.
  func values(of pixels: SIMD16<UInt8>) -> SIMD4<UInt32>
}

extension Bitmap {
  /// A mask of the picture's size whose weights are a measure's numbers, looked up in `ramp` if there is one.
  func mask<Measure: PixelMeasure>(
    by measure: Measure, ramp: WeightRamp? = nil, bands: Bands
  ) -> Mask {
    let weights = bands.makeRows(of: UInt8.self, rowLength: width, height: height) { rows, part in
      samples.withUnsafeBytes { samples in
        let pixels = samples[4 * rows.lowerBound * width..<4 * rows.upperBound * width]
        measure.write(to: part, pixels: UnsafeRawBufferPointer(rebasing: pixels))
      }
      ramp?.replace(part)
    }
    return Mask(width: width, height: height, weights: weights)
  }
}

extension PixelMeasure {
  fileprivate func write(
    to numbers: UnsafeMutableBufferPointer<UInt8>, pixels: UnsafeRawBufferPointer
  ) {
    let whole = numbers.count / 4 * 4
    let bytes = UnsafeMutableRawBufferPointer(numbers)
    for index in stride(from: 0, to: whole, by: 4) {
      let four = pixels.loadUnaligned(fromByteOffset: 4 * index, as: SIMD16<UInt8>.self)
      let values = SIMD4<UInt8>(truncatingIfNeeded: values(of: four))
      bytes.storeBytes(of: values, toByteOffset: index, as: SIMD4<UInt8>.self)
    }
    for index in whole..<numbers.count {
      var four = SIMD16<UInt8>.zero
      for channel in 0..<4 { four[channel] = pixels[4 * index + channel] }
      numbers[index] = UInt8(truncatingIfNeeded: values(of: four)[0])
    }
  }
}

/// The largest difference of a channel from those of one colour.
///
/// Where that colour is wholly transparent its red, green and blue say nothing: the difference of alpha decides.
struct ColourDistance: PixelMeasure {
  private let colour: SIMD16<UInt8>
  /// The bits of the channels that are compared.
  private let channels: SIMD16<UInt8>

  init(from colour: Colour) {
    let word =
      UInt32(colour.red) | UInt32(colour.green) << 8 | UInt32(colour.blue) << 16
      | UInt32(colour.alpha) << 24
    let compared: UInt32 = colour.alpha == 0 ? 0xFF00_0000 : .max
    channels = unsafeBitCast(SIMD4(repeating: compared.littleEndian), to: SIMD16<UInt8>.self)
    self.colour =
      unsafeBitCast(SIMD4(repeating: word.littleEndian), to: SIMD16<UInt8>.self) & channels
  }

  @inline(__always)
  func values(of pixels: SIMD16<UInt8>) -> SIMD4<UInt32> {
    Self.largestDifferences(pixels & channels, colour)
  }

  /// For each of four pixels the largest difference of a channel, in the lowest eight bits.
  @inline(__always)
  static func largestDifferences(_ first: SIMD16<UInt8>, _ second: SIMD16<UInt8>) -> SIMD4<UInt32> {
    let first = unsafeBitCast(first, to: SIMD4<UInt32>.self)
    let second = unsafeBitCast(second, to: SIMD4<UInt32>.self)
    let low = larger(difference(first, second, shift: 0), difference(first, second, shift: 8))
    let high = larger(difference(first, second, shift: 16), difference(first, second, shift: 24))
    return SIMD4<UInt32>(truncatingIfNeeded: larger(low, high))
  }

  /// How far the channels that stand `shift` bits up are apart; by masks, as lanes have no branches.
  @inline(__always)
  private static func difference(
    _ first: SIMD4<UInt32>, _ second: SIMD4<UInt32>, shift: UInt32
  ) -> SIMD4<Int32> {
    let byte = SIMD4<UInt32>(repeating: 255)
    let shift = SIMD4<UInt32>(repeating: shift)
    let difference = SIMD4<Int32>(
      truncatingIfNeeded: ((first &>> shift) & byte) &- ((second &>> shift) & byte))
    let negative = difference &>> SIMD4<Int32>(repeating: 31)
    return (difference ^ negative) &- negative
  }

  @inline(__always)
  private static func larger(_ first: SIMD4<Int32>, _ second: SIMD4<Int32>) -> SIMD4<Int32> {
    let more = second &- first
    return first &+ (more & ~(more &>> SIMD4<Int32>(repeating: 31)))
  }
}

/// Weights by a number of `0...255` that fall linearly on both sides of a range.
struct WeightRamp: Sendable {
  private let weights: [UInt8]

  /// - Parameters:
  ///   - full: The numbers with weight 255.
  ///   - softness: How far outside of them the weight becomes 0; at 0 it does at once.
  ///   - highest: The weight of the range itself.
  init(full: ClosedRange<Int>, softness: Int, highest: UInt8 = 255) {
    weights = (0...255).map { number in
      let outside = max(full.lowerBound - number, number - full.upperBound, 0)
      guard outside > 0 else { return highest }
      guard outside < softness else { return 0 }
      return UInt8((Int(highest) * (softness - outside) + softness / 2) / softness)
    }
  }

  /// Puts the weight of each number in its place.
  func replace(_ numbers: UnsafeMutableBufferPointer<UInt8>) {
    weights.withUnsafeBufferPointer { weights in
      for index in 0..<numbers.count { numbers[index] = weights[Int(numbers[index])] }
    }
  }
}
