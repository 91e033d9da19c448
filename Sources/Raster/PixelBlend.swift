/// The pixels of one picture moved towards those of another, as strongly as weights say.
///
/// Most weights of most masks are 0 or 255, in long runs: those pixels are skipped or copied. Runs in which
/// all pixels are opaque are computed four pixels at a time, all others one by one.
struct PixelBlend {
  /// Red, green, blue and alpha of each pixel.
  let base: UnsafeMutableRawPointer
  let adjusted: UnsafeRawPointer
  /// One byte for each pixel.
  let weights: UnsafeRawPointer

  /// Moves the first `count` pixels of the base.
  func blend(count: Int) {
    var pixel = 0
    while pixel + 8 <= count {
      let start = pixel
      switch eightWeights(at: pixel) {
      case 0:
        repeat { pixel += 8 } while pixel + 8 <= count && eightWeights(at: pixel) == 0
      case .max:
        repeat { pixel += 8 } while pixel + 8 <= count && eightWeights(at: pixel) == .max
        (base + 4 * start).copyMemory(from: adjusted + 4 * start, byteCount: 4 * (pixel - start))
      default:
        blendFour(at: pixel)
        blendFour(at: pixel + 4)
        pixel += 8
      }
    }
    for rest in pixel..<count { blendOne(at: rest) }
  }

  @inline(__always)
  private func eightWeights(at pixel: Int) -> UInt64 {
    weights.loadUnaligned(fromByteOffset: pixel, as: UInt64.self)
  }

  @inline(__always)
  private func blendFour(at pixel: Int) {
    let first = (base + 4 * pixel).loadUnaligned(as: SIMD4<UInt32>.self)
    let second = (adjusted + 4 * pixel).loadUnaligned(as: SIMD4<UInt32>.self)
    let alphas = (first & second).littleEndianAlphas
    guard alphas == 255 else {
      for index in pixel..<pixel + 4 { blendOne(at: index) }
      return
    }
    var weight = SIMD4<UInt32>(
      truncatingIfNeeded: (weights + pixel).loadUnaligned(as: SIMD4<UInt8>.self))
    weight |= weight &<< 16
    let mixed = Self.mixed(
      unsafeBitCast(first, to: SIMD8<UInt16>.self), unsafeBitCast(second, to: SIMD8<UInt16>.self),
      weight: unsafeBitCast(weight, to: SIMD8<UInt16>.self))
    (base + 4 * pixel).storeBytes(of: mixed, as: SIMD8<UInt16>.self)
  }

  /// `(first * (255 - weight) + second * weight) / 255`, rounded, for both bytes of each lane.
  ///
  /// For sums `t` up to 65,534 the quotient of `t / 255` is `(t + 1 + t / 256) / 256`, rounded down both times.
  @inline(__always)
  private static func mixed(
    _ first: SIMD8<UInt16>, _ second: SIMD8<UInt16>, weight: SIMD8<UInt16>
  ) -> SIMD8<UInt16> {
    let keep = SIMD8(repeating: 255) ^ weight
    var low = (first & 255) &* keep &+ (second & 255) &* weight &+ 127
    var high = (first &>> 8) &* keep &+ (second &>> 8) &* weight &+ 127
    low = (low &+ 1 &+ (low &>> 8)) &>> 8
    high = (high &+ 1 &+ (high &>> 8)) & 0xFF00
    return low | high
  }

  private func blendOne(at pixel: Int) {
    let weight = Int((weights + pixel).load(as: UInt8.self))
    let adjusted = (adjusted + 4 * pixel).assumingMemoryBound(to: UInt8.self)
    let base = (base + 4 * pixel).assumingMemoryBound(to: UInt8.self)
    if weight == 0 { return }
    if weight == 255 {
      base.update(from: adjusted, count: 4)
      return
    }
    let keep = 255 - weight
    if base[3] & adjusted[3] == 255 {
      for channel in 0..<3 {
        let sum = Int(base[channel]) * keep + Int(adjusted[channel]) * weight
        base[channel] = UInt8((sum + 127) / 255)
      }
      return
    }
    Self.blendTransparent(
      base, with: adjusted, keep: Int(base[3]) * keep, take: Int(adjusted[3]) * weight)
  }

  /// - Parameters:
  ///   - keep: The base's alpha times its share of 255.
  ///   - take: The other's alpha times its share of 255.
  private static func blendTransparent(
    _ base: UnsafeMutablePointer<UInt8>, with adjusted: UnsafePointer<UInt8>, keep: Int, take: Int
  ) {
    let total = keep + take
    let alpha = (total + 127) / 255
    if alpha > 0 {
      for channel in 0..<3 {
        let sum = Int(base[channel]) * keep + Int(adjusted[channel]) * take
        base[channel] = UInt8((2 * sum + total) / (2 * total))
      }
    }
    base[3] = UInt8(alpha)
  }
}

extension SIMD4<UInt32> {
  /// The conjunction of the last bytes, in memory's order, of the four pixels.
  @inline(__always)
  fileprivate var littleEndianAlphas: UInt32 {
    let words = unsafeBitCast(self, to: SIMD2<UInt64>.self)
    let both = UInt64(littleEndian: words[0] & words[1])
    return UInt32(truncatingIfNeeded: both &>> 56) & UInt32(truncatingIfNeeded: both &>> 24) & 255
  }
}
