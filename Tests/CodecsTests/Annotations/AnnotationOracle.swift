import Codecs
import Raster
import Testing

/// Independent references for annotation files: written from the formats' descriptions, not from the reader.
enum AnnotationOracle {
  /// Runs of a mask of 0 and not 0, walked pixel by pixel down the columns.
  static func runs(of mask: Mask) -> [Int] {
    var runs = [0]
    var isInside = false
    for x in 0..<mask.width {
      for y in 0..<mask.height {
        if (mask[x, y] != 0) != isInside {
          isInside.toggle()
          runs.append(0)
        }
        runs[runs.count - 1] += 1
      }
    }
    return runs
  }

  /// Compressed text by arithmetic: digits of base 32 with floor division, until the rest and the sign that
  /// the last digit shows agree.
  static func compressed(_ runs: [Int]) -> String {
    var text = ""
    for (index, run) in runs.enumerated() {
      var rest = index > 2 ? run - runs[index - 2] : run
      var isDone = false
      while !isDone {
        let digit = ((rest % 32) + 32) % 32
        rest = (rest - digit) / 32
        isDone = digit < 16 ? rest == 0 : rest == -1
        text.unicodeScalars.append(Unicode.Scalar(UInt8(48 + digit + (isDone ? 0 : 32))))
      }
    }
    return text
  }

  static func json(runs: [Int], size: PixelSize) -> String {
    #"{"counts":\#(runs),"size":[\#(size.height),\#(size.width)]}"#
  }

  static func json(compressed text: String, size: PixelSize) -> String {
    let escaped = text.replacing("\\", with: "\\\\")
    return #"{"size":[\#(size.height),\#(size.width)],"counts":"\#(escaped)"}"#
  }

  /// Weights of a polygon by 64 x 64 positions of each pixel, each decided by its winding number.
  static func polygon(_ points: [(Double, Double)], size: PixelSize) -> [Double] {
    (0..<size.width * size.height).map { pixel in
      var inside = 0
      for sample in 0..<4096 {
        let x = Double(pixel % size.width) + (Double(sample % 64) + 0.5) / 64
        let y = Double(pixel / size.width) + (Double(sample / 64) + 0.5) / 64
        if winding(points, x, y) != 0 { inside += 1 }
      }
      return Double(inside) * 255 / 4096
    }
  }

  private static func winding(_ points: [(Double, Double)], _ x: Double, _ y: Double) -> Int {
    var count = 0
    for index in points.indices {
      let (ax, ay) = points[index]
      let (bx, by) = points[(index + 1) % points.count]
      let side = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
      if ay <= y, by > y, side > 0 { count += 1 }
      if ay > y, by <= y, side < 0 { count -= 1 }
    }
    return count
  }

  /// A mask of 0 and 255 with runs of all lengths.
  static func binaryMask(width: Int, height: Int, seed: UInt64) -> Mask {
    var generator = SplitMix64(seed: seed)
    var weights: [UInt8] = []
    let longest = 1 + generator.next(below: 3 * height)
    while weights.count < width * height {
      let weight: UInt8 = generator.next(below: 2) == 0 ? 0 : 255
      weights += [UInt8](repeating: weight, count: 1 + generator.next(below: longest))
    }
    return Mask(width: width, height: height, weights: Array(weights.prefix(width * height)))
  }

  static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  static func file(_ text: String) throws -> AnnotationFile { try AnnotationFile(reading: bytes(text)) }

  /// The error of reading a text and asking for everything in it.
  static func error(
    _ text: String, image: String? = nil, label: String? = nil, instance: InstanceChoice = .all,
    size: PixelSize = PixelSize(width: 4, height: 3)
  ) -> AnnotationError? {
    #expect(throws: AnnotationError.self) {
      try file(text).mask(image: image, label: label, instance: instance, size: size)
    }
  }

  static func largestDifference(_ mask: Mask, _ weights: [Double]) -> Double {
    zip(mask.weights, weights).map { abs(Double($0) - $1) }.max() ?? .infinity
  }
}
