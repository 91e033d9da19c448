internal import Raster
internal import Retouch

/// An edit: the instructions carried out in the editable area, everything else rendered again.
///
/// Inside the editable area the pixels are exactly what the instructions make of the picture that was sent;
/// outside they are a little off everywhere, as those of a model that draws the whole frame anew.
struct EditRendering: Sendable {
  let picture: Bitmap
  /// Weight 255 where editing is allowed, else 0; `nil` allows it everywhere.
  let editable: Mask?
  let prompt: EditPrompt
  let seed: UInt64
  let bands: Bands

  /// One of the pictures of the order; they differ outside the editable area, and inside where chance decides.
  func rendered(index: Int) throws(RasterError) -> Bitmap {
    let seed = seed &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15
    let frame = Mask(width: picture.width, height: picture.height, filledWith: 255)
    let allowed = editable ?? frame
    guard let bounds = allowed.facts(bands: bands).bounds else {
      return picture.renderedAgain(seed: seed, bands: bands)
    }
    var edited = picture
    var touched = Mask(width: picture.width, height: picture.height, filledWith: 0)
    let boxes = prompt.boxes(on: picture.size, editable: bounds)
    for (number, item) in prompt.items.enumerated() {
      let area = boxes[number].map { allowed.keeping($0, bands: bands) } ?? allowed
      let isEverywhere = boxes[number] == nil && editable == nil
      edited = try apply(
        item.text, to: edited, area: area, isEverywhere: isEverywhere, seed: seed &+ UInt64(number))
      try touched.formUnion(area, bands: bands)
    }
    return try edited.composited(
      over: picture.renderedAgain(seed: seed, bands: bands), through: touched, bands: bands)
  }

  /// What is not understood, or cannot be done, still changes the area: it is tinted.
  private func apply(
    _ text: String, to bitmap: Bitmap, area: Mask, isEverywhere: Bool, seed: UInt64
  ) throws(RasterError) -> Bitmap {
    if let instruction = try? LocalInstruction.parse(text) {
      let masks = isEverywhere && !instruction.needsMask ? [nil, area] : [area]
      for mask in masks {
        // A refusal is answered by the next way of doing it.
        if let edited = try? instruction.applied(to: bitmap, mask: mask, seed: seed, bands: bands) {
          return edited
        }
      }
    }
    var words = WordColours(text, seed: seed)
    let tint = Bitmap(width: bitmap.width, height: bitmap.height, filledWith: words.next())
    return try tint.composited(over: bitmap, through: area.halved(bands: bands), bands: bands)
  }
}

extension Mask {
  /// The mask with nothing outside of the box.
  fileprivate func keeping(_ box: PixelRect, bands: Bands) -> Mask {
    let box = box.intersection(PixelRect(frameOf: size))
    let weights = bands.makeRows(of: UInt8.self, rowLength: width, height: height) { rows, part in
      part.update(repeating: 0)
      guard !box.isEmpty else { return }
      for y in rows where y >= box.y && y < box.maxY {
        let start = (y - rows.lowerBound) * width
        for x in box.x..<box.maxX { part[start + x] = self.weights[y * width + x] }
      }
    }
    return Mask(width: width, height: height, weights: weights)
  }

  fileprivate func halved(bands: Bands) -> Mask {
    let weights = bands.makeRows(of: UInt8.self, rowLength: width, height: height) { rows, part in
      let start = rows.lowerBound * width
      for index in part.indices { part[index] = self.weights[start + index] / 2 }
    }
    return Mask(width: width, height: height, weights: weights)
  }
}

extension Bitmap {
  /// The picture with red, green and blue of every pixel one or two levels off; alpha stays.
  func renderedAgain(seed: UInt64, bands: Bands) -> Bitmap {
    var result = self
    let width = width
    result.withMutableSamples { samples in
      bands.update(samples, rowLength: 4 * width, height: height) { rows, part in
        for row in rows {
          var numbers = SplitMix64(seed: seed ^ UInt64(row) &* 0xD6E8_FEB8_6659_FD93)
          let start = 4 * width * (row - rows.lowerBound)
          Self.disturb(
            UnsafeMutableBufferPointer(rebasing: part[start..<start + 4 * width]), &numbers)
        }
      }
    }
    return result
  }

  private static func disturb(_ row: UnsafeMutableBufferPointer<UInt8>, _ numbers: inout SplitMix64) {
    var bits: UInt64 = 0
    for pixel in 0..<row.count / 4 {
      if pixel % 8 == 0 { bits = numbers.next() }
      for channel in 0..<3 {
        let step = UInt8(truncatingIfNeeded: bits & 1) + 1
        let isUp = bits & 2 != 0
        let sample = row[4 * pixel + channel]
        // At the ends of the range there is only one way.
        let goesUp = sample < step || isUp && sample <= 255 - step
        row[4 * pixel + channel] = goesUp ? sample + step : sample - step
        bits >>= 2
      }
    }
  }
}
