import Codecs
import Raster

extension Bitmap {
  /// The largest difference of any sample; 256 when the sizes differ.
  func largestDifference(from other: Bitmap) -> Int {
    guard size == other.size else { return 256 }
    return zip(samples, other.samples).map { abs(Int($0) - Int($1)) }.max() ?? 0
  }

  /// The picture of a PNG file below `fixtures/`.
  static func fixture(_ path: String) throws -> Bitmap {
    try PNG.decode(FixtureFolder.bytes(path)).bitmap
  }

  /// A picture without structure in 64-bit steps, the same on every machine.
  static func noise(width: Int, height: Int, seed: UInt64) -> Bitmap {
    var generator = SplitMix64(seed: seed)
    return Bitmap(
      width: width, height: height,
      samples: (0..<(4 * width * height)).map {
        $0 % 4 == 3 ? 255 : UInt8(truncatingIfNeeded: generator.next())
      })
  }
}

let hasJPEG = SystemLibraries.standard.has(.turboJPEG)
let hasWebP = SystemLibraries.standard.has(.webP)
