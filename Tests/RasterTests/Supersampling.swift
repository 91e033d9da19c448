import Raster

/// Coverage by asking an exact predicate at 64 x 64 positions of every pixel.
func supersampled(
  _ size: PixelSize, _ isInside: (Double, Double) -> Bool
) -> [UInt8] {
  var weights: [UInt8] = []
  for y in 0..<size.height {
    for x in 0..<size.width {
      var count = 0
      for line in 0..<64 {
        for sample in 0..<64 {
          let position = (Double(x) + (Double(sample) + 0.5) / 64, Double(y) + (Double(line) + 0.5) / 64)
          count += isInside(position.0, position.1) ? 1 : 0
        }
      }
      weights.append(UInt8((Double(count) * 255 / 4096).rounded()))
    }
  }
  return weights
}

func largestDifference(_ first: [UInt8], _ second: [UInt8]) -> Int {
  zip(first, second).map { abs(Int($0) - Int($1)) }.max() ?? 0
}

/// 255 times the mean of a weight function over 64 x 64 positions of every pixel, not rounded.
func supersampledMeans(_ size: PixelSize, _ weight: (Double, Double) -> Double) -> [Double] {
  (0..<size.width * size.height).map { index in
    let (x, y) = (Double(index % size.width), Double(index / size.width))
    var sum = 0.0
    for sample in 0..<4096 {
      sum += weight(x + (Double(sample % 64) + 0.5) / 64, y + (Double(sample / 64) + 0.5) / 64)
    }
    return sum * 255 / 4096
  }
}

func largestDifference(_ weights: [UInt8], _ means: [Double]) -> Double {
  zip(weights, means).map { abs(Double($0) - $1) }.max() ?? 0
}
