import Raster

extension Area {
  /// Gaussian blur of the colour; alpha is kept.
  ///
  /// A neighbour counts as much as its weight times its alpha, and neighbours outside the frame not at all:
  /// nothing bleeds into the area from outside it, so a blurred background gets no halo of its subject.
  ///
  /// - Parameter radiusTenths: Standard deviation in tenths of a pixel; the kernel ends at three of them.
  func blurred(radiusTenths: Int) -> Bitmap {
    let kernel = BlurKernel(radiusTenths: radiusTenths)
    let (width, height) = (width, height)
    let samples = bands.makeRows(of: UInt8.self, rowLength: 4 * width, height: height) { rows, part in
      var line = BlurLine(width: width, kernel: kernel)
      for y in rows {
        let target = UnsafeMutableBufferPointer(
          rebasing: part[4 * (y - rows.lowerBound) * width..<4 * (y + 1 - rows.lowerBound) * width])
        copyRow(y, to: target)
        guard let span = line.span(of: self, row: y) else { continue }
        line.gather(self, row: y, columns: span)
        for x in span where weight(y * width + x) > 0 { line.write(x, to: target) }
      }
    }
    return Bitmap(width: width, height: height, samples: samples)
  }

  private func copyRow(_ y: Int, to target: UnsafeMutableBufferPointer<UInt8>) {
    bitmap.samples.withUnsafeBufferPointer { source in
      for index in 0..<4 * width { target[index] = source[4 * y * width + index] }
    }
  }

  /// Unsharp mask: adds the difference between luma and its blur of 1.2 px to luma, times the amount.
  func sharpened(permille: Int) -> Bitmap {
    let soft = Area(bitmap, mask: nil, bands: bands).blurred(radiusTenths: 12)
    return mapped { pixel, colour in
      let index = 4 * pixel
      let blurred = FixedColour(
        Colour(
          red: soft.samples[index], green: soft.samples[index + 1], blue: soft.samples[index + 2]))
      let own = FixedColour(colour)
      let sharp = own.luma + (own.luma - blurred.luma) * permille / 1000
      return own.with(luma: min(max(sharp, 0), FixedColour.full), chroma: 1, over: 1)
        .colour(alpha: colour.alpha)
    }
  }

  /// A mosaic: every block takes the mean colour of its part of the area, weighted as in `blurred`; alpha is
  /// kept.
  func pixelated(blockPixels: Int) -> Bitmap {
    let (width, height) = (width, height)
    let columns = (width + blockPixels - 1) / blockPixels
    let rowCount = (height + blockPixels - 1) / blockPixels
    let means = bands.makeRows(of: SIMD4<UInt8>.self, rowLength: columns, height: rowCount) { rows, part in
      for row in rows {
        for column in 0..<columns {
          let block = PixelRect(
            x: column * blockPixels, y: row * blockPixels, width: blockPixels, height: blockPixels)
          part[(row - rows.lowerBound) * columns + column] = mean(of: block)
        }
      }
    }
    return mapped { pixel, colour in
      let (y, x) = pixel.quotientAndRemainder(dividingBy: width)
      let mean = means[y / blockPixels * columns + x / blockPixels]
      if mean[3] == 0 { return colour }
      return Colour(red: mean[0], green: mean[1], blue: mean[2], alpha: colour.alpha)
    }
  }

  /// Mean colour, and 255 if there is one or 0 if nothing in the block counts.
  private func mean(of block: PixelRect) -> SIMD4<UInt8> {
    var sum = SIMD4<Int>.zero
    for y in block.y..<min(block.maxY, height) {
      for x in block.x..<min(block.maxX, width) {
        let pixel = y * width + x
        let colour = colour(pixel)
        let count = weight(pixel) * Int(colour.alpha)
        let channels = SIMD4(Int(colour.red), Int(colour.green), Int(colour.blue), 1)
        sum &+= channels &* SIMD4(repeating: count)
      }
    }
    guard sum[3] > 0 else { return .zero }
    func mean(_ channel: Int) -> UInt8 { UInt8((2 * sum[channel] + sum[3]) / (2 * sum[3])) }
    return SIMD4(mean(0), mean(1), mean(2), 255)
  }
}
